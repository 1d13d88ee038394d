"""Who left a payment out of a run or took it in, who discarded a run, and why: read from the audit, for whoever looks it over."""

from collections.abc import Iterable
from dataclasses import dataclass

from benefits.models import PaymentRun, PlannedPayment
from sers_portal.base.models import AuditEvent

LEFT_OUT = "left a payment out"
TOOK_IN = "took a payment in"
DISCARDED = "discarded payments"


@dataclass(frozen=True)
class Decision:
    """A person's word on a payment of a run."""

    by_name: str
    is_taken_in: bool
    reason: str


def decisions_on(rows: Iterable[PlannedPayment]) -> dict[int, Decision]:
    """The last decision on each payment that a person decided on, by the payment's number. One query."""
    decided = [str(row.pk) for row in rows if row.decided_by is not None]
    events = AuditEvent.objects.filter(
        subject_type=PlannedPayment._meta.label, subject_id__in=decided, verb__in=[LEFT_OUT, TOOK_IN]
    )
    return {
        int(event.subject_id): Decision(event.by_name, event.verb == TOOK_IN, str(event.detail["reason"]))
        for event in events.order_by("pk")
    }


def discarding(run: PaymentRun) -> AuditEvent | None:
    """Who discarded a run, when, and with which `reason` in its `detail`; None if nobody did."""
    events = AuditEvent.objects.filter(subject_type=PaymentRun._meta.label, subject_id=str(run.pk))
    return events.filter(verb=DISCARDED).first()
