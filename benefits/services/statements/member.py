"""The benefit statement of a member who is not retired: account, service, estimates, and what a death would bring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits.models import Employment, Statement
from benefits.rules.account import Account
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, credit_by_month
from benefits.rules.months import completed_months
from benefits.rules.refusals import Refusal
from benefits.rules.standing import EarliestAnnuity, Standing, standing
from benefits.rules.worksheet import Worksheet
from benefits.services.statements.account import AccountByYear, YearOfAccount, by_fiscal_year
from benefits.services.statements.content import Bar, Chart, Fact, Headline, Section
from benefits.services.statements.parts import Parts
from benefits.services.statements.phrases import (
    day,
    dollars,
    not_given,
    span,
    total,
    whole_dollars,
)
from benefits.services.statements.record_sections import (
    beneficiaries_section,
    closing_notes,
    insurance_section,
    record_section,
)
from benefits.services.statements.records import Records
from benefits.wording import say_refusal


@dataclass(frozen=True)
class Position:
    """A member on the last day of a year: the facts, what the rules make of them, and the account by year."""

    facts: MemberFacts
    figures: Standing
    account: Account | None
    by_year: AccountByYear
    year: int
    law: Law

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_at_work(self) -> bool:
        return self.facts.left_on is None

    @property
    def average_pay(self) -> Decimal | None:
        answer = self.figures.final_average_compensation
        return None if isinstance(answer, Refusal) else answer.final_average_compensation


def compose(statement: Statement, records: Records, *, year: int, law: Law) -> Parts:
    """What a benefit statement says to a member at work, or one who left."""
    facts = records.facts[statement.member_id]
    figures = standing(facts, law=law, on=date(year, 12, 31))
    account = None if isinstance(figures.account, Refusal) else figures.account
    by_year = by_fiscal_year(facts, account, year=year)
    position = Position(facts, figures, account, by_year, year, law)
    return Parts(
        title=_("Your benefit statement for %(year)s") % {"year": year},
        headline=_headline(position),
        facts=_facts(position),
        chart=_contributions_chart(position) if position.is_at_work else _balance_chart(position),
        sections=[
            _account_section(position),
            _estimates_section(position),
            record_section(_record(position, records.employments.get(statement.member_id, []))),
            _death_section(position),
            beneficiaries_section(records.beneficiaries.get(statement.member_id, [])),
            insurance_section(records.insurance.get(statement.person_id, [])),
        ],
        notes=[*_refusals(position), *_unconfirmed(position), *closing_notes()],
    )


def _headline(position: Position) -> Headline:
    unreduced, reduced = position.figures.unreduced, position.figures.reduced
    if isinstance(unreduced, EarliestAnnuity):
        label = _("Estimated monthly annuity at your earliest unreduced date")
        return _estimate_headline(label, unreduced)
    if isinstance(reduced, EarliestAnnuity):
        return _estimate_headline(_("Estimated monthly annuity at your earliest date"), reduced)
    if position.account is None:
        return Headline(_("Balance of your account"), not_given())
    note = _("Your contributions and the interest credited on them.")
    return Headline(_("Balance of your account"), dollars(position.account.balance), note)


def _estimate_headline(label: str, earliest: EarliestAnnuity) -> Headline:
    note = _("From %(day)s. Before tax and insurance.") % {"day": day(earliest.starts_on)}
    return Headline(label, dollars(earliest.annuity.monthly_annuity), note)


def _facts(position: Position) -> list[Fact]:
    average, whole, account = position.average_pay, position.by_year.whole, position.account
    tier = _("Tier 1") if position.facts.tier == 1 else _("Tier 2")
    formula = _("regular") if position.facts.formula == "regular" else _("alternative")
    return [
        Fact(_("Service credit"), span(position.figures.service.months)),
        Fact(_("Final average compensation, monthly"), not_given() if average is None else dollars(average)),
        Fact(_("Paid by you"), dollars(whole.paid)),
        Fact(_("Picked up by the State"), dollars(whole.picked_up)),
        Fact(_("Interest credited"), dollars(account.interest) if account else not_given()),
        Fact(_("Balance of your account"), dollars(account.balance) if account else not_given()),
        Fact(_("Tier and formula"), f"{tier}, {formula}"),
        Fact(
            _("Social Security"),
            _("Covered") if position.facts.coverage == "covered" else _("Not covered"),
        ),
    ]


def _contributions_chart(position: Position) -> Chart:
    amounts = [(number, year.contributions) for number, year in position.by_year.years]
    unfinished = (position.year + 1, position.by_year.unfinished.contributions)
    first, last = amounts[0], amounts[-1]
    return Chart(
        title=_("Contributions by fiscal year"),
        description=_(
            "Contributions were %(first)s in fiscal year %(first_year)s and %(last)s in fiscal year %(last_year)s. "
            "Fiscal year %(unfinished_year)s, recorded through December, stands at %(unfinished)s."
        )
        % {
            "first": dollars(first[1]),
            "first_year": first[0],
            "last": dollars(last[1]),
            "last_year": last[0],
            "unfinished": dollars(unfinished[1]),
            "unfinished_year": unfinished[0],
        },
        bars=_bars([*amounts, unfinished]),
    )


def _balance_chart(position: Position) -> Chart:
    amounts = position.by_year.balances()
    first, last = amounts[0], amounts[-1]
    return Chart(
        title=_("Balance at the end of each fiscal year"),
        description=_(
            "The balance was %(first)s at the end of fiscal year %(first_year)s and %(last)s at the end of "
            "fiscal year %(last_year)s."
        )
        % {
            "first": dollars(first[1]),
            "first_year": first[0],
            "last": dollars(last[1]),
            "last_year": last[0],
        },
        bars=_bars(amounts),
    )


def _bars(amounts: Sequence[tuple[int, Decimal]]) -> list[Bar]:
    return [Bar(str(number), str(amount), whole_dollars(amount)) for number, amount in amounts]


def _account_section(position: Position) -> Section:
    by_year, first = position.by_year, position.by_year.years[0][0]
    unfinished = _("%(year)s, July to December") % {"year": position.year + 1}
    return Section(
        id="account",
        page=1,
        heading=_("Your contributions and interest"),
        columns=(
            _("Fiscal year"),
            _("Paid by you"),
            _("Picked up"),
            _("Other"),
            _("Interest"),
            _("Total"),
        ),
        numeric=(False, True, True, True, True, True),
        rows=[
            (_("Before %(year)s") % {"year": first}, *_cells(by_year.before, position)),
            *((str(number), *_cells(year, position)) for number, year in by_year.years),
            (unfinished, *_cells(by_year.unfinished, position)),
        ],
        total=(_("Total"), *_cells(by_year.whole, position)),
        note=_(
            "A fiscal year runs from July 1 to June 30. Other: balances carried over, service bought, refunds."
        ),
    )


def _cells(year: YearOfAccount, position: Position) -> tuple[str, ...]:
    paid, picked_up, other = dollars(year.paid), dollars(year.picked_up), dollars(year.other)
    if position.account is None:
        return paid, picked_up, other, _("see notes"), _("see notes")
    return paid, picked_up, other, dollars(year.interest), dollars(year.total)


def _estimates_section(position: Position) -> Section:
    heading = _("When you can retire")
    rows = list(_estimates(position))
    if not rows:
        return Section(id="estimates", page=1, heading=heading, note=_no_estimate(position))
    return Section(
        id="estimates",
        page=1,
        heading=heading,
        columns=("", _("From"), _("Age"), _("Estimated monthly annuity")),
        numeric=(False, False, False, True),
        rows=rows,
        note=_(
            "These estimates assume that you work full time until then, and use today's final average compensation."
        )
        if position.is_at_work
        else _("These estimates use the service and pay on record."),
    )


def _estimates(position: Position) -> Iterator[tuple[str, ...]]:
    names = {
        _("Earliest date with a reduction"): position.figures.reduced,
        _("Earliest date without a reduction"): position.figures.unreduced,
    }
    for name, earliest in names.items():
        if isinstance(earliest, EarliestAnnuity):
            age = span(completed_months(position.facts.born_on, earliest.starts_on))
            yield name, day(earliest.starts_on), age, dollars(earliest.annuity.monthly_annuity)


def _no_estimate(position: Position) -> str:
    if isinstance(position.figures.unreduced, Refusal) or isinstance(position.figures.reduced, Refusal):
        return not_given() + "."
    return _(
        "With %(service)s of service credit you do not meet the conditions for a retirement annuity. "
        "More State service, or service in a reciprocal system, can change that."
    ) % {"service": span(position.figures.service.months)}


def _record(position: Position, employments: Sequence[Employment]) -> list[tuple[str, str]]:
    rows = [(_("Date of birth"), day(position.facts.born_on))]
    at_work = [spell for spell in employments if spell.left_on is None or spell.left_on > position.last]
    rows += [(_("Employer"), spell.employer.name) for spell in at_work]
    if not at_work:
        rows += [(_("Last employer"), spell.employer.name) for spell in employments[-1:]]
    if position.facts.left_on is not None:
        rows.append((_("Left State service"), day(position.facts.left_on)))
    in_year = _("Service credit in %(year)s") % {"year": position.year}
    rows.append((in_year, span(_service_in_year(position))))
    rows.append((_("Service credit in all"), span(position.figures.service.months)))
    if position.figures.service.alternative:
        name = _("Of it under the alternative formula")
        rows.append((name, span(position.figures.service.alternative)))
    if position.figures.service.reciprocal:
        rows.append((_("Service in reciprocal systems"), span(position.figures.service.reciprocal)))
    return rows


def _service_in_year(position: Position) -> Decimal:
    credit = credit_by_month(position.facts.pay, law=position.law)
    return total([months for month, months in credit.items() if month.year == position.year])


def _death_section(position: Position) -> Section:
    heading = _("If you had died on %(day)s") % {"day": day(position.last)}
    after_death = position.figures.after_death
    rows = []
    if after_death.spouse_monthly is not None and not isinstance(after_death.spouse_monthly, Refusal):
        name = _("Each month, to your spouse, from the age the law sets")
        rows.append((name, dollars(after_death.spouse_monthly.monthly)))
    if not isinstance(after_death.lump_sum, Refusal):
        name = _("Once, to your nominated beneficiaries")
        rows.append((name, dollars(after_death.lump_sum.amount)))
    if not rows:
        return Section(id="death", page=2, heading=heading, note=not_given() + ".")
    return Section(
        id="death",
        page=2,
        heading=heading,
        columns=("", _("Amount")),
        numeric=(False, True),
        rows=rows,
    )


def _refusals(position: Position) -> list[str]:
    """Each figure that is not given, and why: one sentence for a reason, however many figures it stops."""
    figures, after_death = position.figures, position.figures.after_death
    stopped: dict[str, list[str]] = {}
    for name, answer in (
        (_("Final average compensation"), figures.final_average_compensation),
        (_("Interest and balance"), figures.account),
        (_("Estimate without a reduction"), figures.unreduced),
        (_("Estimate with a reduction"), figures.reduced),
        (_("Annuity of your spouse"), after_death.spouse_monthly),
        (_("Death benefit"), after_death.lump_sum),
    ):
        if isinstance(answer, Refusal):
            stopped.setdefault(say_refusal(answer), []).append(name)
    return [f"{', '.join(names)}: {reason}" for reason, names in stopped.items()]


def _unconfirmed(position: Position) -> list[str]:
    if not any(step.status == "unconfirmed" for sheet in _worksheets(position) for step in sheet):
        return []
    return [_("Some estimates rest on parts of the law that are still being confirmed. They may change.")]


def _worksheets(position: Position) -> Iterator[Worksheet]:
    figures, after_death = position.figures, position.figures.after_death
    for answer in (figures.final_average_compensation, after_death.spouse_monthly, after_death.lump_sum):
        if answer is not None and not isinstance(answer, Refusal):
            yield answer.worksheet
    for earliest in (figures.unreduced, figures.reduced):
        if isinstance(earliest, EarliestAnnuity):
            yield earliest.annuity.worksheet
