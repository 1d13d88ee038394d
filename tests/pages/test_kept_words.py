"""What somebody typed is there again after signing in, in every form of the member's side, and nothing was sent by it.

The walk takes each page the browser's sweep knows, and each form on it. A form whose fields do not come back fails.
"""

import re
import uuid
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from accounts import kept_words
from accounts.models import ContactPhone, Conversation, User
from accounts.services.sessions import ACTIVE, IDLE_SECONDS
from benefits.models import Annuity
from sers_portal.base.access import rule_of
from sers_portal.base.models import AuditEvent
from tests import people
from tests.browser.test_every_page import PAGES
from tests.factories.accounts import an_account
from tests.pages.every_form import FORMS, is_secret

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
MESSAGE, PHONE = reverse("message_new"), reverse("profile_phone")
WORDS = "Has my letter of the 3rd arrived?"
CAST = {
    "active": lambda: people.an_active_member(years=2).account,
    "inactive": lambda: people.an_inactive_member().account,
    "retired": lambda: people.a_retiree().account,
    "survivor": lambda: people.a_survivor().account,
    "unlinked": people.somebody_unlinked,
}
# Fields that are asked for anew by intent: what they hold is never kept.
SECRET = re.compile(r"password|code|credential|pin|member_number")


class Forms(HTMLParser):
    """The forms of a page that post: their action, and their fields with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.form: dict | None = None
        self.area = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "form":
            self.form = {"action": given.get("action", ""), "hidden": {}, "fields": {}, "options": {}}
            if given.get("method") == "post":
                self.forms.append(self.form)
        elif self.form is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict) -> None:
        fields, name, kind = self.form["fields"], given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind == "hidden":
            self.form["hidden"][name] = given.get("value", "")
        elif tag == "input" and kind in ("radio", "checkbox") and name:
            self.form["options"].setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                fields[name] = given.get("value", "on")
            fields.setdefault(name, None)
        elif tag == "input" and name and kind not in ("submit", "file"):
            fields[name] = given.get("value") or ""
        elif tag == "textarea":
            self.area, fields[name] = name, ""
        elif tag == "select":
            self.select, fields[name] = name, ""
        elif tag == "option" and self.select:
            self.form["options"].setdefault(self.select, []).append(given.get("value", ""))
            if "selected" in given:
                fields[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "textarea":
            self.area = ""
        if tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            # As browsers do: the first line break of an area is none of its text.
            self.form["fields"][self.area] = (self.form["fields"][self.area] + data).lstrip("\n")


def typed_into(form: dict) -> dict[str, str]:
    """Something else than what stands there, in every field: what a person may have typed, right or not."""
    said = {}
    for name, now in form["fields"].items():
        if name in form["options"]:
            said[name] = next((one for one in reversed(form["options"][name]) if one and one != now), "")
        else:
            said[name] = f"typed {name}"
    return {name: value for name, value in said.items() if value and not SECRET.search(name)}


def forms_to_fill_in(client: Client, address: str) -> list[dict]:
    page = client.get(address)
    if page.status_code != 200:
        return []
    return [form for form in Forms(page.text).forms if typed_into(form) and "language" not in form["action"]]


def sign_out_elsewhere() -> None:
    Session.objects.all().delete()


def mark_in(page: str) -> str:
    found = re.search(r'name="whose" value="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


ADDRESSES = {
    who: [
        address
        for owner, address, status in PAGES
        if owner == who and status == 200 and rule_of(resolve(address).func) is not None
    ]
    for who in CAST
}


def assert_words_come_back(account: User, address: str) -> None:
    """Each form of the page, sent in after its session was ended elsewhere, does nothing and is there again."""
    client = Client()
    client.force_login(account)
    for form in forms_to_fill_in(client, address):
        typed, audited = typed_into(form), AuditEvent.objects.count()
        sign_out_elsewhere()
        turned_away = client.post(form["action"] or address, {**form["hidden"], **typed})
        assert AuditEvent.objects.count() == audited
        assert turned_away.url == f"{reverse('account_login')}?next={address}"

        client.force_login(account)
        back = [one["fields"] for one in Forms(client.get(address).text).forms]

        assert any(typed.items() <= fields.items() for fields in back), (typed, back)


@pytest.mark.parametrize("who", CAST)
def test_what_was_typed_comes_back_after_signing_in_on_every_page_of(who):
    account = CAST[who]()
    assert ADDRESSES[who]

    for address in ADDRESSES[who]:
        assert_words_come_back(account, address)


# Controls written by hand, not by a field: each of them was looked at, and asks the field or `kept_words` what to show.
BY_HAND = {
    "verification/choose.html",
    "reemployment/_month.html",
    "newsletter/_ways.html",
    # Of the public, or compares only.
    "scams/report.html",
    "demonstration/agency.html",
    "benefits/estimate/_saved_list.html",
}


def test_controls_written_by_hand_are_known():
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if not path.is_relative_to(TEMPLATES / "admin")
        and any(
            'type="hidden"' not in tag and " name=" in tag
            for tag in re.findall(r"<(?:input|textarea|select)\b[^>]*>", path.read_text())
        )
    }

    assert found == BY_HAND


def test_a_form_w4p_comes_back_after_signing_in():
    ruth = people.a_retiree()
    address = reverse("tax_withholding_change", args=[Annuity.objects.get(payee=ruth).public_id])

    assert_words_come_back(ruth.account, address)


def kept_for_maria(**files) -> tuple[Client, object]:
    """Maria's message, posted after her session was ended elsewhere; nobody is signed in yet."""
    client, maria = Client(), people.an_active_member(years=1).account
    client.force_login(maria)
    mark = mark_in(client.get(MESSAGE).text)
    sign_out_elsewhere()
    client.post(MESSAGE, {"id": str(uuid.uuid4()), "words": WORDS, "topic": "other", "whose": mark, **files})
    return client, maria


def test_what_was_typed_is_said_to_be_there_and_was_not_sent():
    client, maria = kept_for_maria()
    client.force_login(maria)

    page = client.get(MESSAGE).text

    assert "Here is what you had typed. Nothing of it has been sent yet" in page
    assert "Choose your files again" not in page
    assert not Conversation.objects.exists()


def test_files_are_said_to_be_chosen_again():
    client, maria = kept_for_maria(papers=SimpleUploadedFile("letter.pdf", b"%PDF-1.7"))
    client.force_login(maria)

    assert "Choose your files again" in client.get(MESSAGE).text


def test_what_was_typed_is_there_when_the_quarter_of_an_hour_is_over():
    client, maria = Client(), people.an_active_member(years=1).account
    client.force_login(maria)
    mark = mark_in(client.get(MESSAGE).text)
    session = client.session
    session[ACTIVE] -= IDLE_SECONDS + 1
    session.save()

    client.post(MESSAGE, {"words": WORDS, "whose": mark})
    client.force_login(maria)

    assert WORDS in client.get(MESSAGE).text


def test_what_was_typed_is_shown_to_no_other_account_and_rests_sealed():
    client, _maria = kept_for_maria()
    kept = str(dict(client.session.items()))
    client.force_login(people.a_retiree().account)

    page = client.get(MESSAGE).text

    assert WORDS not in page
    assert "Here is what you had typed" not in page
    assert "letter" not in kept


def test_what_was_typed_is_forgotten_after_an_hour(monkeypatch):
    client, maria = kept_for_maria()
    client.force_login(maria)
    later = kept_words.time.time() + kept_words.LONGEST_SECONDS + 1
    monkeypatch.setattr(kept_words.time, "time", lambda: later)
    # The session itself would be over as well.
    monkeypatch.setattr("accounts.services.sessions.seconds_left", lambda session: 60)

    page = client.get(MESSAGE).text

    assert WORDS not in page
    assert client.session["kept_words"] == {}


def test_what_was_typed_is_forgotten_when_it_is_sent():
    client, maria = kept_for_maria()
    client.force_login(maria)
    form = next(form for form in forms_to_fill_in(client, MESSAGE) if "words" in form["fields"])

    client.post(MESSAGE, {**form["hidden"], **form["fields"]})

    assert Conversation.objects.get().messages.get().words == WORDS
    assert WORDS not in client.get(MESSAGE).text


def test_a_form_signed_in_again_beside_comes_back_and_is_not_sent():
    client, maria = Client(enforce_csrf_checks=True), people.an_active_member(years=1).account
    client.force_login(maria)
    old = Forms(client.get(MESSAGE).text).forms[-1]["hidden"]
    client.cookies.pop("csrftoken")

    answer = client.post(MESSAGE, {**old, "words": WORDS}, headers={"Origin": "http://testserver"})

    assert answer.url == MESSAGE
    assert WORDS in client.get(MESSAGE).text
    assert not Conversation.objects.exists()


def test_a_form_of_another_website_leaves_nothing_in_the_session():
    client, maria = Client(enforce_csrf_checks=True), people.an_active_member(years=1).account
    client.force_login(maria)
    mark = mark_in(client.get(MESSAGE).text)

    answer = client.post(MESSAGE, {"whose": mark, "words": WORDS}, headers={"Origin": "https://bad.example"})

    assert answer.status_code == 403
    assert "kept_words" not in client.session


def test_the_clock_of_the_page_keeps_the_words_and_sends_nothing():
    client, maria = Client(), people.an_active_member(years=1).account
    client.force_login(maria)
    mark = mark_in(client.get(MESSAGE).text)

    answer = client.post(MESSAGE, {"whose": mark, "words": WORDS, "topic": "other", "only_keep": "yes"})

    assert answer.url == MESSAGE
    assert WORDS in client.get(MESSAGE).text
    assert not Conversation.objects.exists()


def test_a_form_with_a_forged_mark_is_neither_kept_nor_taken():
    client, maria = Client(), people.an_active_member(years=1).account
    client.force_login(maria)

    answer = client.post(MESSAGE, {"whose": "demo.AAAA", "words": WORDS, "only_keep": "yes"})

    assert answer.url == reverse("member_home")
    assert "kept_words" not in client.session
    assert not Conversation.objects.exists()


def test_a_telephone_typed_before_the_confirmation_ran_out_is_there_again():
    client, maria = Client(), people.an_active_member(years=1).account
    client.force_login(maria)
    mark = mark_in(client.get(PHONE).text)
    session = client.session
    fresh = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**row, "at": 0} for row in fresh]
    session.save()

    client.post(PHONE, {"number": "217-555-0123", "kind": "home", "whose": mark})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = fresh
    session.save()

    assert 'value="217-555-0123"' in client.get(PHONE).text
    assert not ContactPhone.objects.exists()


def test_passwords_codes_and_numbers_of_identity_are_never_kept(rf):
    secrets = {
        name: "4711" for name in ("password", "code", "pin", "pin_again", "credential", "member_number")
    }
    page = reverse("activation_request")
    request = rf.get(page)
    request.form_owner = "somebody:"
    late = rf.post(page, {**secrets, "number": "123456789", "whose": kept_words.mark_of(request)})
    late.session = {}

    kept_words.keep(late)

    assert late.session == {}


def test_every_secret_field_of_every_form_is_among_those_never_kept():
    page = reverse("activation_request")
    secret = {name for form in FORMS for name, field in form.base_fields.items() if is_secret(name, field)}

    assert {"password", "code", "pin", "number"} < secret
    assert {name for name in secret if not kept_words.is_secret(name, page)} == set()


def test_an_account_of_a_helper_gets_its_words_back_for_the_same_person_only(rf):
    request = rf.get("/")
    request.user = an_account()
    own = kept_words.owner_of(request)
    request.acting = type("Acting", (), {"person": people.an_active_member(years=1)})()

    assert kept_words.owner_of(request) != own
