"""What was paid to a person, month by month: gross, each deduction, net."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from benefits.models import DEDUCTIONS, Payment, PaymentReturn
from benefits.rules.law import load_law
from benefits.services.after_death import holds
from benefits.tax_years import tax_years
from benefits.views import years
from sers_portal.base import clock
from sers_portal.base.access import member_page

ZERO = Decimal("0.00")
APPROVED = PaymentReturn.State.APPROVED
RETURNED = (APPROVED, PaymentReturn.State.REISSUED)


@dataclass(frozen=True)
class YearOfPayments:
    """A calendar year's payments, newest first, with the deductions that occur in it and the year's totals.

    Payments that came back and were not paid again are listed, and not counted.
    """

    payments: Sequence[Payment]
    deductions: Sequence[str]

    @property
    def columns(self) -> list[str]:
        """What each deduction is called."""
        return [gettext(DEDUCTIONS[name]).capitalize() for name in self.deductions]

    @property
    def rows(self) -> list[tuple[Payment, list[tuple[str, Decimal]]]]:
        """Each payment with its deductions, each beside its name."""
        return [(row, self._named([getattr(row, name) for name in self.deductions])) for row in self.payments]

    @property
    def counted(self) -> list[Payment]:
        """Those whose money the payee has."""
        return [row for row in self.payments if all(back.state != APPROVED for back in row.came_back)]  # type: ignore[attr-defined]

    @property
    def gross(self) -> Decimal:
        return sum((row.gross for row in self.counted), ZERO)

    @property
    def net(self) -> Decimal:
        return sum((row.net for row in self.counted), ZERO)

    @property
    def totals(self) -> list[tuple[str, Decimal]]:
        """The year's total of each deduction, beside its name."""
        return self._named(
            [sum((getattr(row, name) for row in self.counted), ZERO) for name in self.deductions]
        )

    def _named(self, amounts: list[Decimal]) -> list[tuple[str, Decimal]]:
        return list(zip(self.columns, amounts, strict=True))


@member_page
def payments(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A calendar year of payments, the newest unless another is asked for."""
    mine = Payment.objects.filter(annuity__payee=request.user.person)  # type: ignore[union-attr]
    paid_years = list(
        mine.order_by().annotate(year=ExtractYear("paid_on")).values_list("year", flat=True).distinct()
    )
    choice = years.choose(year, paid_years, route="payments_year")
    rows = list(_of_year(mine, choice.shown)) if choice else []
    occurring = [name for name in DEDUCTIONS if any(getattr(row, name) for row in rows)]
    shown = YearOfPayments(rows, occurring)
    context = {
        "today": clock.today(),
        "held_since": holds.held_since(request.user.person),  # type: ignore[arg-type, union-attr]
        "choice": choice,
        "shown": shown if rows else None,
        "has_several_benefits": len({row.annuity_id for row in rows}) > 1,
        "tax_years": tax_years(shown.counted, year=choice.shown, law=load_law()) if choice else [],
    }
    return render(request, "benefits/payments.html", context)


def _of_year(payments: QuerySet[Payment], year: int) -> QuerySet[Payment]:
    found = payments.filter(paid_on__year=year)
    came_back = Prefetch(
        "returns", PaymentReturn.objects.filter(state__in=RETURNED).order_by("pk"), to_attr="came_back"
    )
    rows = found.select_related("annuity__member__person").prefetch_related(came_back)
    return rows.order_by("-paid_on", "pk")
