"""Bank accounts, and changes of them."""

import uuid
from datetime import date, datetime, timedelta

from accounts.models import Person, PhoneFactor, User
from benefits.models import BankAccount, BankChange
from benefits.services import direct_deposit
from benefits.services.direct_deposit import NewAccount
from sers_portal.base import clock
from sers_portal.base.clock import SPRINGFIELD

# Routing numbers of banks of Illinois, and account numbers nobody has.
OLD_ROUTING, NEW_ROUTING = "071000013", "071925444"
OLD_NUMBER, NEW_NUMBER = "1234567890", "9876543210"
NEW_ACCOUNT = NewAccount(NEW_ROUTING, NEW_NUMBER, "checking")


def a_bank_account(person: Person, *, number: str = OLD_NUMBER, routing: str = OLD_ROUTING) -> BankAccount:
    """The account a person is paid to since five years."""
    account = BankAccount(person=person, routing_number=routing, kind="checking", from_on=date(2021, 3, 1))
    account.account_number = number
    account.save()
    return account


def a_bank_change(person: Person, *, last_four: str = OLD_NUMBER[-4:], account=NEW_ACCOUNT) -> BankChange:
    """A change that the person asked for just now."""
    return direct_deposit.ask(
        id=uuid.uuid4(),
        person=person,
        account=account,
        current_last_four=last_four,
        by=person.account.actor,
    )


def a_telephone(user: User, number: str = "+12175550123", *, days_ago: int = 100) -> PhoneFactor:
    """A telephone that the account has for some time."""
    then = clock.now() - timedelta(days=days_ago)
    phone = PhoneFactor(user=user, created_at=then, confirmed_at=then)
    phone.number, phone.secret = number, "JBSWY3DPEHPK3PXP"
    phone.save()
    return phone


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=SPRINGFIELD)
