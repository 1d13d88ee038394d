"""Who gets a statement, and that a year is planned once."""

from datetime import date

import pytest

from benefits.models import AccountEntry, Employment, Statement, StatementRun
from benefits.services.statements import plan as planning
from benefits.services.statements import runs
from benefits.services.statements.trouble import NotPossible
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests.benefits.statements import households
from tests.benefits.statements.february import PAT, planned
from tests.factories.accounts import a_person

pytestmark = pytest.mark.django_db


def kinds(run: StatementRun) -> dict[int, str]:
    return dict(run.statements.values_list("person", "kind"))


def test_each_person_gets_a_statement_of_their_kind():
    at_work, gone = households.at_work(), households.gone()
    retired, surviving = households.retired(), households.surviving()

    run = planned()

    assert kinds(run) == {
        at_work.person_id: "active",
        gone.person_id: "inactive",
        retired.payee_id: "annuitant",
        surviving.payee_id: "survivor",
    }


def test_a_member_who_is_also_a_survivor_gets_one_statement_for_each():
    person = a_person()
    own = households.at_work(person)
    annuity = households.surviving(person)

    run = planned()

    about = set(run.statements.filter(person=person).values_list("member", "kind"))
    assert about == {(own.pk, "active"), (annuity.member_id, "survivor")}


def test_nobody_is_written_to_after_their_death():
    households.retired(a_person(died_on=date(2025, 11, 3)))
    households.at_work(a_person(died_on=date(2026, 1, 20)))

    assert not planned().statements.exists()


def test_an_annuity_that_ended_in_the_year_is_still_told_of():
    households.retired(state="ended", ends_on=date(2025, 3, 31))
    households.surviving(state="ended", ends_on=date(2024, 12, 31))

    assert set(kinds(planned()).values()) == {"annuitant"}


def test_an_annuity_that_begins_after_the_year_leaves_its_member_a_benefit_statement():
    member = households.gone()
    households.an_annuity(member, member.person, "retirement", months=0, starts_on=date(2026, 1, 1))

    assert kinds(planned()) == {member.person_id: "inactive"}


def test_a_full_refund_ends_the_statements():
    member = households.gone()
    paid = 24 * 192
    AccountEntry.objects.create(
        member=member, kind="refund", on=date(2020, 5, 1), retirement=-24 * 168, survivor=-24 * 24
    )

    assert paid == 24 * (168 + 24)
    assert not planned().statements.exists()


def test_a_retiree_back_for_some_days_stays_an_annuitant_and_is_not_at_work():
    annuity = households.retired()
    Employment.objects.create(
        member=annuity.member,
        employer=annuity.member.employments.get().employer,
        formula="regular",
        coverage="covered",
        hired_on=date(2025, 11, 1),
        is_temporary_retiree=True,
    )

    assert kinds(planned()) == {annuity.payee_id: "annuitant"}


def test_a_member_hired_after_the_year_waits_for_the_next():
    households.a_member(hired_on=date(2026, 1, 5))

    assert not planned().statements.exists()


def test_planning_names_the_planner_in_the_audit():
    households.at_work()

    run = planned()

    event = AuditEvent.objects.get(verb="planned statements")
    assert (event.by, event.subject_id, event.detail) == (
        PAT.id,
        str(run.pk),
        {"year": 2025, "statements": 1},
    )


def test_a_second_plan_says_what_exists_and_changes_nothing():
    households.at_work()
    planned()
    households.at_work()

    with pytest.raises(
        NotPossible, match=r"2025 were planned on .* by Pat Plan: 1 of them, the run is planned"
    ):
        planned()

    assert Statement.objects.count() == 1


def test_a_year_that_is_not_over_is_refused():
    with pytest.raises(
        NotPossible, match="The year 2026 is not over yet. Plan its statements from January 1, 2027"
    ):
        planning.plan(year=2026, by=PAT)


def test_a_plan_without_a_planner_is_refused():
    with pytest.raises(NotPossible, match="Say who plans"):
        planning.plan(year=2025, by=SYSTEM)


def test_a_discarded_year_can_be_planned_anew():
    households.at_work()
    first = planned()

    runs.discard(run=first, by=PAT, reason="The samples showed last year's heading")
    second = planned()

    assert (first.pk != second.pk, second.statements.count()) == (True, 1)
    assert runs.run_of(2025) == second
