"""What a member's ledger says besides its rows: running totals, service granted, and where the Tier 2 cap bit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benefits.models import Member, ServiceGrant
from benefits.refunds_on_leaving import service_ended_on
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.months import fiscal_year
from benefits.selectors import FiscalYearPay, LedgerRecord

NO_MONTHS = Decimal(0)


class Granted(NamedTuple):
    """Service that did not come by pay: in what way it came, how many months, and since when."""

    kind: str
    months: Decimal
    granted_on: date


class CapReached(NamedTuple):
    """A calendar year in which pay passed the Tier 2 cap: the cap, the months cut by it, the pay left out."""

    year: int
    cap: Decimal
    months: list[date]
    left_out: Decimal


class YearSoFar(NamedTuple):
    """A fiscal year, and the totals up to its end: service in months, contributions in dollars; the caps that cut it."""

    of_year: FiscalYearPay
    service_so_far: Decimal
    contributed_so_far: Decimal
    caps: list[CapReached]


@dataclass(frozen=True)
class Service:
    """All service of a member in months: from pay, granted beside it, and in reciprocal systems."""

    from_pay: Decimal
    granted: list[Granted]
    reciprocal: list[Granted]
    # The day of a refund on leaving that ended all service before it, and is not repaid.
    refunded_on: date | None = None

    @property
    def total(self) -> Decimal:
        """What counts at SERS; reciprocal service stands beside it."""
        return self.from_pay + sum((grant.months for grant in self.granted), NO_MONTHS)


def with_running_totals(
    ledger: Sequence[FiscalYearPay], *, granted: Decimal, caps: Sequence[CapReached] = ()
) -> list[YearSoFar]:
    """Each fiscal year with the totals up to its end, in the ledger's order (newest first).

    `granted` is the service in months that did not come by pay: it counts from the first year on.
    """
    rows = []
    service, contributed = granted, ZERO
    for of_year in reversed(ledger):
        service += of_year.service_months
        contributed += of_year.contributed
        cutting = [cap for cap in caps if any(fiscal_year(month) == of_year.year for month in cap.months)]
        rows.append(YearSoFar(of_year, service, contributed, cutting))
    return rows[::-1]


def service_of(member: Member, ledger: Sequence[FiscalYearPay], *, through: date) -> Service:
    """All service of a member as of a day, but for what a refund on leaving has ended. One query, two without pay."""
    grants = ServiceGrant.objects.filter(member=member, granted_on__lte=through)
    found = list(grants.values_list("kind", "months", "granted_on"))
    reciprocal = ServiceGrant.Kind.RECIPROCAL
    refunded_on = (
        ledger[0].refunded_on if ledger else service_ended_on([member.pk], through=through).get(member.pk)
    )
    # Service in a reciprocal system is that system's to end.
    found = [row for row in found if refunded_on is None or row[0] == reciprocal or row[2] > refunded_on]
    return Service(
        from_pay=sum((year.service_months for year in ledger), NO_MONTHS),
        granted=[Granted(*row) for row in found if row[0] != reciprocal],
        reciprocal=[Granted(*row) for row in found if row[0] == reciprocal],
        refunded_on=refunded_on,
    )


def caps_reached(years: Iterable[FiscalYearPay], *, law: Law) -> list[CapReached]:
    """The calendar years (by the day of payment) in which the Tier 2 cap cut pay, newest first (40 ILCS 5/1-160(b)).

    LawGap: a year whose cap is not held.
    """
    cut: dict[int, list[LedgerRecord]] = {}
    for record in (row for year in years for row in year.in_force if row.is_capped):
        cut.setdefault(record.paid_on.year, []).append(record)
    return [
        CapReached(
            year=year,
            cap=law.value("tier_2_year", on=date(year, 1, 1)).decimal("cap"),
            months=sorted({record.month for record in records}),
            left_out=sum((record.earnings - record.pensionable for record in records), ZERO),
        )
        for year, records in sorted(cut.items(), reverse=True)
    ]
