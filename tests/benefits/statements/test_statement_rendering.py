"""Statements are made once, stay as they were made, and one that cannot be made holds up no other."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from benefits.models import Payment, Statement
from benefits.services.statements import rendering, runs
from benefits.services.statements.progress import progress, troubles
from benefits.services.statements.release import release
from benefits.services.statements.trouble import NotPossible
from notices.documents import storage
from notices.models import Document
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent, Job
from tests.benefits.statements import households
from tests.benefits.statements.february import PAT, RAE, made, planned, work
from tests.factories.accounts import a_person

pytestmark = pytest.mark.django_db
FAILING = "tests.faults.cheap.pdf_but_for_desmond"
CHEAP = "tests.faults.cheap.pdf"


def files() -> set[str]:
    folder = Path(django_settings.DOCUMENTS_DIR)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def try_again_now() -> None:
    Job.objects.filter(state=Job.State.READY).update(run_after=timezone.now())


def test_every_statement_gets_its_frozen_content_and_its_document():
    for household in (households.at_work, households.gone, households.retired, households.surviving):
        household()

    run = made()

    for statement in run.statements.select_related("document"):
        assert statement.content["name"]
        assert (statement.law_edition, statement.template_version) != ("", "")
        assert str(statement.pk).encode() in storage.read(statement.document)
    assert files() == set(Document.objects.values_list("path", flat=True))


def test_a_job_done_twice_makes_nothing_twice():
    households.at_work()
    run = made()
    before = list(run.statements.values())

    rendering.make([str(pk) for pk in run.statements.values_list("pk", flat=True)])

    assert list(run.statements.values()) == before
    assert Document.objects.count() == 1


def test_a_worker_that_dies_while_it_writes_leaves_no_stray_file_once_the_job_is_done_anew(monkeypatch):
    for _ in range(3):
        households.retired()
    run = planned()
    runs.start(run=run, by=PAT)
    deaths = iter([None, KeyboardInterrupt()])

    def die_at_the_second_file(descriptor: int) -> None:
        if (death := next(deaths, None)) is not None:
            raise death

    with monkeypatch.context() as dying:
        dying.setattr("notices.documents.storage.os.fsync", die_at_the_second_file)
        with pytest.raises(KeyboardInterrupt):
            work()
    after_death = files()
    work()

    assert any(name.endswith(".part") for name in after_death)
    assert files() == set(Document.objects.values_list("path", flat=True))
    assert progress(run).is_complete


def test_what_a_job_cannot_make_in_a_moment_is_handed_on(monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS_A_JOB", 0)
    for _ in range(3):
        households.retired()
    run = planned()
    runs.start(run=run, by=PAT)

    jobs.do_next(rendering.JOB)
    made_first = progress(run).made
    done = work()

    assert (made_first, done) == (1, 2)
    assert progress(run).is_complete


def test_a_frozen_statement_renders_to_the_same_text_again_whatever_the_record_says_now():
    annuity = households.retired()
    run = made()
    statement = run.statements.select_related("document").get()
    kept = storage.read(statement.document)

    Payment.objects.filter(annuity=annuity).delete()
    Person.objects.update(family_name="Changed")
    again = rendering.render(statement.pk, statement.content)

    assert again == kept


def test_a_statement_frozen_before_is_rendered_from_what_was_frozen():
    households.retired()
    run = planned()
    runs.start(run=run, by=PAT)
    frozen = {"title": "Frozen earlier", "language": "en", "name": "As it was"}
    run.statements.update(content=frozen, frozen_at=timezone.now(), law_edition="of then")

    work()

    statement = run.statements.select_related("document").get()
    assert (statement.content, statement.law_edition) == (frozen, "of then")
    assert b"As it was" in storage.read(statement.document)


def test_one_that_cannot_be_made_is_tried_alone_and_the_others_are_made(settings):
    settings.STATEMENT_RENDERER = FAILING
    households.at_work(a_person("Desmond", "Doe"))
    for _ in range(3):
        households.retired()

    run = made()

    assert (progress(run).made, progress(run).waiting) == (3, 1)
    (trouble,) = troubles(run)
    assert (trouble.error, trouble.attempts, trouble.is_given_up) == ("ZeroDivisionError", 1, False)
    assert [statement.person.given_name for statement in trouble.statements] == ["Desmond"]


def test_one_that_cannot_be_made_is_given_up_in_the_end_and_listed(settings):
    settings.STATEMENT_RENDERER = FAILING
    households.at_work(a_person("Desmond", "Doe"))
    run = made()

    for _ in range(jobs.MOST_ATTEMPTS):
        try_again_now()
        work()

    (trouble,) = troubles(run)
    assert (trouble.is_given_up, trouble.attempts) == (True, jobs.MOST_ATTEMPTS)
    assert not Document.objects.exists()


def test_what_failed_is_made_when_the_cause_is_mended_and_the_run_resumed(settings):
    settings.STATEMENT_RENDERER = FAILING
    households.at_work(a_person("Desmond", "Doe"))
    households.retired()
    run = made()

    settings.STATEMENT_RENDERER = "tests.faults.cheap.pdf"
    runs.resume(run=run, by=PAT)
    work()

    assert progress(run).is_complete
    assert troubles(run) == []


def test_a_record_that_cannot_be_read_holds_up_no_other(monkeypatch):
    broken = households.retired()
    households.retired()
    real = rendering.freeze

    def freeze(statements, **options):
        if any(statement.person_id == broken.payee_id for statement in statements):
            raise LookupError("a record that cannot be read")
        return real(statements, **options)

    monkeypatch.setattr(rendering, "freeze", freeze)

    run = made()

    assert progress(run).made == 1
    assert [trouble.error for trouble in troubles(run)] == ["LookupError"]


def test_the_database_refuses_to_change_a_statement_that_has_its_document():
    households.retired()
    statement = made().statements.get()

    for change in ({"content": {}}, {"kind": "survivor"}, {"document": None, "content": None}):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Statement.objects.filter(pk=statement.pk).update(**change)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).delete()


def test_a_change_of_the_layout_is_another_version(settings, tmp_path):
    folder = tmp_path / "templates" / "statements"
    folder.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    versions = set()

    for words in ("one layout", "another"):
        (folder / "statement.html").write_text(words)
        rendering.template_version.cache_clear()
        versions.add(rendering.template_version())

    rendering.template_version.cache_clear()
    assert len(versions) == 2


def test_a_stopped_run_keeps_what_was_made_and_does_no_more(monkeypatch):
    monkeypatch.setattr(runs, "STATEMENTS_A_JOB", 1)
    for _ in range(3):
        households.retired()
    run = planned()
    runs.start(run=run, by=PAT)
    jobs.do_next(rendering.JOB)

    runs.stop(run=run, by=PAT)

    assert work() == 0
    assert (progress(run).made, progress(run).waiting) == (1, 2)


def test_a_resumed_run_makes_the_rest_and_only_the_rest(monkeypatch):
    monkeypatch.setattr(runs, "STATEMENTS_A_JOB", 1)
    for _ in range(3):
        households.retired()
    run = planned()
    runs.start(run=run, by=PAT)
    jobs.do_next(rendering.JOB)
    runs.stop(run=run, by=PAT)

    left = runs.resume(run=run, by=PAT)
    work()

    assert left == 2
    assert progress(run).is_complete
    assert Document.objects.count() == 3


def test_a_job_of_a_stopped_run_that_was_already_taken_makes_nothing():
    households.retired()
    run = planned()
    runs.start(run=run, by=PAT)
    runs.stop(run=run, by=PAT)

    rendering.make([str(pk) for pk in run.statements.values_list("pk", flat=True)])

    assert progress(run).made == 0


def test_a_run_is_started_once():
    households.retired()
    run = planned()
    runs.start(run=run, by=PAT)

    with pytest.raises(NotPossible, match="The run for 2025 is rendering; this step cannot be taken now"):
        runs.start(run=run, by=PAT)


def test_statements_of_one_kind_are_made_together(monkeypatch):
    monkeypatch.setattr(runs, "STATEMENTS_A_JOB", 2)
    for household in (households.at_work, households.retired, households.at_work, households.retired):
        household()
    run = planned()

    runs.start(run=run, by=PAT)

    together = [job.arguments["statements"] for job in Job.objects.order_by("pk")]
    kinds = [set(run.statements.filter(pk__in=some).values_list("kind", flat=True)) for some in together]
    assert kinds == [{"active"}, {"annuitant"}]


def test_one_set_aside_is_waited_for_no_longer(settings):
    settings.STATEMENT_RENDERER = FAILING
    households.at_work(a_person("Desmond", "Doe"))
    households.retired()
    run = made()
    stuck = run.statements.get(document=None)

    runs.set_aside(statement=stuck, by=PAT, reason="His record is before the court")

    counted = progress(run)
    assert (counted.is_complete, counted.set_aside, counted.percent) == (True, 1, 100)
    try_again_now()
    assert work() == 1
    assert progress(run).made == 1


def test_one_set_aside_is_taken_up_again_and_made_before_the_release(settings):
    settings.STATEMENT_RENDERER = FAILING
    households.at_work(a_person("Desmond", "Doe"))
    run = made()
    stuck = run.statements.get()
    runs.set_aside(statement=stuck, by=PAT, reason="His record is before the court")
    settings.STATEMENT_RENDERER = CHEAP

    runs.take_up(statement=stuck, by=PAT)
    is_waited_for = not progress(run).is_complete
    work()

    counted = progress(run)
    assert (is_waited_for, counted.made, counted.set_aside) == (True, 1, 0)
    event = AuditEvent.objects.get(verb="took a statement up again")
    assert (event.by_name, event.detail["was_set_aside_because"]) == (
        "Pat Plan",
        "His record is before the court",
    )


def test_what_is_not_set_aside_or_is_released_is_not_taken_up(settings):
    settings.STATEMENT_RENDERER = FAILING
    households.at_work(a_person("Desmond", "Doe"))
    run = made()
    stuck = run.statements.get()

    with pytest.raises(NotPossible, match="not set aside"):
        runs.take_up(statement=stuck, by=PAT)

    runs.set_aside(statement=stuck, by=PAT, reason="Written by hand")
    release(run=run, by=RAE)
    with pytest.raises(NotPossible, match="is released"):
        runs.take_up(statement=stuck, by=PAT)


def test_a_statement_that_is_made_cannot_be_set_aside():
    households.retired()
    run = made()

    with pytest.raises(NotPossible, match="This statement is made"):
        runs.set_aside(statement=run.statements.get(), by=PAT, reason="No longer wanted")


def test_giving_up_a_run_needs_a_reason():
    run = planned()

    with pytest.raises(NotPossible, match="Give the reason"):
        runs.discard(run=run, by=PAT, reason="  ")
