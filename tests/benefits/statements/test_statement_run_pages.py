"""The staff's pages of a run: plan, progress, samples, release by a second person."""

import pytest
from django.urls import reverse

from benefits.models import StatementRun
from benefits.services.statements import runs
from benefits.services.statements.release import release
from sers_portal.base.models import AccessEvent
from tests.benefits.statements import households
from tests.benefits.statements.february import PAT, RAE, made, planned, released, work
from tests.factories.accounts import a_person, an_account, staff

pytestmark = pytest.mark.django_db
ALL = ("view", "add", "change", "release")


def signed_in(client, *permissions: str):
    """A member of staff who may do this with runs, signed in."""
    user = staff(*(f"benefits.{permission}_statementrun" for permission in permissions))
    client.force_login(user)
    return user


def address(run: StatementRun) -> str:
    return reverse("admin:benefits_statementrun_change", args=[run.pk])


def take(client, run: StatementRun, step: str, **fields) -> str:
    """Press a button of the run's page; the text of the page that follows."""
    response = client.post(
        reverse("admin:statementrun_step", args=[run.pk]), {"step": step, **fields}, follow=True
    )
    return response.content.decode()


def test_staff_plan_a_year(client):
    households.retired()
    signed_in(client, *ALL)

    response = client.post(reverse("admin:benefits_statementrun_add"), {"year": 2025}, follow=True)

    run = StatementRun.objects.get()
    assert response.redirect_chain[-1][0] == address(run)
    assert "0 of 1 statements made (0%)" in response.content.decode()


def test_planning_a_year_twice_says_what_exists_beside_the_field(client):
    planned()
    signed_in(client, *ALL)

    response = client.post(reverse("admin:benefits_statementrun_add"), {"year": 2025})

    assert "The statements for 2025 were planned on" in response.content.decode()
    assert StatementRun.objects.count() == 1


def test_planning_a_year_that_is_not_over_says_when_it_can_be(client):
    signed_in(client, *ALL)

    response = client.post(reverse("admin:benefits_statementrun_add"), {"year": 2026})

    assert "The year 2026 is not over yet" in response.content.decode()


def test_the_page_looks_again_by_itself_while_work_goes_on_and_only_then(client):
    households.retired()
    run = planned()
    signed_in(client, *ALL)
    pages = [client.get(address(run))]
    take(client, run, "start")
    pages.append(client.get(address(run)))
    pages.append(client.get(address(run) + "?still=1"))
    work()
    pages.append(client.get(address(run)))

    assert [page.headers.get("Refresh") for page in pages] == [None, "5", None, None]
    assert "1 of 1 statements made (100%)" in pages[-1].text


def test_staff_stop_and_resume_by_buttons(client):
    households.retired()
    run = planned()
    signed_in(client, *ALL)
    take(client, run, "start")

    stopped = take(client, run, "stop")
    run.refresh_from_db()
    state_after_stop = run.state
    take(client, run, "resume")
    run.refresh_from_db()

    assert "Stopped. What was made is kept." in stopped
    assert (state_after_stop, run.state) == ("stopped", "rendering")


def test_the_planner_s_page_has_no_release_button_and_the_form_refuses(client):
    households.retired()
    user = signed_in(client, *ALL)
    client.post(reverse("admin:benefits_statementrun_add"), {"year": 2025})
    run = StatementRun.objects.get()
    runs.start(run=run, by=user.actor)
    work()

    page = client.get(address(run)).content.decode()
    answer = take(client, run, "release")

    run.refresh_from_db()
    assert 'value="release"' not in page
    assert "You planned this run, so somebody else must release it" in answer
    assert run.state == "rendering"


def test_a_second_person_releases_by_the_button(client):
    households.retired()
    run = made()
    signed_in(client, "view", "release")

    page = client.get(address(run)).content.decode()
    answer = take(client, run, "release")

    run.refresh_from_db()
    assert 'value="release"' in page
    assert "Released. Everybody is told now" in answer
    assert run.state == "released"


def test_staff_without_the_right_cannot_release_or_change(client):
    households.retired()
    run = made()
    signed_in(client, "view")

    for step in ("release", "stop", "discard"):
        response = client.post(
            reverse("admin:statementrun_step", args=[run.pk]), {"step": step, "reason": "x"}
        )
        assert response.status_code == 403

    run.refresh_from_db()
    assert run.state == "rendering"


def test_a_member_reaches_none_of_these_pages(client):
    annuity = households.retired()
    run = made()
    client.force_login(an_account(annuity.payee))
    statement = run.statements.get()

    addresses = [address(run), reverse("admin:statementrun_sample", args=[run.pk, statement.pk])]

    assert all(client.get(where).status_code != 200 for where in addresses)


def test_samples_of_each_kind_are_offered_and_a_look_at_one_is_logged(client):
    for household in (households.at_work, households.gone, households.retired, households.surviving):
        household()
    run = made()
    user = signed_in(client, "view")

    page = client.get(address(run)).content.decode()
    statement = run.statements.first()
    response = client.get(reverse("admin:statementrun_sample", args=[run.pk, statement.pk]))

    assert page.count("/sample/") == 4
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response.headers["Cache-Control"]
    event = AccessEvent.objects.get(page="sample of a statement run")
    assert (event.by, event.person) == (user.public_id, statement.person.public_id)


def test_a_statement_that_failed_is_listed_and_can_be_set_aside_with_a_reason(client, settings):
    settings.STATEMENT_RENDERER = "tests.faults.cheap.pdf_but_for_desmond"
    stuck = households.at_work(a_person("Desmond", "Doe"))
    run = made()
    signed_in(client, *ALL)
    statement = run.statements.get()

    page = client.get(address(run)).content.decode()
    without = take(client, run, "set_aside", statement=statement.pk, reason=" ")
    answer = take(client, run, "set_aside", statement=statement.pk, reason="Before the court")

    again = take(client, run, "take_up", statement=statement.pk)

    # Nobody's typing is swept away: what failed is tried again by and by, and the page stands still.
    assert "This page looks again" not in page
    assert "Something in the record cannot be read (ZeroDivisionError)" in page
    assert stuck.person.member_id in page
    assert "Give the reason" in without
    assert "Before the court" in answer
    assert "Take it up again" in answer
    assert "Taken up again." in again
    assert "Before the court" not in again


def test_people_nobody_could_write_to_are_listed_after_the_release(client):
    annuity = households.retired()
    households.without_address(annuity.payee)
    run = released()
    signed_in(client, *ALL)

    page = client.get(address(run)).content.decode()

    assert "Nothing could be sent about 1 statement" in page
    assert annuity.payee.member_id in page


def test_while_the_workers_write_nobody_is_listed_as_out_of_reach(client):
    annuity = households.retired()
    run = release(run=made(), by=RAE)
    signed_in(client, *ALL)

    page = client.get(address(run))

    assert "The workers write the e-mails and letters now: 1 statement to go." in page.text
    assert annuity.payee.member_id not in page.text.partition("unreached-heading")[2]
    assert page.headers["Refresh"]


def test_who_discarded_a_run_and_why_stands_on_its_page(client):
    households.retired()
    run = made()
    signed_in(client, *ALL)

    page = take(client, run, "discard", reason="The layout was wrong")

    assert "discarded it on" in page
    assert "The layout was wrong" in page
    assert "Plan the year anew" in page


def test_the_list_shows_how_far_each_run_is(client):
    households.retired()
    made()
    signed_in(client, "view")

    page = client.get(reverse("admin:benefits_statementrun_changelist")).content.decode()

    assert "1 / 1" in page


def test_a_discarded_run_says_so(client):
    run = planned()
    signed_in(client, *ALL)

    answer = take(client, run, "discard", reason="Wrong heading")

    assert "Discarded. The year can be planned anew." in answer
    assert PAT.name in answer
