"""What of a lump sum is taxed, and how one rollover election is shared out."""

from decimal import Decimal as D

import pytest

from benefits.rules.lump_sum_tax import (
    from_taxed_pay,
    rollover_of_each,
    taxable_of_each,
    untaxed_after_retirement,
)
from benefits.rules.refusals import NotCovered


@pytest.mark.parametrize(
    ("paid_by_member", "expected"),
    [("340.00", "20.00"), ("0.00", "0.00"), ("120.00", "7.06")],
)
def test_a_share_came_from_taxed_pay_as_far_as_the_member_paid_the_month(paid_by_member, expected):
    taxed = from_taxed_pay(share=D("20.00"), contributed=D("340.00"), paid_by_member=D(paid_by_member))

    assert taxed == D(expected)


def test_a_month_without_contributions_has_no_taxed_part():
    assert from_taxed_pay(share=D(0), contributed=D(0), paid_by_member=D(0)) == 0


@pytest.mark.parametrize(
    ("elected", "expected"),
    [("100.00", ("100.00", "0.00")), ("1500.00", ("1000.00", "500.00")), ("9999.00", ("1000.00", "800.00"))],
)
def test_one_election_is_used_up_once_and_never_beyond_what_is_taxed(elected, expected):
    parts = rollover_of_each(taxable=(D("1000.00"), D("800.00")), elected=D(elected))

    assert parts == tuple(map(D, expected))


def test_a_cent_too_much_of_the_taxable_part_goes_to_the_next_share_and_none_is_lost():
    # 99.99 of 100.00 is taxed, in three shares: the first would get two cents of the rest and room for none.
    parts = taxable_of_each(
        parts=(D("33.34"), D("33.32"), D("33.33")), gross=(D("33.33"), D("33.33"), D("33.34"))
    )

    assert parts == (D("33.33"), D("33.33"), D("33.33"))
    assert sum(parts) == D("99.99")


@pytest.mark.parametrize(
    ("paid", "given_back", "untaxed"),
    [
        ("240.00", "30.00", "210.00"),
        ("240.00", "300.00", "0.00"),
        ("9000.00", "0.00", "760.00"),
        ("0.00", None, "0.00"),
    ],
)
def test_after_retirement_what_was_paid_from_taxed_pay_and_not_given_back_is_untaxed(
    paid, given_back, untaxed
):
    back = None if given_back is None else D(given_back)

    found = untaxed_after_retirement(amount=D("760.00"), from_taxed_pay=D(paid), given_back=back)

    assert found == D(untaxed)


@pytest.mark.parametrize(("paid", "given_back"), [(None, D(0)), (D("0.01"), None)])
def test_after_retirement_nothing_is_guessed(paid, given_back):
    with pytest.raises(NotCovered):
        untaxed_after_retirement(amount=D("760.00"), from_taxed_pay=paid, given_back=given_back)
