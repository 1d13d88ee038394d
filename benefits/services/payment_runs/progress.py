"""A payment run in numbers, counted in the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Count, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _

from benefits.models import PaymentReturn, PaymentRun, PlannedPayment
from benefits.models.annuity import DEDUCTIONS
from benefits.rules.money import ZERO
from benefits.services.payment_runs import plan
from sers_portal.base.models import Job

Trouble = PlannedPayment.Trouble
AMOUNTS = ("gross", *DEDUCTIONS, "rolled_over", "net")


class TroubleCount(NamedTuple):
    """How many payments of a run share an exception."""

    name: str
    words: str
    number: int


@dataclass(frozen=True)
class RunInNumbers:
    """What a run pays, leaves out and asks somebody to look at. Amounts in dollars, of what is paid only."""

    paid: int
    booked: int
    left_out: int
    deposits: int
    sums: dict[str, Decimal]
    troubles: Sequence[TroubleCount]
    raised: int
    not_raised: int
    # Of what was booked, what came back since and was not paid again.
    came_back: int
    came_back_net: Decimal
    jobs: int
    jobs_done: int
    jobs_failed: int
    # Of those that failed, how many nobody tries again.
    jobs_given_up: int

    @property
    def is_planned(self) -> bool:
        return self.jobs == self.jobs_done

    @property
    def net_standing(self) -> Decimal:
        """What went out and did not come back."""
        return self.sums["net"] - self.came_back_net

    @property
    def checks(self) -> int:
        return self.paid - self.deposits


def in_numbers(run: PaymentRun) -> RunInNumbers:
    """The state of a run as of this moment. Six queries."""
    is_paid = Q(left_out_because="")
    counted = run.rows.aggregate(
        paid_count=Count("pk", filter=is_paid),
        booked=Count("pk", filter=Q(booked_at__isnull=False)),
        left_out=Count("pk", filter=~is_paid),
        deposits=Count("pk", filter=is_paid & Q(method="direct_deposit")),
        **{name: Sum(name, filter=is_paid, default=ZERO) for name in AMOUNTS},
    )
    raises = run.increases.aggregate(
        raised=Count("pk", filter=Q(refusal="")), refused=Count("pk", filter=~Q(refusal=""))
    )
    jobs = plan.jobs_of(run).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(state=Job.State.DONE)),
        failed=Count("pk", filter=~Q(error="") & ~Q(state=Job.State.DONE)),
        given_up=Count("pk", filter=Q(state=Job.State.FAILED)),
    )
    returned = PaymentReturn.objects.filter(
        state=PaymentReturn.State.APPROVED, payment__in=run.rows.values("payment")
    ).aggregate(number=Count("pk"), net=Sum("payment__net", default=ZERO))
    return RunInNumbers(
        paid=counted["paid_count"],
        booked=counted["booked"],
        left_out=counted["left_out"],
        deposits=counted["deposits"],
        sums={name: counted[name] for name in AMOUNTS},
        troubles=_troubles(run),
        raised=raises["raised"],
        not_raised=raises["refused"],
        came_back=returned["number"],
        came_back_net=returned["net"],
        jobs=jobs["all"],
        jobs_done=jobs["done"],
        jobs_failed=jobs["failed"],
        jobs_given_up=jobs["given_up"],
    )


def exceptions(run: PaymentRun, *, trouble: str = "", member_id: str = "") -> "QuerySet[PlannedPayment]":
    """The payments somebody should look at: those left out first, then by name; of one sort, if it is named.

    With a Member ID the payments of that payee, whether anything about them is unusual or not.
    """
    if member_id:
        rows = run.rows.filter(payee__member_id=member_id)
    elif trouble:
        rows = run.rows.filter(exceptions__contains=[trouble])
    else:
        rows = run.rows.filter(~Q(exceptions=[]) | ~Q(left_out_because=""))
    is_left_out = Case(When(left_out_because="", then=1), default=0)
    return rows.select_related("payee", "annuity").order_by(is_left_out, "payee_name", "month")


def _troubles(run: PaymentRun) -> list[TroubleCount]:
    found: Counter[str] = Counter()
    for names in run.rows.exclude(exceptions=[]).values_list("exceptions", flat=True).iterator():
        found.update(names)
    return [TroubleCount(name.value, str(name.label), found[name]) for name in Trouble if found[name]]


def amounts_in_words() -> dict[str, str]:
    """What each amount of a run is called."""
    return {
        "gross": _("gross"),
        **{name: _(words) for name, words in DEDUCTIONS.items()},
        "rolled_over": _("rolled over"),
        "net": _("net"),
    }
