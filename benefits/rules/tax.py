"""Federal income tax withheld when the payee has said nothing else. Illinois taxes no SERS benefit."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.facts import BenefitKind
from benefits.rules.law import Law, LawValue
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.rules.months import MONTHS_IN_A_YEAR
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class FederalWithholding:
    """Federal income tax withheld, in dollars a month."""

    monthly_withholding: Decimal
    worksheet: tuple[Line, ...]


def federal_withholding(
    *, year: int, kind: BenefitKind, benefit_began: date, monthly: Decimal, law: Law
) -> FederalWithholding:
    """The tax withheld each month without a form W-4P on file, in dollars (IRS Publication 15-T).

    Benefits begun before 2023 count as married with three allowances, later ones as single. An occupational
    death annuity is not taxed. LawGap: a year whose tables are not held.
    """
    taxability = law.latest("federal_taxability", kind=kind)
    if taxability.text("federal_income_tax") == "not_taxed":
        return FederalWithholding(ZERO, (line("tax.monthly", ZERO, "tax.not_taxable", taxability),))
    default = law.value("default_withholding", on=benefit_began)
    table = law.value("federal_withholding", on=date(year, 1, 1), filing=default.text("filing"))
    adjustment = table.decimal("adjustment")
    taxable = max(MONTHS_IN_A_YEAR * monthly - adjustment, ZERO)
    annual, over, to_there, percent = _tax_of_year(table, taxable)
    withheld = half_up(annual / MONTHS_IN_A_YEAR)
    steps = (
        line("tax.filing", default.text("filing"), "tax.default", default, began=benefit_began),
        line("tax.base", taxable, "tax.less_adjustment", table, monthly=monthly, adjustment=adjustment),
        line(
            "tax.annual",
            annual,
            "tax.bracket",
            table,
            over=over,
            to_there=to_there,
            percent=percent,
            base=taxable,
        ),
        line("tax.monthly", withheld, "tax.twelfth", table, annual=annual),
    )
    return FederalWithholding(withheld, steps)


@dataclass(frozen=True, slots=True)
class ElectedForm:
    """A form W-4P: the filing status, amounts of a year in dollars, and an extra amount a month; or no withholding."""

    filing: str = ""
    jobs_yearly: Decimal = ZERO
    lower_pensions_yearly: Decimal = ZERO
    credits_yearly: Decimal = ZERO
    other_income_yearly: Decimal = ZERO
    deductions_yearly: Decimal = ZERO
    extra_monthly: Decimal = ZERO
    is_none: bool = False

    @property
    def other_pay_yearly(self) -> Decimal:
        """Step 2(b)(iii): pay of jobs and of pensions that pay less than this one, in dollars a year."""
        return self.jobs_yearly + self.lower_pensions_yearly


def elected_withholding(
    *, year: int, kind: BenefitKind, monthly: Decimal, form: ElectedForm, law: Law
) -> FederalWithholding:
    """The tax withheld each month by a form W-4P, in dollars: never more than the month's amount.

    IRS Publication 15-T, Worksheet 1B, for forms of 2022 and later: the year's tax on the annuity and other income less
    deductions, a twelfth of it less a twelfth of the credits, and the extra amount. With jobs or lower pensions (Step 2),
    the year's tax is what the annuity adds to the tax on them. LawGap: a year whose tables are not held.
    """
    taxability = law.latest("federal_taxability", kind=kind)
    if taxability.text("federal_income_tax") == "not_taxed":
        return FederalWithholding(ZERO, (line("tax.monthly", ZERO, "tax.not_taxable", taxability),))
    if form.is_none:
        return FederalWithholding(ZERO, (line("tax.monthly", ZERO, "tax.none_elected", taxability),))
    table = law.value("federal_withholding", on=date(year, 1, 1), filing=form.filing)
    annual, steps = _elected_tax_of_year(table, monthly, form)
    twelfth, credit = half_up(annual / MONTHS_IN_A_YEAR), half_up(form.credits_yearly / MONTHS_IN_A_YEAR)
    withheld = min(max(twelfth - credit, ZERO) + form.extra_monthly, monthly)
    last = line(
        "tax.monthly",
        withheld,
        "tax.twelfth_elected",
        table,
        annual=annual,
        credits=form.credits_yearly,
        extra=form.extra_monthly,
    )
    first = line("tax.filing", f"elected_{form.filing}", "tax.elected", table)
    return FederalWithholding(withheld, (first, *steps, last))


def _elected_tax_of_year(
    table: LawValue, monthly: Decimal, form: ElectedForm
) -> tuple[Decimal, tuple[Line, ...]]:
    adjustment, other_pay = table.decimal("adjustment"), form.other_pay_yearly
    own = MONTHS_IN_A_YEAR * monthly + form.other_income_yearly - form.deductions_yearly - adjustment
    facts = {
        "monthly": monthly,
        "other": form.other_income_yearly,
        "deductions": form.deductions_yearly,
        "adjustment": adjustment,
    }
    if not other_pay:
        base = max(own, ZERO)
        return _looked_up(table, ("tax.base", base, "tax.less_elected", facts), "tax.annual")
    # The annuity's own part may be below zero here: the worksheet counts it so.
    both = max(other_pay + own, ZERO)
    with_annuity, first = _looked_up(
        table,
        ("tax.base", both, "tax.less_elected_with_pay", facts | {"pay": other_pay}),
        "tax.annual_of_both",
    )
    pay = max(other_pay - adjustment, ZERO)
    without, second = _looked_up(
        table,
        ("tax.base_of_pay", pay, "tax.pay_less_adjustment", {"pay": other_pay, "adjustment": adjustment}),
        "tax.annual_of_pay",
    )
    annual = max(with_annuity - without, ZERO)
    step = line("tax.annual", annual, "tax.added_by_annuity", table, both=with_annuity, pay=without)
    return annual, (*first, *second, step)


def _looked_up(
    table: LawValue, base: tuple[str, Decimal, str, dict[str, Decimal]], label: str
) -> tuple[Decimal, tuple[Line, ...]]:
    """The year's tax on a base, with the line of the base (its label, amount, way and facts) and that of the tax."""
    name, amount, way, facts = base
    annual, over, to_there, percent = _tax_of_year(table, amount)
    step = line(
        label, annual, "tax.bracket", table, over=over, to_there=to_there, percent=percent, base=amount
    )
    return annual, (line(name, amount, way, table, **facts), step)


def _tax_of_year(table: LawValue, taxable: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """The year's tax to the cent, and the bracket it came from: over, tax to there, percent above."""
    over, to_there, percent = _bracket(table.figures["brackets"], taxable)
    return half_up(to_there + percent_of(percent, taxable - over)), over, to_there, percent


def _bracket(brackets: list[list[Decimal | int]], taxable: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    reached = [bracket for bracket in brackets if taxable > bracket[0]]
    if not reached:
        return ZERO, ZERO, ZERO
    over, to_there, percent = map(Decimal, reached[-1])
    return over, to_there, percent


@dataclass(frozen=True, slots=True)
class LumpSumWithholding:
    """Federal income tax withheld from a refund or lump sum, and what is left of it, in dollars."""

    withheld: Decimal
    paid_out: Decimal
    worksheet: tuple[Line, ...]


def lump_sum_withholding(*, taxable: Decimal, rolled_over: Decimal, on: date, law: Law) -> LumpSumWithholding:
    """20% of the taxable part that does not go straight to another plan or an IRA (unconfirmed)."""
    rule = law.value("lump_sum_withholding", on=on)
    paid = taxable - rolled_over
    withheld = half_up(percent_of(rule.decimal("percent"), paid))
    step = line(
        "tax.lump_sum",
        withheld,
        "tax.part_paid_out",
        rule,
        percent=rule.decimal("percent"),
        taxable=taxable,
        rolled_over=rolled_over,
    )
    return LumpSumWithholding(withheld, paid - withheld, (step,))
