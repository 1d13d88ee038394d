"""The only place where rows of the database become the rules' facts, for one member or a thousand at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from benefits.employment_facts import EmploymentFacts, employments_of, is_temporary
from benefits.models import (
    AccountEntry,
    Annuity,
    Employment,
    FamilyMember,
    Member,
    PayRecord,
    ServiceGrant,
    YearlyFigure,
)
from benefits.refunds_on_leaving import service_ended_on
from benefits.rules.facts import Coverage, Formula, PayBasis, Tier, YearContribution
from benefits.rules.interest import RegularInterest, regular_interest
from benefits.rules.law import ApprovedFigure, Law, load_law
from benefits.rules.member import EntryFacts, GrantFacts, MemberFacts, PayFacts, credit_by_month
from benefits.rules.money import ZERO
from benefits.rules.months import Month, fiscal_year
from benefits.rules.survivors import spouse_may_survive

SPOUSES = (FamilyMember.Relation.SPOUSE, FamilyMember.Relation.CIVIL_UNION_PARTNER)
NO_MONTHS = Decimal(0)


def law_in_force(*, on: date) -> Law:
    """The law as it stands on a day: its files, and the yearly figures approved and effective by then. One query."""
    law = load_law()
    approved = YearlyFigure.objects.filter(
        state=YearlyFigure.State.APPROVED,
        effective_on__lte=on,
        year__gt=law.latest("tier_2_year").from_.year,
    )
    columns = ("year", "cap", "increase_percent", "cpi_change_percent", "source", "approved_at__date")
    return _with_figures(law, tuple(approved.order_by("year").values_list(*columns)))


@lru_cache(maxsize=16)
def _with_figures(law: Law, approved: tuple[tuple[int, Decimal, Decimal, Decimal, str, date], ...]) -> Law:
    figures = [
        ApprovedFigure(
            topic="tier_2_year",
            year=year,
            figures={"cap": cap, "increase_percent": percent, "cpi_change_percent": change},
            cite="40 ILCS 5/1-160(b), (e)",
            source=source,
            checked=approved_on,
        )
        for year, cap, percent, change, source, approved_on in approved
    ]
    return law.with_figures(*figures) if figures else law


def effective_records(records: "QuerySet[PayRecord]") -> "QuerySet[PayRecord]":
    """Pay records that no later record corrects."""
    # Not `corrected_by=None`: for that PostgreSQL reads the whole table of pay along with any few members'.
    replacing = PayRecord.objects.filter(corrects=OuterRef("pk"), corrects__isnull=False)
    return records.filter(~Exists(replacing))


def member_facts(member_ids: Iterable[int], *, through: date) -> dict[int, MemberFacts]:
    """The facts of each member, from what was paid or entered through a day. Seven queries, however many members.

    A refund on leaving ends the service credit: what came before it is left out (`refunds_on_leaving`).
    """
    ids = list(member_ids)
    employments = employments_of(ids, through)
    pay = _pay(ids, through, employments)
    ended = service_ended_on(ids, through=through)
    for member, day in ended.items():
        pay[member] = [row for row in pay[member] if row.paid_on > day]
    grants = _grants(ids, through, ended)
    entries = _entries(ids, through, ended)
    spouses = _spouses(ids, through)
    members = Member.objects.filter(pk__in=ids).select_related("person").order_by()
    return {
        member.pk: MemberFacts(
            tier=cast(Tier, member.tier),
            formula=cast(Formula, member.formula),
            coverage=cast(Coverage, member.coverage),
            is_police=member.is_police,
            born_on=member.person.born_on,
            left_on=_left_on(employments[member.pk], pay[member.pk], member),
            final_monthly_rate=_final_rate(employments[member.pk]),
            is_full_time=_is_full_time(employments[member.pk]),
            spouse_born_on=spouses.get(member.pk),
            pay=tuple(pay[member.pk]),
            grants=tuple(grants[member.pk]),
            entries=tuple(entries[member.pk]),
        )
        for member in members
    }


def _pay(
    ids: list[int], through: date, employments: defaultdict[int, list[EmploymentFacts]]
) -> defaultdict[int, list[PayFacts]]:
    found: defaultdict[int, list[PayFacts]] = defaultdict(list)
    # Few ever work as temporary retirees: only their months are looked at one by one.
    temporary = {
        member for member, spells in employments.items() if any(s.is_temporary_retiree for s in spells)
    }
    rows = effective_records(PayRecord.objects.filter(member__in=ids, paid_on__lte=through)).order_by(
        "month", "id"
    )
    columns = ("member", "employer", "month", "paid_on", "pay_basis", "units", "earnings", "formula")
    shares = ("retirement_contribution", "survivor_contribution", "picked_up")
    for member, employer, month, paid_on, basis, units, earnings, formula, *contributions in rows.values_list(
        *columns, *shares
    ).iterator(chunk_size=20_000):
        retirement, survivor, picked_up = contributions
        found[member].append(
            PayFacts(
                Month.of(month),
                paid_on,
                basis,
                units,
                earnings,
                formula,
                retirement,
                survivor,
                picked_up,
                earns_service=member not in temporary
                or not is_temporary(employments[member], employer, month),
            )
        )
    return found


def _grants(ids: list[int], through: date, ended: dict[int, date]) -> defaultdict[int, list[GrantFacts]]:
    found: defaultdict[int, list[GrantFacts]] = defaultdict(list)
    rows = ServiceGrant.objects.filter(member__in=ids, granted_on__lte=through)
    columns = ("member", "kind", "months", "formula", "granted_on")
    for member, kind, months, formula, granted_on in rows.values_list(*columns):
        is_ended = member in ended and granted_on <= ended[member]
        # Service in a reciprocal system is that system's to end.
        if is_ended and kind != ServiceGrant.Kind.RECIPROCAL:
            continue
        found[member].append(GrantFacts(kind, months, cast(Formula, formula)))
    return found


def _entries(ids: list[int], through: date, ended: dict[int, date]) -> defaultdict[int, list[EntryFacts]]:
    found: defaultdict[int, list[EntryFacts]] = defaultdict(list)
    rows = AccountEntry.objects.filter(member__in=ids, on__lte=through)
    columns = ("member", "on", "retirement", "survivor", "interest")
    for member, on, retirement, survivor, interest in rows.values_list(*columns):
        if member in ended and on <= ended[member]:
            continue
        found[member].append(EntryFacts(on, retirement, survivor, interest))
    return found


def _spouses(ids: list[int], through: date) -> dict[int, date]:
    """The birth date of each member's spouse of at least a year, the least that lets one survive."""
    rows = FamilyMember.objects.filter(Q(ended_on=None) | Q(ended_on__gt=through), member__in=ids)
    law = load_law()
    return {
        member: born_on
        for member, born_on, since_on in rows.filter(relation__in=SPOUSES).values_list(
            "member", "born_on", "since_on"
        )
        if since_on is not None and spouse_may_survive(married_on=since_on, died_on=through, law=law)
    }


def _left_on(employments: list[EmploymentFacts], pay: list[PayFacts], member: Member) -> date | None:
    """The last day of the last pensionable employment; None while one is open."""
    pensionable = [spell for spell in employments if not spell.is_temporary_retiree]
    if any(spell.left_on is None for spell in pensionable):
        return None
    days = [spell.left_on for spell in pensionable if spell.left_on is not None]
    # Without a record of employment the last month paid, or the first day of membership, is the last we know of.
    return max(days) if days else pay[-1].month.last_day if pay else member.first_membership_on


def _final_rate(employments: list[EmploymentFacts]) -> Decimal | None:
    rates = [spell.monthly_rate for spell in employments if not spell.is_temporary_retiree]
    return rates[-1] if rates else None


def _is_full_time(employments: list[EmploymentFacts]) -> bool:
    pensionable = [spell for spell in employments if not spell.is_temporary_retiree]
    return pensionable[-1].is_full_time if pensionable else True


def kinds_of(person: Person, *, on: date) -> set[str]:
    """What a person is to the plan on a day: active, inactive, retired, survivor; one person may be several. One query."""
    benefits = Annuity.objects.filter(payee=OuterRef("pk")).exclude(state=Annuity.State.ENDED)
    spells = Employment.objects.filter(
        member__person=OuterRef("pk"), is_temporary_retiree=False, hired_on__lte=on
    )
    is_retired, is_survivor, is_at_work, is_member = (
        Person.objects.filter(pk=person.pk)
        .annotate(
            is_retired=Exists(benefits.filter(kind=Annuity.Kind.RETIREMENT)),
            is_survivor=Exists(benefits.exclude(kind=Annuity.Kind.RETIREMENT)),
            is_at_work=Exists(spells.filter(Q(left_on=None) | Q(left_on__gt=on))),
            is_member=Exists(Member.objects.filter(person=OuterRef("pk"))),
        )
        .values_list("is_retired", "is_survivor", "is_at_work", "is_member")
        .get()
    )
    found = {
        "retired": is_retired,
        "survivor": is_survivor,
        "active": is_at_work,
        "inactive": is_member and not is_at_work and not is_retired,
    }
    return {kind for kind, is_it in found.items() if is_it}


class LedgerRecord(NamedTuple):
    """A pay record as its member sees it; `corrected_by` is the number of the record that replaced it.

    Read as plain columns, in this order: model rows would cost a page several times as much.
    """

    number: int
    employer_id: int
    employer: str
    month: date
    paid_on: date
    pay_basis: PayBasis
    units: Decimal
    earnings: Decimal
    pensionable: Decimal
    formula: Formula
    retirement: Decimal
    survivor: Decimal
    picked_up: Decimal
    corrected_by: int | None

    @property
    def paid_by_member(self) -> Decimal:
        """The contribution that the employer did not pick up."""
        return self.retirement + self.survivor - self.picked_up

    def is_refunded(self, on: date | None) -> bool:
        """Whether a refund on leaving, on that day, gave back what it contributed and ended its service."""
        return on is not None and self.paid_on <= on

    @property
    def is_capped(self) -> bool:
        """Whether the Tier 2 cap left part of the pay out."""
        return self.pensionable < self.earnings


LEDGER_COLUMNS = (
    *("id", "employer_id", "employer__name", "month", "paid_on", "pay_basis", "units", "earnings"),
    *("pensionable", "formula", "retirement_contribution", "survivor_contribution", "picked_up"),
    "corrected_by__id",
)


@dataclass(frozen=True)
class LedgerMonth:
    """A month's records and the service they earn together, in months: none once a refund has ended it."""

    month: date
    records: list[LedgerRecord]
    service_months: Decimal
    is_refunded: bool = False


@dataclass(frozen=True)
class FiscalYearPay:
    """A fiscal year (named by the year it ends in), its months newest first, and its totals."""

    year: int
    months: list[LedgerMonth]
    # The day of a refund on leaving that ended service before it, in this year or later; None without one.
    refunded_on: date | None = None

    @cached_property
    def in_force(self) -> list[LedgerRecord]:
        return [row for month in self.months for row in month.records if row.corrected_by is None]

    @cached_property
    def earnings(self) -> Decimal:
        return sum((row.earnings for row in self.in_force), ZERO)

    @cached_property
    def paid_by_member(self) -> Decimal:
        return sum((row.paid_by_member for row in self.in_force), ZERO)

    @cached_property
    def picked_up(self) -> Decimal:
        return sum((row.picked_up for row in self.in_force), ZERO)

    @cached_property
    def contributed(self) -> Decimal:
        """What is still on the account: all that was contributed, but for what a refund gave back."""
        kept = [row for row in self.in_force if not row.is_refunded(self.refunded_on)]
        return sum((row.retirement + row.survivor for row in kept), ZERO)

    @cached_property
    def service_months(self) -> Decimal:
        return sum((month.service_months for month in self.months), NO_MONTHS)


def pay_ledger(member: Member, *, law: Law, through: date) -> list[FiscalYearPay]:
    """Every month of pay by fiscal year, newest first, corrected and refunded ones shown as such. Two queries."""
    employments = employments_of([member.pk], through)[member.pk]
    found = PayRecord.objects.filter(member=member, paid_on__lte=through).order_by("-month", "id")
    # Few ever had a refund: whether there is one comes with the rows, when it was takes a query of its own.
    refunds = AccountEntry.objects.filter(member=member.pk, kind=AccountEntry.Kind.REFUND)
    rows = list(found.values_list(*LEDGER_COLUMNS, Exists(refunds)))
    records = [LedgerRecord(*row[:-1]) for row in rows]
    ended = service_ended_on([member.pk], through=through) if rows and rows[0][-1] else {}
    refunded_on = ended.get(member.pk)
    in_force = (row for row in records if row.corrected_by is None and not row.is_refunded(refunded_on))
    # Few ever work as temporary retirees: only their months are looked at one by one.
    spells = employments if any(spell.is_temporary_retiree for spell in employments) else []
    credit = credit_by_month([_pay_facts(record, spells) for record in in_force], law=law)
    by_month: defaultdict[date, list[LedgerRecord]] = defaultdict(list)
    for record in records:
        by_month[record.month].append(record)
    years: defaultdict[int, list[LedgerMonth]] = defaultdict(list)
    for month, ledger in by_month.items():
        gone = all(record.is_refunded(refunded_on) for record in ledger)
        earned = credit.get(Month.of(month), NO_MONTHS)
        years[fiscal_year(month)].append(LedgerMonth(month, ledger, earned, gone))
    return [FiscalYearPay(year, months, refunded_on) for year, months in sorted(years.items(), reverse=True)]


def _pay_facts(record: LedgerRecord, employments: list[EmploymentFacts]) -> PayFacts:
    return PayFacts(
        Month.of(record.month),
        record.paid_on,
        record.pay_basis,
        record.units,
        record.earnings,
        record.formula,
        record.retirement,
        record.survivor,
        record.picked_up,
        earns_service=not is_temporary(employments, record.employer_id, record.month),
    )


class AccountYear(NamedTuple):
    """A fiscal year of an account, in dollars: what came in, the interest credited, and the balance at its end."""

    year: int
    paid_by_member: Decimal
    picked_up: Decimal
    other: Decimal
    interest: Decimal
    balance: Decimal


@dataclass(frozen=True)
class AccountHistory:
    """An account year by year, newest first, with the working of its interest."""

    years: list[AccountYear]
    regular: RegularInterest
    # The day of a refund on leaving that is not repaid: what was on the account before it is no part of this.
    refunded_on: date | None = None


def account_history(member: Member, *, law: Law, through: date) -> AccountHistory:
    """Contributions and interest by fiscal year, from what was paid or entered through a day. Three queries."""
    ended = service_ended_on([member.pk], through=through)
    refunded_on = ended.get(member.pk)
    # Which month earned service is of no account here: it takes no look at the spells of work.
    pay = [
        row
        for row in _pay([member.pk], through, defaultdict(list))[member.pk]
        if refunded_on is None or row.paid_on > refunded_on
    ]
    entries = _entries([member.pk], through, ended)[member.pk]
    paid: defaultdict[int, Decimal] = defaultdict(Decimal)
    picked_up: defaultdict[int, Decimal] = defaultdict(Decimal)
    other: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in pay:
        year = fiscal_year(row.paid_on)
        picked_up[year] += row.picked_up
        paid[year] += row.retirement + row.survivor - row.picked_up
    for entry in entries:
        other[fiscal_year(entry.on)] += entry.retirement + entry.survivor + entry.interest
    added = {year: paid[year] + picked_up[year] + other[year] for year in {*paid, *other}}
    contributions = [YearContribution(year, amount) for year, amount in sorted(added.items())]
    regular = regular_interest(contributions=contributions, as_of=through, law=law)
    years = [
        AccountYear(year, paid[year], picked_up[year], other[year], credited, balance)
        for year, credited, balance in regular.years
    ]
    return AccountHistory(years[::-1], regular, refunded_on)
