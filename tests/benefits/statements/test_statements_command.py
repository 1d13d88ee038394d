"""The February run on the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from benefits.models import StatementRun
from benefits.services.statements import runs
from benefits.services.statements.progress import progress
from tests.benefits.statements import households
from tests.benefits.statements.february import work
from tests.factories.accounts import an_account, staff

pytestmark = pytest.mark.django_db


def statements(*arguments: str, **options) -> str:
    out = StringIO()
    call_command("statements", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def pat():
    permissions = (
        "benefits.add_statementrun",
        "benefits.change_statementrun",
        "benefits.release_statementrun",
    )
    return staff(*permissions, email="pat@example.org")


@pytest.fixture
def rae():
    return staff("benefits.release_statementrun", email="rae@example.org")


def test_a_february_from_plan_to_release(pat, rae):
    households.retired()

    said = [
        statements("plan", "2025", by=pat.email),
        statements("render", "2025", background=True),
        statements("status", "2025"),
    ]
    work()
    said += [statements("status", "2025"), statements("release", "2025", by=rae.email)]

    assert "Statements planned for 2025: 1." in said[0]
    assert "Statements handed out: 1." in said[1]
    assert "0% made; 1 waiting; 0 set aside" in said[2]
    assert "100% made; 0 waiting" in said[3]
    assert "finished and waits for its release" in said[3]
    assert "Released the statements for 2025" in said[4]


def test_the_planner_is_told_that_somebody_else_must_release(pat):
    households.retired()
    statements("plan", "2025", by=pat.email)
    statements("render", "2025", background=True)
    work()

    with pytest.raises(CommandError, match="You planned this run, so somebody else must release it"):
        statements("release", "2025", by=pat.email)


def test_a_step_without_a_person_is_refused():
    with pytest.raises(CommandError, match="Name a member of staff by e-mail address: --by EMAIL"):
        statements("plan", "2025")


def test_somebody_who_is_not_staff_is_refused():
    account = an_account()

    with pytest.raises(CommandError, match="Name a member of staff"):
        statements("plan", "2025", by=account.email)


def test_staff_without_the_permission_are_refused(rae):
    with pytest.raises(CommandError, match=r"rae@example.org may not do this: the permission benefits.add"):
        statements("plan", "2025", by=rae.email)


def test_a_year_nobody_planned_is_named():
    with pytest.raises(CommandError, match="No statements are planned for 2024. Plan them first"):
        statements("status", "2024")


def test_stop_and_resume(pat):
    households.retired()
    statements("plan", "2025", by=pat.email)
    statements("render", "2025", background=True)

    statements("stop", "2025", by=pat.email)
    idle = work()
    statements("resume", "2025", background=True)
    work()

    assert idle == 0
    assert progress(runs.run_of(2025)).is_complete


def test_discard_keeps_the_reason(pat):
    statements("plan", "2025", by=pat.email)

    said = statements("discard", "2025", by=pat.email, reason="Wrong heading")

    assert "Plan anew" in said
    assert StatementRun.objects.get().state == "discarded"
