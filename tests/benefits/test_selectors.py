"""From rows to facts: corrected records, temporary work, and a number of queries that does not grow."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Person
from benefits import selectors
from benefits.models import (
    AccountEntry,
    Annuity,
    Employer,
    Employment,
    FamilyMember,
    Member,
    PayRecord,
    ServiceGrant,
)
from benefits.rules.law import load_law
from benefits.rules.months import Month

pytestmark = pytest.mark.django_db
LAW = load_law()
THROUGH = date(2025, 12, 31)


def a_member(number: int = 1, hired_on: date = date(2014, 1, 1)) -> Member:
    person = Person(
        member_id=f"{900000 + number}", given_name="Ada", family_name="Nowak", born_on=date(1970, 1, 2)
    )
    person.set_ssn(f"{123450000 + number}")
    person.save()
    member = Member.objects.create(
        person=person, tier=2, formula="regular", coverage="covered", first_membership_on=hired_on
    )
    Employment.objects.create(
        member=member, employer=an_employer(), formula="regular", coverage="covered", hired_on=hired_on
    )
    return member


def an_employer() -> Employer:
    return Employer.objects.get_or_create(code="CMS", defaults={"name": "Central Management Services"})[0]


def pay(member: Member, month: Month, earnings: str = "4000.00", **fields) -> PayRecord:
    amount = Decimal(earnings)
    shares = {
        "retirement_contribution": amount * Decimal("0.035"),
        "survivor_contribution": amount * Decimal("0.005"),
    }
    return PayRecord.objects.create(
        **{
            "member": member,
            "employer": an_employer(),
            "month": month.first_day,
            "paid_on": month.last_day,
            "pay_basis": "monthly",
            "units": 30,
            "earnings": amount,
            "pensionable": amount,
            "formula": "regular",
            "coverage": "covered",
            **shares,
            **fields,
        }
    )


def test_a_corrected_record_counts_no_longer():
    member = a_member()
    wrong = pay(member, Month(2025, 1), "9000.00")
    pay(member, Month(2025, 1), "4000.00", corrects=wrong)

    facts = selectors.member_facts([member.pk], through=THROUGH)[member.pk]

    assert [row.earnings for row in facts.pay] == [Decimal("4000.00")]


def test_pay_and_entries_after_the_day_are_not_known_yet():
    member = a_member()
    pay(member, Month(2026, 1))
    AccountEntry.objects.create(member=member, kind="purchase", on=date(2026, 1, 1), retirement=10)
    ServiceGrant.objects.create(member=member, kind="purchased", months=1, granted_on=date(2026, 1, 1))

    facts = selectors.member_facts([member.pk], through=THROUGH)[member.pk]

    assert (facts.pay, facts.entries, facts.grants) == ((), (), ())


def test_a_spouse_survives_after_a_full_year_of_marriage():
    married_a_year, a_day_less = a_member(1), a_member(2)
    for member, since_on in ((married_a_year, date(2024, 12, 31)), (a_day_less, date(2025, 1, 1))):
        FamilyMember.objects.create(
            member=member, relation="spouse", name="Sam", born_on=date(1971, 1, 1), since_on=since_on
        )

    facts = selectors.member_facts([married_a_year.pk, a_day_less.pk], through=THROUGH)

    assert facts[married_a_year.pk].spouse_born_on == date(1971, 1, 1)
    assert facts[a_day_less.pk].spouse_born_on is None


def test_someone_who_leaves_later_is_still_at_work_on_the_day():
    member = a_member()
    Employment.objects.update(left_on=date(2026, 3, 31))

    assert selectors.member_facts([member.pk], through=THROUGH)[member.pk].left_on is None
    assert selectors.member_facts([member.pk], through=date(2026, 3, 31))[member.pk].left_on == date(
        2026, 3, 31
    )


def test_temporary_work_of_a_retiree_earns_no_service_and_does_not_make_active():
    member = a_member()
    Employment.objects.update(left_on=date(2020, 6, 30))
    Employment.objects.create(
        member=member,
        employer=an_employer(),
        formula="regular",
        coverage="covered",
        hired_on=date(2025, 2, 1),
        is_temporary_retiree=True,
    )
    pay(member, Month(2020, 5))
    pay(member, Month(2025, 2), retirement_contribution=0, survivor_contribution=0, pensionable=0)
    Annuity.objects.create(
        member=member,
        payee=member.person,
        kind="retirement",
        starts_on=date(2020, 7, 1),
        formula="regular",
        coverage="covered",
        service_months=76,
        final_average_compensation=4000,
        original_monthly=1000,
    )

    facts = selectors.member_facts([member.pk], through=THROUGH)[member.pk]

    assert [row.earns_service for row in facts.pay] == [True, False]
    assert facts.left_on == date(2020, 6, 30)
    assert selectors.kinds_of(member.person, on=THROUGH) == {"retired"}


def test_facts_of_many_members_cost_as_many_queries_as_of_one(django_assert_num_queries):
    members = [a_member(number) for number in range(1, 6)]
    for member in members:
        pay(member, Month(2025, 1))

    with django_assert_num_queries(7):
        facts = selectors.member_facts([member.pk for member in members], through=THROUGH)

    assert len(facts) == 5


def test_the_ledger_groups_by_fiscal_year_and_shows_what_was_corrected(django_assert_num_queries):
    member = a_member()
    pay(member, Month(2025, 6))
    wrong = pay(member, Month(2025, 7), "9000.00")
    right = pay(member, Month(2025, 7), "4000.00", corrects=wrong, picked_up=Decimal("160.00"))

    with django_assert_num_queries(2):
        ledger = selectors.pay_ledger(member, law=LAW, through=THROUGH)

    assert [year.year for year in ledger] == [2026, 2025]
    july = ledger[0].months[0]
    assert [(row.number, row.corrected_by) for row in july.records] == [
        (wrong.pk, right.pk),
        (right.pk, None),
    ]
    assert (ledger[0].earnings, ledger[0].picked_up, ledger[0].paid_by_member) == (4000, 160, 0)
    assert ledger[0].service_months == 1


def test_two_jobs_in_a_month_earn_one_month():
    member = a_member()
    other = Employer.objects.create(code="DOC", name="Corrections")
    pay(member, Month(2025, 7))
    pay(member, Month(2025, 7), employer=other)

    month = selectors.pay_ledger(member, law=LAW, through=THROUGH)[0].months[0]

    assert (len(month.records), month.service_months) == (2, 1)


def test_the_account_by_year_comes_to_the_balance():
    member = a_member()
    for year in (2023, 2024, 2025):
        pay(member, Month(year, 1))
    AccountEntry.objects.create(
        member=member, kind="opening_balance", on=date(2022, 6, 30), retirement=700, survivor=100, interest=50
    )

    history = selectors.account_history(member, law=LAW, through=THROUGH)

    assert [year.year for year in history.years] == [2025, 2024, 2023, 2022]
    assert history.years[-1].balance == 850
    # 850.00 × 6.5% = 55.25 on June 30, 2023.
    assert history.years[2].interest == Decimal("55.25")
    credited = sum(
        year.paid_by_member + year.picked_up + year.other + year.interest for year in history.years
    )
    assert history.years[0].balance == history.regular.balance == credited


def test_an_account_without_entries_is_empty_and_not_an_error():
    member = a_member()

    history = selectors.account_history(member, law=LAW, through=THROUGH)

    assert (history.years, history.regular.balance) == ([], 0)
