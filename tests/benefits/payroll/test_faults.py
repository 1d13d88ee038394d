"""An import is killed, or meets another: nothing is half done, nothing is done twice, nothing is lost."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from benefits.models import HeldRow, PayRecord, PayrollFile
from benefits.services.payroll import FileRefused, import_file, importing
from sers_portal.base import audit
from sers_portal.base.audit import SYSTEM
from tests.benefits.payroll.files import a_file, a_tier_2_worker, row

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 240


@pytest.fixture
def payroll(tmp_path) -> Path:
    """A file of good rows with two bad ones among them."""
    rows = []
    for _number in range(10):
        member = a_tier_2_worker()
        rows += [row(member, f"{year}-{month:02d}") for year in (2024, 2025) for month in range(1, 13)]
    bad = ["not a row", row(member, "2023-01", units=99)]
    return a_file(tmp_path, *rows[:100], *bad, *rows[100:])


def in_a_child(work: Callable[[], object]) -> int:
    """Do some work in a process of its own; returns its id."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def die(*_args: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def documents() -> list[Path]:
    return [path for path in Path(settings.DOCUMENTS_DIR).rglob("*") if path.is_file()]


def assert_whole(path: Path) -> None:
    """Importing once more finishes the file, without doubles, and leaves one document."""
    payroll_file = import_file(path=path, by=SYSTEM)
    assert (payroll_file.accepted, payroll_file.rejected) == (ROWS, 2)
    assert (PayRecord.objects.count(), HeldRow.objects.count(), PayrollFile.objects.count()) == (ROWS, 2, 1)
    assert len(documents()) == 1


@pytest.mark.parametrize(
    ("phase", "part"), [("reading", 1), ("checking", 0), ("checking", 2), ("recording", ROWS + 2)]
)
def test_an_import_killed_in_any_phase_records_nothing_and_is_finished_by_the_next(
    payroll, phase, part
) -> None:
    def dies_there(reached: str, done: int, _total: int) -> None:
        if reached == phase and done >= part:
            die()

    child = in_a_child(lambda: import_file(path=payroll, by=SYSTEM, progress=dies_there))

    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert PayrollFile.objects.get().state == PayrollFile.State.RECEIVED
    assert not PayRecord.objects.exists()
    assert_whole(payroll)


def test_an_import_killed_just_before_its_end_records_nothing(payroll, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        recorded = audit.record

        def dies_last(**event: object) -> None:
            if event["verb"] == "imported payroll file":
                die()
            recorded(**event)

        patched.setattr(audit, "record", dies_last)
        os.waitpid(in_a_child(lambda: import_file(path=payroll, by=SYSTEM)), 0)

    assert not PayRecord.objects.exists()
    assert not HeldRow.objects.exists()
    assert_whole(payroll)


def test_a_file_whose_keeping_is_killed_is_kept_once_by_the_next_import(payroll, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", die)
        os.waitpid(in_a_child(lambda: import_file(path=payroll, by=SYSTEM)), 0)

    assert (PayrollFile.objects.count(), len(documents())) == (0, 1)
    assert_whole(payroll)


def test_an_import_killed_again_and_again_at_random_is_finished_in_the_end(payroll) -> None:
    chance = random.Random(14133)

    for _time in range(5):
        child = in_a_child(lambda: import_file(path=payroll, by=SYSTEM))
        time.sleep(chance.uniform(0.005, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    if PayrollFile.objects.filter(state=PayrollFile.State.IMPORTED).exists():
        with pytest.raises(FileRefused, match="imported before"):
            import_file(path=payroll, by=SYSTEM)
    else:
        import_file(path=payroll, by=SYSTEM)
    assert (PayRecord.objects.count(), HeldRow.objects.count(), len(documents())) == (ROWS, 2, 1)


def at_once(*imports: Callable[[], object]) -> list[object]:
    """Run imports at the same moment, each with its own connection; returns what each came to."""
    gate = threading.Barrier(len(imports))
    outcomes: list[object] = []

    def run(one: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes.append(one())
        except FileRefused as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[one]) for one in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_imports_of_one_file_at_once_one_wins(payroll) -> None:
    outcomes = at_once(*[lambda: import_file(path=payroll, by=SYSTEM)] * 3)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "FileRefused",
        "FileRefused",
        "PayrollFile",
    ]
    assert (PayRecord.objects.count(), PayrollFile.objects.count(), len(documents())) == (ROWS, 1, 1)


def test_two_files_with_the_same_pay_at_once_record_it_once(payroll, tmp_path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(payroll.read_text() + "\n")

    files = at_once(*[lambda path=path: import_file(path=path, by=SYSTEM) for path in (payroll, other)])

    assert sorted(file.accepted for file in files) == [0, ROWS]
    assert PayRecord.objects.count() == ROWS


def test_a_failing_audit_undoes_the_import(payroll, monkeypatch) -> None:
    importing.receive(content=payroll.read_bytes(), name=payroll.name, by=SYSTEM)

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", lambda **event: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            import_file(path=payroll, by=SYSTEM)

    assert not PayRecord.objects.exists()
    assert_whole(payroll)
