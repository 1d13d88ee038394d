"""Instalments that did not come: found day by day, told to the member once, and listed for staff."""

from datetime import date, timedelta
from itertools import accumulate

from django.db.models import F, Max, Q, QuerySet, Sum

from reemployment.models import Instalment, MissedInstalment, Repayment
from reemployment.services import telling
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import SYSTEM

JOB = "chase-instalments"
# A check needs days by mail and at the desk: before that nobody is told of a missing one.
GRACE = timedelta(days=10)


def order_due() -> None:
    """Hand out the repayments that are behind: each newly missed instalment once."""
    due = Q(instalments__due_on__lt=clock.today() - GRACE)
    behind = (
        Repayment.objects.filter(state=Repayment.State.AGREED)
        .annotate(owed=Sum("instalments__amount", filter=due), last=Max("instalments__number", filter=due))
        .filter(owed__gt=F("paid"))
    )
    keys = {
        f"{JOB}:{number}:{last}": {"repayment": number, "through": last}
        for number, last in behind.values_list("pk", "last")
    }
    jobs.add(JOB, keys)


@jobs.handler(JOB)
def chase(repayment: int, through: int) -> None:
    """The job: write down what is missing through an instalment, and tell the member unless it is kept back."""
    rows = Repayment.objects.select_for_update(of=("self",)).select_related("member__person")
    row = rows.filter(pk=repayment, state=Repayment.State.AGREED).first()
    if row is None:
        return
    missed = _missed(row, through, clock.today())
    if not missed:
        return
    MissedInstalment.objects.bulk_create(missed)
    audit.record(
        by=SYSTEM,
        verb="found instalments missing",
        subject=row,
        person=row.member.person.public_id,
        instalments=[one.instalment.number for one in missed],
        missing=str(missed[-1].missing),
    )
    # What is kept back and was not is no fault of the member's: staff see why.
    if not row.is_withheld:
        telling.tell_of_repayment(row, "missed", once=str(through))


def still_missing() -> "QuerySet[MissedInstalment]":
    """Those not made good: the repayment runs, and less has come in than was due by then."""
    return MissedInstalment.objects.filter(
        instalment__repayment__state=Repayment.State.AGREED,
        instalment__repayment__paid__lt=F("due_by_then"),
    )


def _missed(row: Repayment, through: int, today: date) -> list[MissedInstalment]:
    """The instalments through a number that what came in does not cover, and that were not found before."""
    parts = list(Instalment.objects.filter(repayment=row, number__lte=through).select_related("missed"))
    due = accumulate(part.amount for part in parts)
    return [
        MissedInstalment(instalment=part, found_on=today, due_by_then=by_then, missing=by_then - row.paid)
        for part, by_then in zip(parts, due, strict=True)
        if by_then > row.paid and not hasattr(part, "missed")
    ]
