"""A payment that did not come: which ones can be reported, from which day on, and the report itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Person
from benefits.models import Annuity, Claim, Payment
from benefits.payment_days import closed_days, payment_days
from benefits.rules.law import Law
from benefits.rules.payment_dates import mailed_check_missing_from
from benefits.services import claims
from benefits.services.claims import ClaimRefused
from sers_portal.base.audit import Actor

KIND = "missing_payment"
# Older payments are looked for by a person, with the bank's and the Comptroller's records.
FURTHEST_BACK = timedelta(days=183)


class AlreadyReported(ClaimRefused):
    """This payment is being looked for already. Its text is the case's reference."""


@dataclass(frozen=True)
class DuePayment:
    """A payment that should have reached somebody: as recorded, or due by the calendar and not recorded (net None)."""

    annuity: Annuity
    month: date
    paid_on: date
    opens_on: date
    method: str
    net: Decimal | None
    is_open: bool

    @property
    def key(self) -> str:
        """What the form names it by; no number of a member or an account in it."""
        return f"{self.annuity.public_id}:{self.month:%Y-%m}"


def due_payments(person: Person, *, on: date, law: Law) -> list[DuePayment]:
    """What was paid or due in the last half year up to a day, newest first. At most five queries."""
    recorded = list(
        Payment.objects.filter(
            annuity__payee=person,
            is_difference=False,
            paid_on__lte=on,
            paid_on__gt=on - FURTHEST_BACK,
        ).select_related("annuity")
    )
    unrecorded = _unrecorded(recorded, on=on)
    found = [(row.annuity, row.month, row.paid_on, row.method, row.net) for row in recorded] + unrecorded
    closed = closed_days({on.year - 1, on.year, on.year + 1})
    due = []
    for annuity, month, paid_on, method, net in found:
        opens_on = mailed_check_missing_from(mailed_on=paid_on, holidays=closed, law=law)
        due.append(DuePayment(annuity, month, paid_on, opens_on, method, net, is_open=opens_on <= on))
    return sorted(due, key=lambda payment: (payment.paid_on, payment.annuity.pk), reverse=True)


def _unrecorded(
    recorded: list[Payment], *, on: date
) -> list[tuple[Annuity, date, date, str, Decimal | None]]:
    """Published payment days after the last payment on record of a benefit that is being paid."""
    newest: dict[Annuity, date] = {}
    for row in recorded:
        newest[row.annuity] = max(row.paid_on, newest.get(row.annuity, row.paid_on))
    days = payment_days(since=min(newest.values()), until=on) if newest else []
    return [
        (annuity, day.month, day.on, "", None)
        for annuity, last in newest.items()
        if annuity.state == Annuity.State.IN_PAYMENT
        for day in days
        if day.on > last
    ]


def report(*, person: Person, payment: DuePayment, what: str, by: Actor) -> Claim:
    """Open the case of a missing payment. Raises `ClaimRefused` before its day, or where it is reported already."""
    if not payment.is_open:
        raise ClaimRefused("a payment can be reported missing only once it had time to come")
    month = f"{payment.month:%m/%Y}"
    for other in Claim.objects.filter(person=person, kind=KIND):
        if other.is_open and other.answer_data.get("payment") == payment.key:
            raise AlreadyReported(other.reference)
    return claims.open_claim(
        kind=KIND,
        person=person,
        member=payment.annuity.member,
        answers={
            "month": month,
            "payment": payment.key,
            "paid_on": payment.paid_on.isoformat(),
            "method": payment.method.replace("_", " "),
            "what": what,
        },
        by=by,
    )
