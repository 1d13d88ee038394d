"""The benefit statement of a member who is not retired: account, service, estimates, and what a death would bring."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits.models import Employment, Statement
from benefits.rules.law import Law
from benefits.rules.months import completed_months
from benefits.rules.refusals import Refusal
from benefits.rules.standing import EarliestAnnuity
from benefits.services.statements.account import YearOfAccount
from benefits.services.statements.content import Bar, Chart, Fact, Headline, Section
from benefits.services.statements.parts import Parts
from benefits.services.statements.phrases import (
    day,
    dollars,
    not_given,
    span,
    whole_dollars,
)
from benefits.services.statements.position import Position, given, position_of
from benefits.services.statements.record_sections import (
    beneficiaries_section,
    closing_notes,
    insurance_section,
    record_section,
)
from benefits.services.statements.records import Records
from benefits.wording import say_refusal


def compose(statement: Statement, records: Records, *, year: int, law: Law) -> Parts:
    """What a benefit statement says to a member at work, or one who left."""
    position = position_of(records.facts[statement.member_id], year=year, law=law)
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
    if position.unreduced is not None:
        label = _("Estimated monthly annuity at your earliest unreduced date")
        return _estimate_headline(label, position.unreduced)
    if position.reduced is not None:
        return _estimate_headline(_("Estimated monthly annuity at your earliest date"), position.reduced)
    note = _("Your contributions and the interest credited on them.")
    return Headline(_("Balance of your account"), _amount(position.balance), note)


def _estimate_headline(label: str, earliest: EarliestAnnuity) -> Headline:
    note = _("From %(day)s. Before tax and insurance.") % {"day": day(earliest.starts_on)}
    return Headline(label, dollars(earliest.annuity.monthly_annuity), note)


def _facts(position: Position) -> list[Fact]:
    whole, held, service = position.by_year.whole, given(position.account), position.service
    tier = _("Tier 1") if position.facts.tier == 1 else _("Tier 2")
    formula = _("regular") if position.facts.formula == "regular" else _("alternative")
    covered = _("Covered") if position.facts.coverage == "covered" else _("Not covered")
    return [
        Fact(_("Service credit"), span(service.months) if service else not_given()),
        Fact(_("Final average compensation, monthly"), _amount(position.average_pay)),
        Fact(_("Paid by you"), dollars(whole.paid)),
        Fact(_("Picked up by the State"), dollars(whole.picked_up)),
        Fact(_("Interest credited"), _amount(held.interest if held else None)),
        Fact(_("Balance of your account"), _amount(position.balance)),
        Fact(_("Tier and formula"), f"{tier}, {formula}"),
        Fact(_("Social Security"), covered),
    ]


def _amount(amount: Decimal | None) -> str:
    return not_given() if amount is None else dollars(amount)


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
    if isinstance(position.account, Refusal):
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
        _("Earliest date with a reduction"): position.reduced,
        _("Earliest date without a reduction"): position.unreduced,
    }
    for name, earliest in names.items():
        if earliest is not None:
            age = span(completed_months(position.facts.born_on, earliest.starts_on))
            yield name, day(earliest.starts_on), age, dollars(earliest.annuity.monthly_annuity)


def _no_estimate(position: Position) -> str:
    if position.service is None or isinstance(position.figures, Refusal):
        return _("See the notes.")
    if isinstance(position.figures.unreduced, Refusal):
        return _("See the notes.")
    return _(
        "With %(service)s of service credit you do not meet the conditions for a retirement annuity. "
        "More State service, or service in a reciprocal system, can change that."
    ) % {"service": span(position.service.months)}


def _record(position: Position, employments: Sequence[Employment]) -> list[tuple[str, str]]:
    rows = [(_("Date of birth"), day(position.facts.born_on))]
    at_work = [spell for spell in employments if spell.left_on is None or spell.left_on > position.last]
    rows += [(_("Employer"), spell.employer.name) for spell in at_work]
    if not at_work:
        rows += [(_("Last employer"), spell.employer.name) for spell in employments[-1:]]
    if position.facts.left_on is not None:
        rows.append((_("Left State service"), day(position.facts.left_on)))
    in_year = _("Service credit in %(year)s") % {"year": position.year}
    earned = given(position.service_in_year)
    rows.append((in_year, not_given() if earned is None else span(earned)))
    return rows + _service(position)


def _service(position: Position) -> list[tuple[str, str]]:
    service = position.service
    if service is None:
        return [(_("Service credit in all"), not_given())]
    rows = [(_("Service credit in all"), span(service.months))]
    if service.alternative:
        rows.append((_("Of it under the alternative formula"), span(service.alternative)))
    if service.reciprocal:
        rows.append((_("Service in reciprocal systems"), span(service.reciprocal)))
    return rows


def _death_section(position: Position) -> Section:
    heading = _("If you had died on %(day)s") % {"day": day(position.last)}
    rows = list(_after_death(position))
    if not rows:
        return Section(id="death", page=2, heading=heading, note=_("See the notes."))
    return Section(
        id="death",
        page=2,
        heading=heading,
        columns=("", _("Amount")),
        numeric=(False, True),
        rows=rows,
    )


def _after_death(position: Position) -> Iterator[tuple[str, str]]:
    after_death = position.after_death
    if after_death is None:
        return
    if after_death.spouse_monthly is not None and (spouse := given(after_death.spouse_monthly)):
        yield _("Each month, to your spouse, from the age the law sets"), dollars(spouse.monthly)
    if (lump_sum := given(after_death.lump_sum)) is not None:
        yield _("Once, to your nominated beneficiaries"), dollars(lump_sum.amount)


def _refusals(position: Position) -> list[str]:
    """Each figure that is not given, and why: one sentence for a reason, however many figures it stops."""
    stopped: dict[str, list[str]] = {}
    for name, refusal in position.refusals():
        stopped.setdefault(say_refusal(refusal), []).append(name)
    return [f"{', '.join(names)}: {reason}" for reason, names in stopped.items()]


def _unconfirmed(position: Position) -> list[str]:
    if not any(step.status == "unconfirmed" for sheet in position.worksheets() for step in sheet):
        return []
    return [_("Some estimates rest on parts of the law that are still being confirmed. They may change.")]
