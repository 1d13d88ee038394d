"""Bank account numbers among the sealed numbers that staff can read whole, for a purpose."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.services import numbers
from accounts.services.numbers import KeptNumber
from benefits.models import BankAccount, BankChange


def add_ours() -> None:
    """Make them known to the person's page."""
    numbers.add(bank_accounts)


def bank_accounts(person: Person) -> Iterator[KeptNumber]:
    """The account that payments go to, and the one that is to replace it."""
    for account in BankAccount.objects.filter(person=person, until_on=None):
        yield KeptNumber(f"bank-{account.public_id}", _("Bank account"), str(account.account_number))
    for change in BankChange.objects.filter(person=person, state=BankChange.State.WAITING):
        words = _("Bank account, waiting to take effect")
        yield KeptNumber(f"newbank-{change.pk}", words, str(change.account_number))
