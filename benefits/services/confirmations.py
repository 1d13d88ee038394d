"""Confirming to a person that something in their record was changed: without figures, names or links."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import DeliveryChoice, Person
from accounts.services.correspondence import (
    PersonalLetter,
    Reach,
    Way,
    reach,
    write_emails,
    write_letters,
)
from notices.models import Document
from notices.services.papers import print_letter
from sers_portal.base import clock

LETTER_KIND = "record_changed"
Topic = DeliveryChoice.Topic
TOPICS = {"withholding": Topic.PAYMENTS, "beneficiaries": Topic.LETTERS}


def confirm_change(person: Person, what: str, *, key: str, has_letter: bool) -> None:
    """Confirm a change of "withholding" or "beneficiaries" by e-mail, and by letter.

    A letter goes to whoever wants that topic on paper or gets no e-mail, and with `has_letter` to everybody with an address. Call it in the change's
    transaction; the key makes it once.
    """
    one = reach(Person.objects.filter(pk=person.pk), topic=TOPICS[what])[0]
    key = f"record_changed:{what}:{key}"
    if one.account is not None:
        context = {"what": what, "site": settings.SITE_ADDRESS}
        write_emails([(one, key)], template="benefits/record_changed", context=context)
    if one.address is not None and (has_letter or one.way is Way.LETTER):
        write_letters([PersonalLetter(one, key, _document(one, what))], kind=LETTER_KIND)


def _document(one: Reach, what: str) -> Document:
    assert one.address is not None
    language = one.person.language
    with translation.override(language):
        return print_letter(
            template="letters/record_changed.html",
            content={
                "language": language,
                "recipient": one.person.full_name,
                "address_lines": one.address.lines,
                "on": clock.today(),
                "what": what,
            },
            kind=LETTER_KIND,
            title=_("Your record was changed"),
        )
