"""“If I died today”: survivors of the law and nominated beneficiaries told apart, with the statement's own figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from benefits.if_i_died import if_i_died
from benefits.models import Annuity, Beneficiary, Designation, FamilyMember, InsuranceEnrolment
from benefits.rules.refusals import Refusal
from benefits.rules.standing import standing
from benefits.selectors import law_in_force, member_facts
from sers_portal.base import clock
from tests import people

pytestmark = pytest.mark.django_db

PAGE = reverse("if_i_died")


def married(person, name="Jo Lopez", *, born_on=date(1980, 2, 1), since_on=date(2010, 6, 5)) -> FamilyMember:
    return FamilyMember.objects.create(
        member=people.membership_of(person), relation="spouse", name=name, born_on=born_on, since_on=since_on
    )


def a_child(person, name: str, *, years_old: int, **fields) -> FamilyMember:
    born_on = clock.today() - timedelta(days=366 * years_old)
    return FamilyMember.objects.create(
        member=people.membership_of(person), relation="child", name=name, born_on=born_on, **fields
    )


def names(person, *shares: tuple[str, str, str]) -> None:
    designation = Designation.objects.get(member=people.membership_of(person), superseded_on=None)
    for position, (name, percent, rank) in enumerate(shares):
        Beneficiary.objects.create(
            designation=designation,
            rank=rank,
            position=position,
            name=name,
            relationship="friend",
            percent=percent,
        )


def found_for(person):
    return if_i_died(people.membership_of(person), on=clock.today())


def test_the_figures_of_a_member_at_work_are_those_of_the_statement():
    maria = people.an_active_member()
    married(maria)
    today = clock.today()
    member = people.membership_of(maria)
    facts = member_facts([member.pk], through=today)[member.pk]

    found = found_for(maria)

    told = standing(facts, law=law_in_force(on=today), on=today).after_death
    assert found.monthly.annuity == told.spouse_monthly
    assert found.lump_sum == told.lump_sum
    assert found.monthly.annuity.monthly > 0


def test_without_a_survivor_the_lump_sum_holds_all_contributions_and_months_of_pay():
    maria = people.an_active_member()

    found = found_for(maria)

    assert found.monthly is None
    assert [step.label for step in found.lump_sum.worksheet] == ["lump_sum.salary", "lump_sum.amount"]


def test_the_first_named_gets_the_odd_cent_and_the_shares_come_to_the_whole():
    maria = people.an_active_member()
    names(maria, ("Ann", "33.34", "primary"), ("Bo", "33.33", "primary"), ("Cy", "33.33", "primary"))

    found = found_for(maria)

    assert sum(one.amount for one in found.primary) == found.lump_sum.amount


def test_contingents_are_named_and_get_nothing_while_a_primary_lives(signed_in):
    maria = people.an_active_member()
    names(maria, ("Ann", "100", "primary"), ("Bo", "100", "contingent"))

    page = signed_in(maria).get(PAGE)

    assert [one.amount for one in page.context["found"].contingent] == [None]
    assert "Only if none of them is alive" in page.text


def test_a_spouse_and_a_child_together_are_left_to_a_person_with_the_reason(signed_in):
    maria = people.an_active_member()
    married(maria)
    a_child(maria, "Lu Lopez", years_old=8)

    page = signed_in(maria).get(PAGE)

    assert isinstance(page.context["found"].monthly, Refusal)
    assert "Several survivors claim at once." in page.text
    assert 'please call SERS at <a href="tel:+12177857444">217-785-7444</a>' in page.text
    assert "Yes if unmarried" in page.text


def test_a_child_alone_has_the_monthly_benefit():
    maria = people.an_active_member()
    a_child(maria, "Lu Lopez", years_old=8)

    found = found_for(maria)

    assert found.monthly.annuity.monthly > 0
    assert found.monthly.least == found.monthly.annuity.monthly


def test_a_disabled_child_is_left_to_a_person(signed_in):
    maria = people.an_active_member()
    a_child(maria, "Lu Lopez", years_old=30, is_disabled=True)

    page = signed_in(maria).get(PAGE).text

    assert "Parents and disabled children are judged by a person." in page


def test_a_former_spouse_is_not_on_the_page(signed_in):
    maria = people.an_active_member()
    wife = married(maria, "Old Lopez")
    wife.ended_on = date(2020, 1, 1)
    wife.save()

    page = signed_in(maria).get(PAGE).text

    assert "Old Lopez" not in page
    assert "Nobody is on record" in page


def test_a_retirees_spouse_is_told_the_most_and_the_least_after_social_security():
    ruth = people.a_retiree()
    married(ruth, "Max Miller", born_on=date(1958, 1, 1), since_on=date(1985, 1, 1))

    found = found_for(ruth)

    # Tier 1: half of 2,150.00 a month; the offset takes half of that at most.
    assert found.monthly.annuity.before_offset == Decimal("1075.00")
    assert found.monthly.least == Decimal("537.50")
    assert found.lump_sum.amount == 0


def test_the_offset_removal_option_spares_a_retirees_spouse_the_offset():
    ruth = people.a_retiree()
    married(ruth, "Max Miller", born_on=date(1958, 1, 1), since_on=date(1985, 1, 1))
    Annuity.objects.update(offset_removal=True)

    assert found_for(ruth).monthly.least == Decimal("1075.00")


def test_a_retiree_without_survivors_leaves_what_is_left_of_the_contributions():
    ruth = people.a_retiree()
    Annuity.objects.update(contributions_at_start=Decimal("100000.00"))

    # 36 months of 2,150.00 were paid.
    assert found_for(ruth).lump_sum.amount == Decimal("22600.00")


def test_a_retiree_without_survivors_leaves_at_least_five_hundred_dollars():
    assert found_for(people.a_retiree()).lump_sum.amount == Decimal("500.00")


def test_the_lump_sum_of_somebody_who_left_with_a_spouse_is_left_to_a_person(signed_in):
    ivan = people.an_inactive_member()
    married(ivan, "Vera Petrov", born_on=date(1972, 3, 3), since_on=date(1999, 1, 1))

    page = signed_in(ivan).get(PAGE).text

    assert "is not settled in the sources" in page


def test_life_insurance_is_told_apart_with_its_insurer(signed_in):
    maria = people.an_active_member()
    InsuranceEnrolment.objects.create(
        person=maria, plan="life", carrier="MetLife", covers="yourself", from_on=date(2020, 1, 1)
    )

    page = signed_in(maria).get(PAGE).text

    assert "group life insurance with MetLife" in page
    assert "deferred compensation plan" in page


def test_whoever_named_nobody_is_warned(signed_in):
    ivan = people.an_inactive_member()

    assert "You have named nobody" in signed_in(ivan).get(PAGE).text


def test_a_survivor_is_told_that_the_benefit_ends_with_them(signed_in):
    assert "Your benefit ends with you" in signed_in(people.a_survivor()).get(PAGE).text


@pytest.mark.parametrize("years", [1, 36])
def test_the_page_costs_the_same_however_long_the_history(years, signed_in, django_assert_max_num_queries):
    maria = people.an_active_member(years=years)
    married(maria)
    client = signed_in(maria)

    with django_assert_max_num_queries(20):
        response = client.get(PAGE)

    assert response.status_code == 200
