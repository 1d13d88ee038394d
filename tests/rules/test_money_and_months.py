from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from benefits.rules.money import down, half_up
from benefits.rules.monthly_payment import rest_of_month
from benefits.rules.months import (
    Month,
    anniversary,
    completed_months,
    fiscal_year,
    january_on_or_after,
    last_completed_fiscal_year,
)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.0049999", "0.00"), ("1.015", "1.02"), ("-0.005", "-0.01"), ("-0.004", "0.00")],
)
def test_half_a_cent_rounds_away_from_zero_as_decimal_and_as_fraction(amount: str, rounded: str) -> None:
    assert half_up(Decimal(amount)) == Decimal(rounded)
    assert half_up(Fraction(amount)) == Decimal(rounded)


@pytest.mark.parametrize(("amount", "rounded"), [("0.019", "0.01"), ("0.01", "0.01"), ("-0.019", "-0.01")])
def test_rounding_down_drops_part_cents_as_decimal_and_as_fraction(amount: str, rounded: str) -> None:
    assert down(Decimal(amount)) == Decimal(rounded)
    assert down(Fraction(amount)) == Decimal(rounded)


def test_age_is_completed_on_the_birthday_and_not_the_day_before() -> None:
    born = date(1960, 3, 15)

    assert completed_months(born, date(2020, 3, 14)) == 719
    assert completed_months(born, date(2020, 3, 15)) == 720


def test_month_after_january_31_is_completed_in_march_only() -> None:
    assert completed_months(date(2023, 1, 31), date(2023, 2, 28)) == 0
    assert completed_months(date(2023, 1, 31), date(2023, 3, 1)) == 1


def test_anniversary_of_february_29_is_march_1_where_the_year_lacks_it() -> None:
    assert anniversary(date(2020, 2, 29), 3) == date(2023, 3, 1)
    assert anniversary(date(2020, 2, 29), 4) == date(2024, 2, 29)


def test_first_january_is_the_day_itself_on_january_1() -> None:
    assert january_on_or_after(date(2024, 1, 1)) == date(2024, 1, 1)
    assert january_on_or_after(date(2024, 1, 2)) == date(2025, 1, 1)


def test_fiscal_year_turns_on_july_1() -> None:
    assert (fiscal_year(date(2026, 6, 30)), fiscal_year(date(2026, 7, 1))) == (2026, 2027)
    assert last_completed_fiscal_year(date(2026, 6, 30)) == 2025
    assert last_completed_fiscal_year(date(2026, 7, 1)) == 2026


@pytest.mark.parametrize(
    "text", ["2026-1", "2026-13", "2026-00", "26-01", "2026/01", "2026-01-01", "", "０026-01", "0000-01"]
)
def test_month_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_months_count_across_the_year() -> None:
    assert Month(2025, 11).plus(3) == Month(2026, 2)
    assert Month(2026, 2).plus(-3) == Month(2025, 11)
    assert (str(Month(2024, 2)), Month(2024, 2).last_day) == ("2024-02", date(2024, 2, 29))


@pytest.mark.parametrize(
    ("suspended", "rest"),
    [
        ((), "60.01"),
        # 10 of 30 days are paid: 666.67 at the old amount, 686.67 at the new one.
        (((date(2026, 6, 11), None),), "20.00"),
        (((date(2026, 5, 1), None),), "0.00"),
    ],
)
def test_the_rest_of_a_month_is_what_lies_between_both_amounts_by_its_days(suspended, rest) -> None:
    found = rest_of_month(
        before=Decimal("2000.00"), after=Decimal("2060.01"), month=Month(2026, 6), suspended=suspended
    )

    assert found == Decimal(rest)
