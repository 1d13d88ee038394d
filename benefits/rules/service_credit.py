"""Service credit: how much of a month of service the work of a calendar month earns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.facts import MonthUnits, PayBasis
from benefits.rules.law import Law, LawValue
from benefits.rules.months import Month
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line

NO_CREDIT = Decimal("0")


@dataclass(frozen=True, slots=True)
class MonthlyServiceCredit:
    """Service credit of one calendar month, in months (quarters exist)."""

    months: Decimal
    worksheet: tuple[Line, ...]


def monthly_service_credit(
    *,
    pay_basis: PayBasis,
    law: Law,
    calendar_days: int | None = None,
    work_days: int | None = None,
    hours: Decimal | None = None,
    month: Month | None = None,
) -> MonthlyServiceCredit:
    """Months of credit for one job's work in a calendar month; without `month`, by the table in force now.

    Calendar days count for monthly pay, work days for per diem pay, hours for hourly pay
    (40 ILCS 5/14-106(a)).
    NotCovered: the unit of the pay basis is missing or negative, or hours were worked before July 1981.
    """
    units: int | Decimal | None
    match pay_basis:
        case "monthly":
            units = calendar_days
        case "per_diem":
            units = work_days
        case "hourly":
            units = hours
    if units is None:
        raise NotCovered("service_credit.units_missing", pay_basis=pay_basis)
    months, step = _read_table(MonthUnits(pay_basis, Decimal(units)), law, month)
    return MonthlyServiceCredit(months, (step,))


def pooled_month_credit(
    *, jobs: Iterable[MonthUnits], law: Law, month: Month | None = None
) -> MonthlyServiceCredit:
    """Months of credit for all jobs of one calendar month together, at most one month.

    Units of the same basis are pooled before the table is read; credits of different bases add
    (40 ILCS 5/14-106(a); pooling unconfirmed). NotCovered as for one job.
    """
    pooled: defaultdict[PayBasis, Decimal] = defaultdict(Decimal)
    for job in jobs:
        pooled[job.pay_basis] += job.units
    steps = []
    earned = NO_CREDIT
    for basis in sorted(pooled):
        months, step = _read_table(MonthUnits(basis, pooled[basis]), law, month)
        earned += months
        steps.append(step)
    limit = law.latest("service_credit_limit")
    credit = min(earned, limit.decimal("most"))
    steps.append(line("service_credit.month", credit, "service_credit.limit", limit, earned=earned))
    return MonthlyServiceCredit(credit, tuple(steps))


def _read_table(job: MonthUnits, law: Law, month: Month | None) -> tuple[Decimal, Line]:
    if job.units < 0:
        raise NotCovered("service_credit.units_negative", units=job.units)
    table = _table(law, job.pay_basis, month.first_day if month else None)
    whole, half = table.figures["at_least"]
    whole_credit, half_credit, quarter_credit = table.figures["credits"]
    if job.units >= whole:
        months = whole_credit
    elif job.units >= half:
        months = half_credit
    else:
        months = quarter_credit if job.units > 0 else NO_CREDIT
    step = line(
        "service_credit.earned",
        months,
        f"service_credit.{job.pay_basis}",
        table,
        units=job.units,
        whole=whole,
        half=half,
    )
    return months, step


def _table(law: Law, pay_basis: PayBasis, on: date | None) -> LawValue:
    if on is None:
        return law.latest("service_credit", pay_basis=pay_basis)
    return law.value("service_credit", on=on, pay_basis=pay_basis)
