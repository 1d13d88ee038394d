"""Taking a change up: after its hold, before a month's cut-off, once nothing speaks against it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from benefits.models import BankAccount, BankChange
from benefits.services.direct_deposit import closing, safety, telling
from benefits.services.direct_deposit.planning import plan_from
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import SYSTEM

JOB = "bank_change"
State = BankChange.State


def take_up_due() -> int:
    """Order the taking up of every change whose day has come. Returns how many."""
    today = clock.today()
    due = BankChange.objects.filter(
        state=State.WAITING, takes_effect_on__lte=today, hold_ends_at__lte=clock.now()
    )
    # One job a day and change: what could not be taken up today is tried again tomorrow.
    ordered = {f"{JOB}:{id}:{today}": {"change": str(id)} for id in due.values_list("pk", flat=True)}
    jobs.add(JOB, ordered)
    return len(ordered)


@jobs.handler(JOB)
def take_up(change: str) -> None:
    """The job: put one change into effect, or into the next month, or before two of the staff."""
    with transaction.atomic():
        person_id = BankChange.objects.values_list("person_id", flat=True).get(pk=UUID(change))
        person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
        held = BankChange.objects.select_for_update(of=("self",)).get(pk=UUID(change))
        held.person = person
        if not held.is_waiting or held.hold_ends_at > clock.now() or held.takes_effect_on > clock.today():
            return
        if person.died_on is not None:
            closing.close(held, State.STOPPED, BankChange.Closing.DEATH, by=SYSTEM)
            return
        _note_what_is_unusual(held)
        if plan_from(clock.today()).takes_effect_on > clock.today():
            _postpone(held)
        elif held.is_approved:
            _put_into_effect(held)


def _note_what_is_unusual(change: BankChange) -> None:
    new = [str(reason) for reason in safety.reasons_since(change) if reason not in change.review_reasons]
    # What two people have approved they approved with all that was known then.
    if not new or change.second_approved_by is not None:
        return
    change.review_reasons = [*change.review_reasons, *new]
    change.save(update_fields=["review_reasons"])
    audit.record(
        by=SYSTEM,
        verb="held a change of the bank account for review",
        subject=change,
        person=change.person.public_id,
        reasons=new,
    )


def _postpone(change: BankChange) -> None:
    plan = plan_from(clock.today())
    change.takes_effect_on, change.first_month = plan.takes_effect_on, plan.first_month
    change.first_paid_on = plan.first_paid_on
    change.save(update_fields=["takes_effect_on", "first_month", "first_paid_on"])
    audit.record(
        by=SYSTEM,
        verb="put off a change of the bank account",
        subject=change,
        person=change.person.public_id,
        takes_effect_on=plan.takes_effect_on.isoformat(),
    )


def _put_into_effect(change: BankChange) -> None:
    today = clock.today()
    for old in BankAccount.objects.select_for_update().filter(person=change.person, until_on=None):
        old.until_on = max(old.from_on, today - timedelta(days=1))
        old.save(update_fields=["until_on"])
    account = BankAccount(
        person=change.person, routing_number=change.routing_number, kind=change.kind, from_on=today
    )
    account.account_number = str(change.account_number)
    account.save()
    change.state, change.closing, change.bank_account = State.IN_EFFECT, BankChange.Closing.TAKEN_UP, account
    change.closed_at, change.closed_by_name, change.takes_effect_on = clock.now(), SYSTEM.name, today
    change.save(
        update_fields=["state", "closing", "bank_account", "closed_at", "closed_by_name", "takes_effect_on"]
    )
    audit.record(
        by=SYSTEM,
        verb="put a change of the bank account into effect",
        subject=change,
        person=change.person.public_id,
        bank_account=account.pk,
        first_month=change.first_month.isoformat(),
    )
    telling.tell_in_effect(change)
