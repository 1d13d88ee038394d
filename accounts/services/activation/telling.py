"""What people are told when something is done in their name: a letter to an old address, an e-mail to a linked account.

The words are in templates; nothing here says more than that something happened, on which day, and whom to call.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Address, Person, User
from accounts.services.correspondence import PersonalLetter, Reach, write_emails, write_letters
from notices.services.papers import print_letter
from sers_portal.base import clock

KIND = "account-notice"


def tell_old_address(*, person: Person, key: str) -> None:
    """A letter to where the person lived before: somebody asked for a code to be sent to the new address."""
    before = person.addresses.exclude(until_on=None).order_by("-until_on", "-pk").first()
    if before is not None and before.returned_on is None:
        tell_by_letter(person=person, address=before, key=key, template="letters/code_asked_for.html")


def tell_other_account(*, person: Person, key: str) -> None:
    """An e-mail to the account that is linked: somebody asked for a code for another."""
    account = User.objects.filter(person=person, is_active=True).first()
    if account is not None:
        tell_by_email(person=person, account=account, key=key, template="accounts/code_asked_for")


def tell_by_email(
    *, person: Person, account: User, key: str, template: str, context: Mapping[str, Any] | None = None
) -> None:
    """An e-mail to an account, in the person's language, once under this key."""
    words = {"on": clock.today(), **(context or {})}
    write_emails([(Reach(person, account, None), key)], template=template, context=words)


def tell_by_letter(*, person: Person, address: Address, key: str, template: str) -> None:
    """A letter to an address of the person's, in their language, once under this key."""
    with translation.override(person.language):
        content = {
            "language": person.language,
            "recipient": person.full_name,
            "address_lines": address.lines,
            "on": clock.today(),
        }
        document = print_letter(
            template=template, content=content, kind=KIND, title=_("About your online account")
        )
    write_letters([PersonalLetter(Reach(person, None, address), key, document)], kind=KIND)
