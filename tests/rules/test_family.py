"""Whom the statute names after a death, judged from the family on record."""

from datetime import date

import pytest

from benefits.rules.family import FamilyFacts, Judged, judge_family
from benefits.rules.law import load_law

TODAY = date(2026, 11, 22)
FIRST = date(2026, 12, 1)


def wife(*, born=date(1970, 5, 1), since=date(2000, 1, 1)) -> FamilyFacts:
    return FamilyFacts("spouse", born, since, False, False)


def child(born: date, *, student=False, disabled=False) -> FamilyFacts:
    return FamilyFacts("child", born, None, disabled, student)


MOTHER = FamilyFacts("parent", date(1945, 1, 1), None, False, False)


def judged(*family: FamilyFacts, tier: int = 2, has_service: bool = True) -> list[Judged]:
    return judge_family(family, tier=tier, has_service=has_service, on=TODAY, law=load_law())


def verdicts(*family: FamilyFacts, **more) -> list[str]:
    return [one.verdict for one in judged(*family, **more)]


def test_a_spouse_of_a_year_is_paid_from_the_first_of_the_next_month():
    assert judged(wife()) == [Judged("paid", paid_from=FIRST)]


def test_a_spouse_is_paid_once_the_marriage_has_lasted_a_year_to_the_day():
    assert verdicts(wife(since=date(2025, 11, 22))) == ["paid"]


def test_a_spouse_a_day_short_of_a_year_is_told_the_day():
    assert judged(wife(since=date(2025, 11, 23))) == [
        Judged("married_too_short", turns_on=date(2026, 11, 23))
    ]


def test_a_spouse_under_fifty_in_tier_1_waits_for_the_birthday_but_not_with_a_child_in_care():
    young = wife(born=date(1980, 4, 15))

    alone = judged(young, tier=1)
    with_child = judged(young, child(date(2020, 1, 1)), tier=1)

    assert alone[0].paid_from == date(2030, 5, 1)
    assert with_child[0].paid_from == FIRST


@pytest.mark.parametrize(
    ("born", "is_student", "verdict"),
    [
        (date(2008, 12, 2), False, "if_unmarried"),
        (date(2008, 12, 1), False, "too_old"),
        (date(2004, 12, 2), True, "if_unmarried"),
        (date(2004, 12, 1), True, "too_old"),
    ],
)
def test_a_child_is_paid_until_18_or_22_in_study_counted_when_payment_would_begin(born, is_student, verdict):
    assert verdicts(child(born, student=is_student)) == [verdict]


def test_a_disabled_child_is_judged_by_a_person_whatever_the_age():
    assert verdicts(child(date(1975, 1, 1), disabled=True)) == ["by_hand"]


def test_a_parent_comes_after_spouse_and_child():
    assert verdicts(MOTHER, wife()) == ["after_closer_family", "paid"]


def test_a_parent_is_judged_by_a_person_where_nobody_closer_would_be_paid():
    assert verdicts(MOTHER, child(date(1990, 1, 1))) == ["by_hand", "too_old"]


def test_nobody_is_paid_where_the_service_is_too_short():
    assert verdicts(wife(), MOTHER, has_service=False) == ["too_little_service"] * 2


def test_without_a_family_nobody_is_judged():
    assert judged() == []
