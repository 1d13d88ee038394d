"""The statement of account of an annuitant or survivor: the year's gross, each deduction, and what was paid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits.models import Annuity, AnnuityAmount, Payment, Statement
from benefits.rules.money import ZERO
from benefits.services.statements.content import Bar, Chart, Fact, Headline, Section
from benefits.services.statements.parts import Parts
from benefits.services.statements.phrases import (
    NOTHING,
    day,
    dollars,
    month_name,
    span,
    total,
    whole_dollars,
)
from benefits.services.statements.record_sections import (
    beneficiaries_section,
    closing_notes,
    insurance_section,
    no_beneficiaries_of_survivors,
    record_section,
)
from benefits.services.statements.records import Records
from benefits.services.statements.trouble import NoAnnuityThatYear


@dataclass(frozen=True)
class Year:
    """A year's payments to one person, added up: gross, each deduction, net, in dollars."""

    payments: Sequence[Payment]

    def sum(self, column: str) -> Decimal:
        amounts: list[Decimal] = [getattr(payment, column) for payment in self.payments]
        return total(amounts)

    @property
    def insurance(self) -> Decimal:
        return total([self.sum(f"{plan}_insurance") for plan in ("health", "dental", "vision", "life")])

    def in_month(self, number: int) -> "Year":
        return Year([payment for payment in self.payments if payment.paid_on.month == number])

    def other_by_reason(self) -> dict[str, Decimal]:
        """Other deductions, each reason in the order it first came up."""
        found: dict[str, Decimal] = {}
        for payment in self.payments:
            if payment.other_deduction:
                reason = payment.other_deduction_reason
                found[reason] = found.get(reason, ZERO) + payment.other_deduction
        return found


def compose(statement: Statement, records: Records, *, year: int) -> Parts:
    """What a statement says to somebody who is paid an annuity."""
    annuities = records.annuities[statement.person_id, statement.member_id]
    if not annuities:
        raise NoAnnuityThatYear
    amounts = {annuity.pk: records.amounts.get(annuity.pk, []) for annuity in annuities}
    paid = Year([payment for annuity in annuities for payment in records.payments.get(annuity.pk, [])])
    is_survivor = statement.kind == Statement.Kind.SURVIVOR
    beneficiaries = (
        no_beneficiaries_of_survivors()
        if is_survivor
        else beneficiaries_section(records.beneficiaries.get(statement.member_id, []))
    )
    return Parts(
        title=_("Your statement of account for %(year)s") % {"year": year},
        headline=_headline(annuities, amounts, year),
        facts=_facts(statement, annuities, paid, year),
        chart=_chart(paid, year),
        sections=[
            _payments(paid, year),
            _totals(paid, year),
            record_section(_record(statement, annuities, amounts)),
            beneficiaries,
            insurance_section(records.insurance.get(statement.person_id, [])),
        ],
        notes=[
            *_suspensions(annuities),
            _(
                "Illinois does not tax SERS benefits. For your federal tax return, use Form 1099-R, "
                "which the Comptroller sends you by January 31."
            ),
            *closing_notes(),
        ],
    )


def _headline(
    annuities: Sequence[Annuity], amounts: dict[int, Sequence[AnnuityAmount]], year: int
) -> Headline:
    last = date(year, 12, 31)
    running = [annuity for annuity in annuities if annuity.ends_on is None or annuity.ends_on >= last]
    monthly = total([_monthly(annuity, amounts) for annuity in running or annuities])
    if running:
        label = _("Your monthly annuity on %(day)s") % {"day": day(last)}
        return Headline(label, dollars(monthly), _("Before tax and insurance."))
    ended_on = max(annuity.ends_on for annuity in annuities if annuity.ends_on is not None)
    note = _("Before tax and insurance. The annuity ended on %(day)s.") % {"day": day(ended_on)}
    return Headline(_("Your last monthly annuity"), dollars(monthly), note)


def _monthly(annuity: Annuity, amounts: dict[int, Sequence[AnnuityAmount]]) -> Decimal:
    latest = amounts[annuity.pk][-1:]
    monthly: Decimal = latest[0].monthly if latest else annuity.original_monthly
    return monthly


def _facts(statement: Statement, annuities: Sequence[Annuity], paid: Year, year: int) -> list[Fact]:
    facts = [
        Fact(_("Gross in %(year)s") % {"year": year}, dollars(paid.sum("gross"))),
        Fact(_("Federal income tax"), dollars(paid.sum("federal_tax"))),
        Fact(_("Illinois income tax"), _("None")),
        Fact(_("Insurance"), dollars(paid.insurance)),
        Fact(_("Other deductions"), dollars(paid.sum("other_deduction"))),
        Fact(_("Paid to you in %(year)s") % {"year": year}, dollars(paid.sum("net"))),
        Fact(_("Annuity began"), day(min(annuity.starts_on for annuity in annuities))),
    ]
    if statement.kind == Statement.Kind.SURVIVOR:
        facts.append(Fact(_("Survivor of"), statement.member.person.full_name))
    return facts


def _chart(paid: Year, year: int) -> Chart:
    bars = [
        (_("Paid to you"), paid.sum("net")),
        (_("Federal income tax"), paid.sum("federal_tax")),
        (_("Insurance"), paid.insurance),
        (_("Other deductions"), paid.sum("other_deduction")),
    ]
    amounts = {
        "gross": dollars(paid.sum("gross")),
        "net": dollars(paid.sum("net")),
        "tax": dollars(paid.sum("federal_tax")),
        "insurance": dollars(paid.insurance),
        "other": dollars(paid.sum("other_deduction")),
    }
    return Chart(
        title=_("Where your %(year)s annuity went") % {"year": year},
        description=_(
            "Of %(gross)s, you were paid %(net)s. Federal income tax was %(tax)s, insurance %(insurance)s, "
            "and other deductions %(other)s."
        )
        % amounts,
        bars=[Bar(label, str(amount), whole_dollars(amount)) for label, amount in bars],
    )


def _payments(paid: Year, year: int) -> Section:
    return Section(
        id="payments",
        page=1,
        heading=_("Your payments in %(year)s") % {"year": year},
        columns=(
            _("Month"),
            _("Gross"),
            _("Federal tax"),
            _("Insurance"),
            _("Other"),
            _("Paid to you"),
        ),
        numeric=(False, True, True, True, True, True),
        rows=[(month_name(number), *_row(paid.in_month(number))) for number in range(1, 13)],
        total=(_("Total"), *_amounts(paid)),
    )


def _row(month: Year) -> tuple[str, ...]:
    return _amounts(month) if month.payments else (NOTHING,) * 5


def _amounts(paid: Year) -> tuple[str, ...]:
    other, gross, tax, net = (
        paid.sum(column) for column in ("other_deduction", "gross", "federal_tax", "net")
    )
    return tuple(dollars(amount) for amount in (gross, tax, paid.insurance, other, net))


def _totals(paid: Year, year: int) -> Section:
    names = {
        "gross": _("Gross annuity"),
        "federal_tax": _("Federal income tax"),
        "health_insurance": _("Health insurance"),
        "dental_insurance": _("Dental insurance"),
        "vision_insurance": _("Vision insurance"),
        "life_insurance": _("Life insurance"),
    }
    other = [
        (_("Other deduction: %(reason)s") % {"reason": reason}, dollars(amount))
        for reason, amount in paid.other_by_reason().items()
    ]
    return Section(
        id="totals",
        page=2,
        heading=_("Totals for %(year)s") % {"year": year},
        columns=("", _("Amount")),
        numeric=(False, True),
        rows=[
            *((name, dollars(paid.sum(column))) for column, name in names.items()),
            *(other or [(_("Other deductions"), dollars(ZERO))]),
        ],
        total=(_("Paid to you"), dollars(paid.sum("net"))),
    )


def _record(
    statement: Statement, annuities: Sequence[Annuity], amounts: dict[int, Sequence[AnnuityAmount]]
) -> list[tuple[str, str]]:
    rows = []
    if statement.kind == Statement.Kind.SURVIVOR:
        rows.append((_("Survivor of"), statement.member.person.full_name))
    for annuity in annuities:
        rows += [
            (_("Kind of benefit"), _kind(annuity)),
            (_("Began"), day(annuity.starts_on)),
            (_("First monthly amount"), dollars(annuity.original_monthly)),
            (_("Service credit"), span(annuity.service_months)),
            (_("Final average compensation"), dollars(annuity.final_average_compensation)),
        ]
        rows += [_change(amount) for amount in amounts[annuity.pk][-1:]]
    return rows


def _kind(annuity: Annuity) -> str:
    return {
        Annuity.Kind.RETIREMENT: _("Retirement annuity"),
        Annuity.Kind.SURVIVOR: _("Survivor annuity"),
        Annuity.Kind.OCCUPATIONAL_DEATH: _("Occupational death annuity"),
    }[Annuity.Kind(annuity.kind)]


def _change(amount: AnnuityAmount) -> tuple[str, str]:
    why = {
        AnnuityAmount.Reason.GRANT: _("Amount unchanged since"),
        AnnuityAmount.Reason.INCREASE: _("Last annual increase"),
        AnnuityAmount.Reason.OFFSET: _("Social Security offset"),
    }[AnnuityAmount.Reason(amount.reason)]
    return why, day(amount.from_on)


def _suspensions(annuities: Sequence[Annuity]) -> list[str]:
    if all(annuity.state != Annuity.State.SUSPENDED for annuity in annuities):
        return []
    return [_("Your annuity is suspended while you work. Call us when that work ends.")]
