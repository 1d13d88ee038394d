"""Staff who plan and approve, and payees as the tests of payments need them."""

import uuid
from datetime import date
from decimal import Decimal

from accounts.models import Address, Person
from benefits.models import Annuity, BankAccount, PaymentRun, PlannedPayment
from benefits.rules.months import Month
from benefits.services.payment_runs import approval, booking, plan
from sers_portal.base import jobs
from sers_portal.base.audit import Actor
from tests.factories.accounts import a_person
from tests.factories.benefits import an_annuity, payments_of
from tests.factories.work import a_membership

PAT = Actor(uuid.UUID(int=1), "Pat Plan")
RAE = Actor(uuid.UUID(int=2), "Rae Lease")
NOVEMBER, DECEMBER, JANUARY = Month(2026, 11), Month(2026, 12), Month(2027, 1)
TODAY = date(2026, 12, 18)


def a_payee(
    name: str = "Ruth",
    *,
    starts_on: date = date(2023, 3, 1),
    paid_through: Month | None = NOVEMBER,
    born_on: date = date(1957, 2, 3),
    monthly: str = "2150.00",
    with_account: bool = True,
    with_address: bool = True,
    since: date = date(1990, 6, 1),
    **fields,
) -> Annuity:
    """Somebody retired under Tier 1 (a later `since` makes it Tier 2), paid through a month, to a bank account."""
    person = a_person(name, "Miller", born_on=born_on)
    member = a_membership(person, since=since)
    annuity = an_annuity(member, starts_on=starts_on, monthly=monthly, service_months=Decimal(0), **fields)
    if paid_through is not None:
        first = max(Month.of(starts_on), paid_through.plus(-3))
        payments_of(annuity, first, paid_through.ordinal - first.ordinal + 1, tax="0.00", health="0.00")
    if with_account:
        an_account_at_the_bank(person)
    if not with_address:
        Address.objects.filter(person=person).update(returned_on=date(2026, 11, 1))
    return annuity


def an_account_at_the_bank(person: Person, *, from_on: date = date(2020, 1, 1)) -> BankAccount:
    """A checking account payments go to."""
    account = BankAccount(person=person, routing_number="071000013", kind="checking", from_on=from_on)
    account.account_number = f"{person.pk:08d}"
    account.save()
    return account


def a_planned_run(month: Month = DECEMBER, *, tax_year: int | None = 2026) -> PaymentRun:
    """A run with its planning done."""
    run = plan.plan(month=month, by=PAT, tax_year=tax_year)
    jobs.work_off(plan.JOB, seconds=60)
    return run


def a_booked_run(month: Month = DECEMBER, *, tax_year: int | None = 2026) -> PaymentRun:
    """A run planned, approved and booked; its day must have come."""
    run = a_planned_run(month, tax_year=tax_year)
    approval.approve(run=run, by=RAE)
    booking.order_what_is_due()
    jobs.work_off(booking.JOB, seconds=60)
    run.refresh_from_db()
    return run


def row_of(run: PaymentRun, annuity: Annuity) -> PlannedPayment:
    """What a run plans for an annuity of one row."""
    return run.rows.get(annuity=annuity)
