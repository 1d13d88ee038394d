"""The registry of calculations: what the case runner, and whatever else names one, can call.

Apps above add their own calculations, law and words from `AppConfig.ready`, so that nothing here points up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from benefits import case_values as read
from benefits.rules.annuity import retirement_annuity
from benefits.rules.compensation import final_average_compensation, tier_2_year
from benefits.rules.contributions import contribution
from benefits.rules.death import beneficiary_shares, lump_sum_death
from benefits.rules.facts import BenefitKind
from benefits.rules.increases import annual_increases
from benefits.rules.interest import regular_interest
from benefits.rules.law import Law, load_law
from benefits.rules.law import register_law_directory as _register_law_directory
from benefits.rules.months import Month
from benefits.rules.payment_dates import PaymentDate, payment_date
from benefits.rules.service_credit import monthly_service_credit
from benefits.rules.survivors import survivor_annuity
from benefits.rules.tax import ElectedForm, FederalWithholding, elected_withholding, federal_withholding
from benefits.state_holidays import state_holidays

TIER = read.choice(1, 2)
FORMULA = read.choice("regular", "alternative")
COVERAGE = read.choice("covered", "noncovered")
STATUS_AT_DEATH = read.choice("retired", "active", "inactive")
PAY_UNITS = {"monthly": "calendar_days", "per_diem": "work_days", "hourly": "hours"}


@dataclass(frozen=True)
class Calculation:
    """A calculation by name: its rule, how its facts are read, and how what is expected of it is read.

    `check` sees the facts as read and raises WrongValue where they do not belong together.
    """

    name: str
    function: Callable[..., Any]
    required: Mapping[str, read.Reader]
    optional: Mapping[str, read.Reader]
    expect: Mapping[str, read.Reader]
    check: Callable[[Mapping[str, Any]], None] = lambda facts: None

    def read_facts(self, facts: object) -> dict[str, Any]:
        """The facts of a case, typed. WrongValue names the key that is unknown, missing or wrong."""
        if not isinstance(facts, Mapping):
            raise read.WrongValue(f"must be a table, not {facts!r}")
        for name in self.required:
            if name not in facts:
                raise read.WrongValue("is missing", name)
        values = read_known({**self.required, **self.optional}, facts)
        self.check(values)
        return values

    def run(self, facts: Mapping[str, Any], law: Law) -> Any:
        """The rule's answer. Raises Refusal where the rules stop."""
        return self.function(**facts, law=law)


def read_known(readers: Mapping[str, read.Reader], values: Mapping[str, object]) -> dict[str, Any]:
    """Read each value by the reader of its name. WrongValue names an unknown or wrong one."""
    typed = {}
    for name, value in values.items():
        if name not in readers:
            raise read.WrongValue("is an unknown key", name)
        try:
            typed[name] = readers[name](value)
        except read.WrongValue as error:
            raise read.WrongValue(str(error), name, *error.key) from error
    return typed


_calculations: dict[str, Calculation] = {}


def register(calculation: Calculation) -> None:
    """Add a calculation; registering the same name again replaces it."""
    _calculations[calculation.name] = calculation


def find(name: str) -> Calculation | None:
    """The calculation of that name, if there is one."""
    return _calculations.get(name)


def names() -> tuple[str, ...]:
    """The names of all calculations, sorted."""
    return tuple(sorted(_calculations))


def register_law_directory(path: Path) -> None:
    """Let an app above add the law files in a folder to the law."""
    _register_law_directory(path)


def current_law() -> Law:
    """The law of all registered folders, without figures that staff approved since."""
    return load_law()


def _one_unit(facts: Mapping[str, Any]) -> None:
    wanted = PAY_UNITS[facts["pay_basis"]]
    if wanted not in facts:
        raise read.WrongValue("is missing", wanted)
    for unit in PAY_UNITS.values():
        if unit != wanted and unit in facts:
            raise read.WrongValue(f"does not belong to {facts['pay_basis']} pay", unit)


def _payment_date(*, month: Month, law: Law) -> PaymentDate:
    """The day a month's benefits are paid: the 19th, or the last working day before it (80 Ill. Adm. Code 303.190)."""
    return payment_date(month=month, holidays=state_holidays(month.year), law=law)


register(
    Calculation(
        name="monthly_service_credit",
        function=monthly_service_credit,
        required={"pay_basis": read.choice(*PAY_UNITS)},
        optional={"calendar_days": read.integer, "work_days": read.integer, "hours": read.hours},
        expect={"months": read.number},
        check=_one_unit,
    )
)
register(
    Calculation(
        name="contribution",
        function=contribution,
        required={
            "tier": TIER,
            "formula": FORMULA,
            "coverage": COVERAGE,
            "paid_on": read.day,
            "earnings": read.number,
        },
        optional={"pensionable_so_far": read.number, "picked_up": read.yes_no},
        expect=dict.fromkeys(
            ("pensionable", "retirement", "survivor", "total", "paid_by_member", "picked_up"), read.number
        ),
    )
)
register(
    Calculation(
        name="tier_2_year",
        function=tier_2_year,
        required={"year": read.calendar_year},
        optional={},
        expect={"cap": read.number, "increase_percent": read.number},
    )
)
register(
    Calculation(
        name="regular_interest",
        function=regular_interest,
        required={"contributions": read.listed(read.year_contribution), "as_of": read.day},
        optional={},
        expect={"interest": read.number, "balance": read.number},
    )
)
register(
    Calculation(
        name="final_average_compensation",
        function=final_average_compensation,
        required={"tier": TIER, "pay": read.listed(read.pay_spell)},
        optional={"formula": FORMULA, "alternative_months": read.number, "final_monthly_rate": read.number},
        expect={"final_average_compensation": read.number},
    )
)
register(
    Calculation(
        name="retirement_annuity",
        function=retirement_annuity,
        required={
            "tier": TIER,
            "formula": FORMULA,
            "coverage": COVERAGE,
            "born": read.day,
            "annuity_start": read.day,
            "service_months": read.number,
            "final_average_compensation": read.number,
        },
        optional={
            "last_day_of_employment": read.day,
            "alternative_months": read.number,
            "police": read.yes_no,
            "offset_removal": read.yes_no,
            "reciprocal_months": read.number,
        },
        expect={"payable": read.yes_no, "reduction_percent": read.number, "monthly_annuity": read.number},
    )
)
register(
    Calculation(
        name="annual_increases",
        function=annual_increases,
        required={
            "tier": TIER,
            "formula": FORMULA,
            "born": read.day,
            "annuity_start": read.day,
            "original_annuity": read.number,
            "through": read.day,
        },
        optional={"basis": read.choice("age", "35_years", "rule_of_85", "reduced")},
        expect={"increases": read.listed(read.table(on=read.day, monthly=read.number))},
    )
)
register(
    Calculation(
        name="survivor_annuity",
        function=survivor_annuity,
        required={
            "tier": TIER,
            "coverage": COVERAGE,
            "status_at_death": STATUS_AT_DEATH,
            "annuity": read.number,
            "survivor_born": read.day,
            "on": read.day,
        },
        optional={"social_security": read.number, "offset_removal": read.yes_no},
        expect=dict.fromkeys(("before_offset", "offset", "monthly"), read.number),
    )
)
register(
    Calculation(
        name="lump_sum_death",
        function=lump_sum_death,
        required={"status_at_death": STATUS_AT_DEATH, "survivor_annuity_payable": read.yes_no},
        optional=dict.fromkeys(
            (
                "retirement_contributions",
                "survivor_contributions",
                "interest",
                "service_months",
                "final_average_compensation",
                "annuity_paid",
            ),
            read.number,
        ),
        expect={"amount": read.number},
    )
)
register(
    Calculation(
        name="beneficiary_shares",
        function=beneficiary_shares,
        required={"amount": read.number, "percents": read.listed(read.number)},
        optional={},
        expect={"amounts": read.listed(read.number)},
    )
)
register(
    Calculation(
        name="payment_date",
        function=_payment_date,
        required={"month": read.month},
        optional={},
        expect={"on": read.day},
    )
)
register(
    Calculation(
        name="federal_withholding",
        function=federal_withholding,
        required={
            "year": read.calendar_year,
            "kind": read.choice("retirement", "survivor", "occupational_death"),
            "benefit_began": read.day,
            "monthly": read.number,
        },
        optional={},
        expect={"monthly_withholding": read.number},
    )
)


def _elected_withholding(
    *, year: int, kind: BenefitKind, monthly: Decimal, law: Law, **form: Any
) -> FederalWithholding:
    """The tax withheld each month by a form W-4P of 2022 or later, in dollars (IRS Publication 15-T, Worksheet 1B).

    With jobs or lower pensions (Step 2), the year's tax is what the annuity adds to the tax on them. Never more than the
    month's amount. LawGap: a year whose tables are not held.
    """
    return elected_withholding(year=year, kind=kind, monthly=monthly, form=ElectedForm(**form), law=law)


register(
    Calculation(
        name="elected_withholding",
        function=_elected_withholding,
        required={
            "year": read.calendar_year,
            "kind": read.choice("retirement", "survivor", "occupational_death"),
            "monthly": read.number,
            "filing": read.choice("single", "married", "head"),
        },
        optional=dict.fromkeys(
            (
                "jobs_yearly",
                "lower_pensions_yearly",
                "credits_yearly",
                "other_income_yearly",
                "deductions_yearly",
                "extra_monthly",
            ),
            read.number,
        ),
        expect={"monthly_withholding": read.number},
    )
)
