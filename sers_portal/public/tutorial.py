"""The twelve steps from no account to an account that shows the record, each with a picture of our own page."""

from functools import cache
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

PLACE = "images/tutorial"


class Picture(NamedTuple):
    """A picture as the page shows it: its file, and its size, so that the page does not jump while it loads."""

    file: str
    width: int
    height: int


class Step(NamedTuple):
    """One step: what to do, what the picture shows, and the picture's name. `{…}` are account facts."""

    picture: str
    title: Promise
    words: Promise
    shows: Promise

    def shown(self, language: str) -> Picture:
        """The picture in a language; the English one where there is none yet."""
        own = f"{PLACE}/{language}/{self.picture}.webp"
        return measured(own if finders.find(own) else f"{PLACE}/en/{self.picture}.webp")


@cache
def measured(file: str) -> Picture:
    """A picture of the static files with its size. LookupError if it was never taken (`manage.py tutorial_pictures`)."""
    path = finders.find(file)
    if path is None:
        raise LookupError(f"there is no picture {file}")
    with Image.open(str(path)) as image:
        return Picture(file, *image.size)


STEPS = (
    Step(
        "sign-in",
        _("Open the sign-in page"),
        _("Choose “Sign in” at the top of any page. Then choose “Sign up”."),
        _("The sign-in page, with the link “Sign up” beside the form."),
    ),
    Step(
        "sign-up",
        _("Fill in the form"),
        _(
            "Type your personal e-mail address twice, your first and last name, and a password of "
            "{password_characters} characters or more. Then press “Sign up”. A work address at the State "
            "is refused."
        ),
        _("The form “Sign up”, filled in with a personal e-mail address, a name and a password."),
    ),
    Step(
        "confirm-email",
        _("Leave this page open"),
        _("We send you an e-mail. This page waits for the code you will find with its help."),
        _("The page “Confirm your e-mail address”, with an empty box for the code."),
    ),
    Step(
        "show-code",
        _("Open our e-mail and follow its link"),
        _(
            "The link works for {link_hours} hours. You may open it on another device. Press “Show my code” "
            "on the page that opens. Nothing in your inbox? Look in the folder for junk or spam."
        ),
        _("The page the e-mail leads to, with the button “Show my code”."),
    ),
    Step(
        "code",
        _("Read the code"),
        _("It has {email_code_digits} digits. Give it to nobody: we never ask for it."),
        _("The page “Your code”, with a code in large digits."),
    ),
    Step(
        "type-code",
        _("Type the code where you signed up"),
        _("Go back to the first page, type the code and press “Confirm”. Your e-mail address is now proven."),
        _("The page “Confirm your e-mail address”, with the code typed in the box."),
    ),
    Step(
        "second-step",
        _("Choose a second step"),
        _(
            "Each sign-in asks for your password and for one thing more. A telephone is the simplest. An app "
            "or a security key is safer. E-mail does not count."
        ),
        _("The page “Add a second step”. The telephone stands first, with the button “Set up a telephone”."),
    ),
    Step(
        "telephone",
        _("Type your telephone number"),
        _("Then press “Send me a code”. We can text you or call you."),
        _("The page to set up a telephone, with a number typed in the box."),
    ),
    Step(
        "telephone-code",
        _("Type the code we sent you"),
        _("It works for {code_minutes} minutes, once. Then press “Turn it on”."),
        _("The page that asks for the code from the text message."),
    ),
    Step(
        "recovery-codes",
        _("Print your recovery codes"),
        _(
            "Each lets you in once if your telephone is lost. Keep the paper at home. Then you can add "
            "another second step, or choose “Set up later”."
        ),
        _("The page “Get ten recovery codes”, with the button “Show ten codes”."),
    ),
    Step(
        "ask-for-letter",
        _("Ask for the letter with your activation code"),
        _(
            "Type your last name, birth date, Social Security number or Member ID, and the ZIP code we have "
            "on file. We mail the letter to the last address on file. If you have a letter already, skip "
            "this step."
        ),
        _("The page “Ask for your activation code”, with its four questions answered."),
    ),
    Step(
        "type-letter-code",
        _("Type the code from the letter, and register"),
        _(
            "Sign in, type the code, and fill in one last form: your names, telephone, birth date, number "
            "and a PIN. Check everything, and send it. Your record opens."
        ),
        _("The page “Type the code from our letter”, with a code in the box."),
    ),
)
