"""Release by a second person, and what each person is told."""

import re
from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.models import EmailFor, LetterFor
from benefits.models import Statement, StatementRun
from benefits.services.statements import delivery, runs
from benefits.services.statements.release import release, released_statements
from benefits.services.statements.trouble import NotPossible
from notices.models import Email, Letter
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests.benefits.statements import households
from tests.benefits.statements.february import PAT, RAE, made, planned, released
from tests.factories.accounts import a_person, an_account

pytestmark = pytest.mark.django_db


def test_a_second_person_releases_a_finished_run():
    households.retired()

    run = release(run=made(), by=RAE)

    assert (run.state, run.released_by, run.released_by_name) == ("released", RAE.id, "Rae Lease")
    event = AuditEvent.objects.get(verb="released statements")
    assert (event.by, event.detail) == (RAE.id, {"year": 2025, "statements": 1})


def test_the_planner_cannot_release():
    households.retired()
    run = made()

    with pytest.raises(NotPossible, match="You planned this run, so somebody else must release it"):
        release(run=run, by=PAT)

    assert StatementRun.objects.get().state == "rendering"


def test_the_database_refuses_a_release_by_the_planner():
    run = planned()

    with pytest.raises(IntegrityError, match="run_released_by_a_second_person"), transaction.atomic():
        StatementRun.objects.filter(pk=run.pk).update(
            state="released", released_by=run.planned_by, released_at="2026-02-09T09:00Z"
        )


def test_nobody_in_particular_cannot_release():
    households.retired()

    with pytest.raises(NotPossible, match="Say who releases the run"):
        release(run=made(), by=SYSTEM)


def test_a_run_with_missing_statements_is_not_released():
    households.retired()
    run = planned()
    runs.start(run=run, by=PAT)

    with pytest.raises(NotPossible, match="1 statement is not made yet"):
        release(run=run, by=RAE)


def test_a_run_that_was_not_rendered_is_not_released():
    with pytest.raises(NotPossible, match="The run for 2025 is planned. Render its statements first"):
        release(run=planned(), by=RAE)


def test_a_released_run_cannot_be_changed_by_any_step():
    households.retired()
    run = released()

    steps = (
        lambda: runs.stop(run=run, by=PAT),
        lambda: runs.resume(run=run, by=PAT),
        lambda: runs.discard(run=run, by=PAT, reason="Too late"),
        lambda: release(run=run, by=RAE),
    )

    for step in steps:
        with pytest.raises(NotPossible, match="released"):
            step()


def test_the_database_refuses_to_change_a_released_run():
    households.retired()
    run = released()

    with (
        pytest.raises(IntegrityError, match="released run of statements is never changed"),
        transaction.atomic(),
    ):
        StatementRun.objects.filter(pk=run.pk).update(state="stopped", released_by=None, released_at=None)


def test_a_failed_audit_row_leaves_the_run_unreleased(monkeypatch):
    households.retired()
    run = made()

    def fail(**_):
        raise RuntimeError("no audit")

    monkeypatch.setattr("benefits.services.statements.release.audit.record", fail)

    with pytest.raises(RuntimeError, match="no audit"):
        release(run=run, by=RAE)
    assert StatementRun.objects.get().state == "rendering"


def test_a_person_with_an_account_gets_an_e_mail_without_figures_or_links():
    annuity = households.retired()
    account = an_account(annuity.payee)

    released()

    (message,) = mail.outbox
    assert message.to == [account.email]
    assert message.subject == "Your SERS statement for 2025 is ready"
    assert message.body.startswith("Dear Ada Nowak,")
    assert "type the address of Member Services yourself" in message.body
    assert "$" not in message.body
    assert not re.search(r"https?://|www\.|\.gov|href", message.body)
    assert not re.search(r"\d[\d,]*\.\d\d", message.body)
    assert EmailFor.objects.get().person == annuity.payee
    assert not Letter.objects.exists()


def test_a_person_without_an_account_gets_the_statement_as_a_letter():
    annuity = households.retired()

    run = released()

    letter = Letter.objects.get()
    assert letter.recipient == "Ada Nowak"
    assert letter.address_lines == ["12 Elm Street", "Springfield, IL 62704"]
    assert letter.document == run.statements.get().document
    assert LetterFor.objects.get().person == annuity.payee
    assert mail.outbox == []


def test_a_person_who_wants_paper_gets_a_letter_although_they_sign_in():
    annuity = households.retired(a_person(delivery="paper"))
    an_account(annuity.payee)

    released()

    assert (Letter.objects.count(), Email.objects.count()) == (1, 0)


def test_a_closed_account_is_not_written_to_by_e_mail():
    annuity = households.retired()
    an_account(annuity.payee, is_active=False)

    released()

    assert (Letter.objects.count(), Email.objects.count()) == (1, 0)


def test_a_person_with_two_statements_gets_one_e_mail_or_two_letters():
    signs_in, by_post = a_person(), a_person()
    an_account(signs_in)
    for person in (signs_in, by_post):
        households.at_work(person)
        households.surviving(person)

    released()

    assert (Letter.objects.count(), Email.objects.count()) == (2, 1)


def test_telling_twice_writes_nothing_twice():
    an_account(households.retired().payee)
    households.retired()
    run = released()
    people = list(run.statements.values_list("person", flat=True))

    delivery.tell(run=run.pk, people=people)

    assert (Letter.objects.count(), Email.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_a_person_without_an_address_is_listed_and_gets_the_letter_once_one_is_known():
    annuity = households.retired()
    households.without_address(annuity.payee)
    run = released()
    listed = list(delivery.unreached(run))

    annuity.payee.addresses.update(until_on=None)
    delivery.tell_again(run=run, by=PAT)
    jobs.work_off(delivery.JOB)

    assert [statement.person for statement in listed] == [annuity.payee]
    assert Letter.objects.get().recipient == "Ada Nowak"
    assert not delivery.unreached(run).exists()


def test_an_address_that_mail_came_back_from_is_not_written_to():
    annuity = households.retired()
    annuity.payee.addresses.update(returned_on=date(2025, 12, 1))

    run = released()

    assert not Letter.objects.exists()
    assert delivery.unreached(run).count() == 1


def test_a_person_who_died_since_is_listed_and_not_written_to():
    annuity = households.retired()
    run = made()
    annuity.payee.died_on = date(2026, 1, 30)
    annuity.payee.save()

    release(run=run, by=RAE)
    jobs.work_off(delivery.JOB)

    assert not Letter.objects.exists()
    assert delivery.unreached(run).count() == 1


def test_a_person_sees_released_statements_only():
    annuity = households.retired()
    run = made()

    before = list(released_statements(annuity.payee))
    release(run=run, by=RAE)

    assert before == []
    assert [statement.run.year for statement in released_statements(annuity.payee)] == [2025]


def test_a_person_sees_only_their_own_statements():
    households.retired()
    other = a_person()

    released()

    assert Statement.objects.count() == 1
    assert not released_statements(other).exists()


def test_statements_of_a_discarded_run_are_never_seen():
    annuity = households.retired()
    runs.discard(run=made(), by=PAT, reason="Wrong heading")

    assert not released_statements(annuity.payee).exists()


def test_an_unreleased_run_tells_nobody():
    households.retired()
    run = made()

    with pytest.raises(NotPossible, match="not released yet"):
        delivery.tell_again(run=run, by=PAT)
    with pytest.raises(StatementRun.DoesNotExist):
        delivery.tell(run=run.pk, people=list(run.statements.values_list("person", flat=True)))

    assert (Letter.objects.count(), Email.objects.count()) == (0, 0)
