"""Jobs: rows that are done once, whatever happens to the worker."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction

from notices.models import CalendarEntry
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent, Job
from sers_portal.queues import failed_jobs
from tests import people

done: list[str] = []


@pytest.fixture(autouse=True)
def _handlers(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_handlers", {"note": lambda word: done.append(word), "break": _break})
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    done.clear()
    return


def _break(word: str) -> None:
    CalendarEntry.objects.create(kind="closing", on="2026-01-02", title=word)
    raise RuntimeError(f"secret {word}")


@pytest.mark.django_db
def test_adding_the_same_key_twice_makes_one_job():
    for _ in range(2):
        with transaction.atomic():
            jobs.add("note", {"a": {"word": "one"}})

    assert jobs.work_off("note") == 1
    assert done == ["one"]


@pytest.mark.django_db
def test_a_kind_nobody_does_is_refused_at_the_door():
    with pytest.raises(LookupError, match="nobody does"):
        jobs.add("unknown", {"a": {}})


@pytest.mark.django_db
def test_a_failing_job_rolls_back_waits_and_keeps_no_personal_text():
    jobs.add("break", {"b": {"word": "x"}})

    jobs.do_next("break")

    job = Job.objects.get(key="b")
    assert (job.state, job.attempts, job.error) == ("ready", 1, "RuntimeError")
    assert not CalendarEntry.objects.exists()
    assert not jobs.do_next("break"), "it waits before the next try"


@pytest.mark.django_db
def test_a_job_that_fails_every_time_is_parked_for_staff():
    jobs.add("break", {"b": {"word": "x"}})

    for _ in range(jobs.MOST_ATTEMPTS):
        Job.objects.update(run_after="2020-01-01T00:00Z")
        jobs.do_next("break")

    assert Job.objects.get(key="b").state == "failed"


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_every_time_is_parked():
    jobs.add("note", {"a": {"word": "one"}})
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS)

    jobs.do_next("note")

    assert Job.objects.get(key="a").state == "failed"
    assert done == []


@pytest.mark.django_db
def test_cancelled_jobs_are_not_done():
    jobs.add("note", {"a": {"word": "one"}, "b": {"word": "two"}})

    assert jobs.cancel(Job.objects.filter(key="a")) == 1

    jobs.work_off("note")
    assert done == ["two"]


@pytest.mark.django_db(transaction=True)
def test_the_rest_of_a_job_is_done_once_and_after_the_commit():
    def rest() -> None:
        done.append(f"committed: {not connection.in_atomic_block}, {Job.objects.get().state}")
        raise RuntimeError("secret")

    jobs._handlers["in two parts"] = lambda: rest
    jobs.add("in two parts", {"a": {}})

    jobs.work_off("in two parts")
    jobs.work_off("in two parts")

    assert done == ["committed: True, done"]


@pytest.mark.django_db
def test_what_fails_in_the_rest_of_a_job_is_logged_without_its_words(caplog):
    def rest() -> None:
        raise RuntimeError("secret")

    jobs._handlers["in two parts"] = lambda: rest
    jobs.add("in two parts", {"a": {}})

    jobs.do_next("in two parts")

    assert "rest of a job failed" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.django_db
def test_a_job_for_later_waits_for_its_time_without_a_nudge(monkeypatch, django_capture_on_commit_callbacks):
    nudged: list[str] = []
    monkeypatch.setattr(jobs, "nudge", nudged.append)

    with django_capture_on_commit_callbacks(execute=True):
        jobs.add("note", {"later": {"word": "one"}}, after=timedelta(minutes=5))

    assert not jobs.do_next("note")
    assert (Job.objects.get().state, nudged) == ("ready", [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_double_nothing():
    jobs.add("note", {str(n): {"word": str(n)} for n in range(40)})

    def work() -> None:
        jobs.work_off("note")
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done, key=int) == [str(n) for n in range(40)]


@pytest.mark.django_db
def test_a_failed_job_is_handed_out_again_with_an_audit_row_and_others_stay_as_they_are():
    jobs.add("break", {"a": {"word": "one"}})
    jobs.add("note", {"b": {"word": "two"}})
    Job.objects.filter(key="a").update(attempts=jobs.MOST_ATTEMPTS - 1)
    jobs.work_off("break")
    jobs.work_off("note")

    handed_out = jobs.hand_out_again(Job.objects.all(), by=SYSTEM)

    job = Job.objects.get(key="a")
    assert (handed_out, job.state, job.attempts) == (1, Job.State.READY, 0)
    assert Job.objects.get(key="b").state == Job.State.DONE
    assert AuditEvent.objects.get(verb="handed out a failed job again").detail["error"] == "RuntimeError"


@pytest.mark.django_db
def test_a_job_between_two_tries_is_handed_out_at_once_and_one_ordered_for_later_keeps_its_time():
    jobs.add("break", {"a": {"word": "one"}})
    jobs.add("note", {"b": {"word": "two"}}, after=timedelta(days=7))
    jobs.work_off("break")

    handed_out = jobs.hand_out_again(Job.objects.all(), by=SYSTEM)

    assert handed_out == 1
    assert list(jobs.waiting_kinds()) == ["break"]


@pytest.mark.django_db
def test_the_home_of_an_administrator_counts_what_failed():
    jobs.add("note", {"a": {"word": "one"}})
    Job.objects.update(state="failed", finished_at=clock.now() - timedelta(days=3))

    [queue] = failed_jobs(None)

    assert (queue.number, queue.days, queue.is_late) == (1, 3, True)
    assert queue.address.endswith("?state=failed")


@pytest.mark.django_db
def test_an_administrator_hands_failed_jobs_out_again_from_the_list_and_an_auditor_only_reads(client):
    jobs.add("note", {"a": {"word": "one"}})
    job = Job.objects.get(key="a")
    Job.objects.update(state="failed", finished_at=job.created_at, error="OSError")
    action = {"action": "hand_out_again", "_selected_action": [job.pk]}

    for rights, state in (([], "failed"), (["base.change_job"], "ready")):
        client.force_login(people.staff("base.view_job", *rights))
        page = client.get("/admin/base/job/")
        client.post("/admin/base/job/", action)
        job.refresh_from_db()

        assert "OSError" in page.text
        assert job.state == state
