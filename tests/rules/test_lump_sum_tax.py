"""What of a lump sum is taxed, and how one rollover election is shared out."""

from decimal import Decimal as D

import pytest

from benefits.rules.lump_sum_tax import from_taxed_pay, rollover_of_each, taxable_of_each


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
