"""Rows of work after retirement as the rules' facts: the days that count, and what they do to an annuity."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from django.db.models import QuerySet, Sum

from accounts.models import Person
from benefits.models import Annuity, AnnuitySuspension, Employer, Member, Payment
from benefits.rules.facts import Tier
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.state_holidays import state_holidays
from notices.calendar import translate_title
from notices.models import CalendarEntry
from reemployment.models import ReturnNotice, WorkedDay, WorkKind, WorkPlan
from reemployment.rules.facts import EmploymentKind
from reemployment.rules.suspension import suspension_month
from reemployment.rules.working_days import Reemployment, reemployment

Source = WorkedDay.Source


@dataclass(frozen=True)
class Retiree:
    """A retired member with the annuity that work could suspend."""

    member: Member
    annuity: Annuity

    @property
    def tier(self) -> Tier:
        return cast(Tier, self.member.tier)


class DayTold(NamedTuple):
    """One day at one employer, as each side tells it. None: that side has said nothing of it."""

    on: date
    employer: Employer
    by_retiree: bool | None
    by_employer: bool | None

    @property
    def is_worked(self) -> bool:
        """A day that either side tells counts, until the sides agree that it was not worked."""
        return bool(self.by_retiree or self.by_employer)

    @property
    def differs(self) -> bool:
        """Whether one side says worked, and the other has said that it was not, or nothing."""
        return bool(self.by_retiree) != bool(self.by_employer)


@dataclass(frozen=True)
class YearOfWork:
    """The days of a calendar year that count, and what the rules make of them."""

    year: int
    days: frozenset[date]
    most_days: int
    outcome: Reemployment | Refusal

    @property
    def counted(self) -> int:
        return len(self.days)

    @property
    def left(self) -> int:
        """How many more days may be worked while the annuity continues."""
        return max(self.most_days - self.counted, 0)

    @property
    def suspended_on(self) -> date | None:
        """The day that was one too many."""
        return None if isinstance(self.outcome, Refusal) else self.outcome.suspended_on


def retiree(person: Person | None) -> Retiree | None:
    """The person as a retiree: a member whose own retirement annuity has not ended."""
    rows = Annuity.objects.filter(member__person=person, kind=Annuity.Kind.RETIREMENT)
    annuity = rows.exclude(state=Annuity.State.ENDED).select_related("member__person").first()
    return Retiree(annuity.member, annuity) if annuity is not None else None


def days_told(member: Member, *, year: int) -> list[DayTold]:
    """Every day of a year that either side ever told, by day and employer. One query."""
    rows = WorkedDay.objects.filter(member=member, on__year=year, corrected_by=None)
    found: defaultdict[tuple[date, int], dict[str, bool]] = defaultdict(dict)
    employers: dict[int, Employer] = {}
    for row in rows.select_related("employer"):
        found[row.on, row.employer_id][row.source] = row.is_worked
        employers[row.employer_id] = row.employer
    return [
        DayTold(on, employers[employer], told.get(Source.RETIREE), told.get(Source.EMPLOYER))
        for (on, employer), told in sorted(found.items())
    ]


def differing(told: Iterable[DayTold]) -> list[DayTold]:
    """The days on which the sides differ, of months the employer has reported on: reports come month by month."""
    days = list(told)
    reported = {(one.employer.pk, one.on.year, one.on.month) for one in days if one.by_employer is not None}
    return [one for one in days if one.differs and (one.employer.pk, one.on.year, one.on.month) in reported]


def days_in_force(member: Member) -> "QuerySet[WorkedDay]":
    """The rows that hold a day as worked, and that no other row corrects."""
    return WorkedDay.objects.filter(member=member, corrected_by=None, is_worked=True)


def days_worked(member: Member, *, year: int) -> frozenset[date]:
    """The distinct days of a calendar year: any part is a day, two jobs on one day are one. One query."""
    return frozenset(days_in_force(member).filter(on__year=year).values_list("on", flat=True))


def year_of_work(someone: Retiree, *, year: int, law: Law) -> YearOfWork:
    """The count of a calendar year, with what the rules for temporary State work make of it."""
    days = days_worked(someone.member, year=year)
    return judge(someone, days, year=year, law=law)


def judge(someone: Retiree, days: Iterable[date], *, year: int, law: Law) -> YearOfWork:
    """What these days of a year do to the annuity; also days that are only planned."""
    distinct = frozenset(days)
    most = law.value("temporary_employment", on=date(year, 12, 31)).integer("most_days")
    outcome = answer_or_refusal(
        lambda: reemployment(tier=someone.tier, kind="temporary", days=distinct, law=law)
    )
    return YearOfWork(year, distinct, most, outcome)


def rule_for(
    someone: Retiree, *, kind: str, starts_on: date | None, law: Law, is_of_2002_incentive: bool = False
) -> Reemployment | Refusal | None:
    """What the rules say of a kind of work from a day on; None where they have no word for it (part-time reciprocal)."""
    if kind == WorkKind.RECIPROCAL_PART_TIME:
        return None
    return answer_or_refusal(
        lambda: reemployment(
            tier=someone.tier,
            kind=cast(EmploymentKind, kind),
            days=[starts_on] if starts_on else [],
            law=law,
            early_retirement_incentive_2002=is_of_2002_incentive,
        )
    )


def jobs_of(member: Member, *, on: date | None = None) -> "QuerySet[ReturnNotice]":
    """The work a member told of, the newest first; with a day, only what had not ended by then."""
    rows = ReturnNotice.objects.filter(member=member).select_related("employer")
    return rows if on is None else rows.exclude(ended_on__lt=on)


def plan_of(member: Member, *, year: int) -> frozenset[date]:
    """The days a member plans to work in a year."""
    row = WorkPlan.objects.filter(member=member, year=year).first()
    return frozenset(row.days) if row is not None else frozenset()


def own_days(notice: ReturnNotice, *, month: date) -> set[date]:
    """The days of a month that the retiree told of this job, in force. One query."""
    rows = days_in_force(notice.member).filter(employer=notice.employer, source=Source.RETIREE)
    return set(rows.filter(on__year=month.year, on__month=month.month).values_list("on", flat=True))


def closed_by_name(year: int) -> dict[date, str]:
    """The days of a year on which State offices are closed, each with its name in the reader's language. One query."""
    closings = CalendarEntry.objects.filter(kind=CalendarEntry.Kind.CLOSING, on__year=year)
    holidays = {day: translate_title(name) for day, name in state_holidays(year).items()}
    return {**dict(closings.values_list("on", "title")), **holidays}


def overpaid_by_month(suspension: AnnuitySuspension, *, law: Law) -> dict[date, Decimal]:
    """What was paid of each month of a suspension beyond what was payable, in dollars (40 ILCS 5/14-111)."""
    first_month = suspension.from_on.replace(day=1)
    # What came back and was not paid again is nobody's debt.
    paid = Payment.objects.standing().filter(annuity=suspension.annuity, month__gte=first_month)
    if suspension.until_on is not None:
        paid = paid.filter(month__lte=suspension.until_on)
    found = {}
    by_month = paid.order_by("month").values("month").annotate(paid=Sum("gross"))
    for month, gross in by_month.values_list("month", "paid"):
        payable = _payable(suspension, gross, law) if month == first_month else ZERO
        if gross > payable:
            found[month] = gross - payable
    return found


def _payable(suspension: AnnuitySuspension, gross: Decimal, law: Law) -> Decimal:
    rows = suspension.annuity.amounts.filter(from_on__lte=suspension.from_on).order_by("-from_on")
    monthly = rows.values_list("monthly", flat=True).first() or gross
    return suspension_month(monthly_annuity=monthly, suspended_on=suspension.from_on, law=law).payable
