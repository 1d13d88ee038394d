"""How each kind of thing is given back: by the service that changes it, so that every rule of that service holds."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, ContactPhone, DeliveryChoice, Person
from accounts.services import contacts
from accounts.services.contacts import ContactRefused, NewAddress
from benefits.models import (
    BankAccount,
    BankChange,
    Designation,
    PaymentRun,
    PlannedPayment,
    Restoration,
    WithholdingElection,
)
from benefits.services import beneficiaries, withholding
from benefits.services.beneficiaries import Named, NamesRefused
from benefits.services.confirmations import Notice, tell
from benefits.services.direct_deposit import closing, telling
from benefits.services.withholding import ElectionRefused
from sers_portal.base import clock
from sers_portal.base.audit import Actor

REFUSALS = (ContactRefused, NamesRefused, ElectionRefused)
What = Restoration.What
TOLD = Notice(
    email="benefits/given_back",
    letter="letters/given_back.html",
    kind="given_back",
    title=_("We put your record back"),
    topic=DeliveryChoice.Topic.LETTERS,
)
# Of these the services tell the person themselves, at every contact of now and before.
TOLD_ALREADY = (What.ADDRESS, What.PLANNED_ADDRESS, What.PHONE_BACK, What.PHONE_OFF)


def give_back(row: Restoration, *, by: Actor) -> None:
    """Do it. The caller holds the person's row, and has seen that it still applies. Raises one of `REFUSALS`."""
    _ways[row.what](row.person, row.row_key, by)
    if row.what not in TOLD_ALREADY:
        tell(row.person, TOLD, {"what": row.what}, key=f"given_back:{row.pk}", has_letter=True)


def _address(person: Person, key: str, by: Actor) -> None:
    row = Address.objects.get(person=person, pk=key)
    names = ("line_1", "line_2", "city", "state", "zip_code")
    lines = {name: getattr(row, name) for name in names}
    contacts.change_address(person=person, new=NewAddress(**lines, from_on=clock.today()), by=by)


def _planned_address(person: Person, key: str, by: Actor) -> None:
    contacts.cancel_planned(person=person, by=by)


def _phone_back(person: Person, key: str, by: Actor) -> None:
    row = ContactPhone.objects.get(person=person, pk=key)
    contacts.add_phone(person=person, number=str(row.number), kind=row.kind, by=by)


def _phone_off(person: Person, key: str, by: Actor) -> None:
    contacts.remove_phone(person=person, phone=uuid.UUID(key), by=by)


def _bank_account(person: Person, key: str, by: Actor) -> None:
    before = BankAccount.objects.get(person=person, pk=key)
    _end_accounts(person, by)
    account = BankAccount(
        person=person, routing_number=before.routing_number, kind=before.kind, from_on=clock.today()
    )
    account.account_number = str(before.account_number)
    account.save()
    _planned_payments(person).update(bank_account=account)


def _check(person: Person, key: str, by: Actor) -> None:
    _end_accounts(person, by)
    _planned_payments(person).update(method="check", bank_account=None)


def _planned_payments(person: Person) -> QuerySet[PlannedPayment]:
    """Direct deposits of a run that nobody has approved yet: they must not go to the account that was taken away."""
    planned = PlannedPayment.objects.filter(run__state=PaymentRun.State.PLANNED, booked_at=None)
    return planned.filter(payee=person, bank_account__isnull=False)


def _end_accounts(person: Person, by: Actor) -> None:
    """Nobody is paid to the account in use any more, nor to one that was asked for."""
    for change in BankChange.objects.filter(person=person, state=BankChange.State.WAITING):
        how = BankChange.Closing.STAFF
        closing.close(change, BankChange.State.REFUSED, how, by=by, reason="the account before is given back")
        telling.tell_refused(change)
    for account in BankAccount.objects.select_for_update().filter(person=person, until_on=None):
        account.until_on = max(account.from_on, clock.today() - timedelta(days=1))
        account.save(update_fields=["until_on"])


def _withholding(person: Person, key: str, by: Actor) -> None:
    before = WithholdingElection.objects.select_related("annuity").get(person=person, pk=key)
    withholding.elect(
        id=uuid.uuid4(), person=person, annuity=before.annuity, form=before.form, by=by, is_told=False
    )


def _beneficiaries(person: Person, key: str, by: Actor) -> None:
    before = Designation.objects.select_related("member").get(member__person=person, pk=key)
    named = [
        Named(row.name, row.relationship, row.rank, row.percent)
        for row in before.beneficiaries.order_by("-rank", "position")
    ]
    beneficiaries.name(member=before.member, named=named, by=by, is_told=False)


_ways: dict[str, Callable[[Person, str, Actor], None]] = {
    What.ADDRESS: _address,
    What.PLANNED_ADDRESS: _planned_address,
    What.PHONE_BACK: _phone_back,
    What.PHONE_OFF: _phone_off,
    What.BANK_ACCOUNT: _bank_account,
    What.CHECK: _check,
    What.WITHHOLDING: _withholding,
    What.BENEFICIARIES: _beneficiaries,
}
