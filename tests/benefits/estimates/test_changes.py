"""What changed since last time: each cause by itself, and together the whole difference."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from benefits.models import ServiceGrant
from benefits.services.estimates.changes import Comparison, compare
from sers_portal.base import clock
from tests import people
from tests.factories.estimates import AT_67, a_basis, a_saved_estimate, assumptions
from tests.factories.work import a_month_of_pay

pytestmark = pytest.mark.django_db


def compared(person, saved, *, retire_on: date = AT_67, growth: str = "2.75") -> Comparison:
    basis = a_basis(person)
    now = basis.figure(retire_on=retire_on, assumptions=assumptions(growth))
    return compare(saved, with_=now, basis=basis)


def whole(comparison: Comparison) -> Decimal:
    return sum((change.difference for change in comparison.changes), Decimal(0))


def test_nothing_changed_says_nothing():
    person = people.an_active_member()

    comparison = compared(person, a_saved_estimate(person))

    assert comparison.changes == ()
    assert comparison.difference == 0


def test_months_of_pay_that_came_in_are_named_with_what_they_changed():
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    a_month_of_pay(people.membership_of(person), people.this_month(), "6000.00", paid_on=clock.today())

    comparison = compared(person, saved)

    (change,) = comparison.changes
    assert change.cause == "Your record"
    assert change.difference == comparison.difference > 0
    assert "1 month of pay was added" in change.reasons[0]
    assert "$6,000.00" in change.reasons[0]


def test_a_corrected_month_is_told_as_corrected():
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    member = people.membership_of(person)
    last = member.pay_records.order_by("-month", "-id").first()
    a_month_of_pay(member, people.this_month().plus(-1), "4000.00", corrects=last)

    (change,) = compared(person, saved).changes

    assert change.difference < 0
    assert "was corrected" in change.reasons[0]


def test_granted_service_is_told():
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    ServiceGrant.objects.create(
        member=people.membership_of(person),
        kind="prior",
        months=12,
        formula="regular",
        granted_on=clock.today(),
    )

    (change,) = compared(person, saved).changes

    assert change.reasons == ("Service that does not come from pay was added or changed.",)


def test_another_assumption_and_another_day_are_told_apart():
    person = people.an_active_member()
    saved = a_saved_estimate(person)

    comparison = compared(person, saved, retire_on=date(2053, 5, 1), growth="4")

    assert [change.cause for change in comparison.changes] == ["The assumptions", "The day of retirement"]
    assert comparison.changes[0].reasons == ("Pay growth is supposed to be 4% a year instead of 2.75%.",)
    assert all(change.difference > 0 for change in comparison.changes)
    assert whole(comparison) == comparison.difference


def test_a_newer_edition_of_the_law_is_a_cause_of_its_own():
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    saved.record = {**saved.record, "law_edition": "an older one"}
    saved.record["annuity"] = {**saved.record["annuity"], "amount": "1.00"}

    comparison = compared(person, saved)

    (change,) = comparison.changes
    assert change.cause == "The law or the way of figuring"
    assert change.difference == comparison.difference
    assert "newer edition" in change.reasons[0]


def test_an_annuity_that_was_not_payable_counts_as_none():
    person = people.an_active_member()
    saved = a_saved_estimate(person, retire_on=date(2040, 1, 1))

    comparison = compared(person, saved)

    assert comparison.before is None
    assert whole(comparison) == comparison.difference == comparison.after


def test_a_refusal_is_told_instead_of_a_difference():
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    basis = a_basis(person)
    now = basis.figure(retire_on=AT_67, assumptions=assumptions("0"))
    silent = basis._replace(facts=replace(basis.facts, pay=()))

    comparison = compare(saved, with_=now, basis=silent)

    assert comparison.refusal.key == "estimate.no_recent_pay"
    assert comparison.changes == ()
