"""`make run` leaves no process behind, however it ends."""

import os
import signal
import subprocess
import sys
import textwrap
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sers_portal.local.places import CHECKOUT
from sers_portal.local.ports import choose_port

MARK = "SERS_TEST_MARK"
# answers every request, and has forked a child that ignores a polite request to leave
WEB = """
    import http.server, os, signal, sys
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.pause()
    http.server.HTTPServer(("127.0.0.1", {port}), http.server.SimpleHTTPRequestHandler).serve_forever()
"""
WAIT = "import signal; signal.pause()"
DIE = "import sys; print('the broker is gone'); sys.exit(3)"
SUPERVISE = """
    import sys
    from sers_portal.local.interruption import Interruption
    from sers_portal.local.supervisor import list_commands, supervise
    from sers_portal.local.trouble import Trouble
    try:
        supervise({commands}, {{}}, {port}, Interruption(), lambda: "GREETING")
    except Trouble as trouble:
        sys.exit(str(trouble))
"""


class Run:
    """A supervisor in a session of its own, and everything that descends from it."""

    def __init__(self, commands: str, port: int, environment: Mapping[str, str]) -> None:
        self.mark = uuid.uuid4().hex
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SUPERVISE).format(commands=commands, port=port)],
            cwd=CHECKOUT,
            env={**os.environ, **environment, MARK: self.mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_for_greeting(self) -> None:
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "GREETING\n":
            pytest.fail(self.process.communicate(timeout=30)[1])

    def stop(self, number: signal.Signals) -> tuple[str, str]:
        self.process.send_signal(number)
        return self.process.communicate(timeout=30)

    def list_processes(self) -> set[int]:
        """Every process that inherited the mark, whoever its parent is by now."""
        mark = f"{MARK}={self.mark}".encode()
        found = set()
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdecimal() and mark in (folder / "environ").read_bytes():
                    found.add(int(folder.name))
            except OSError:
                continue
        return found

    def wait_for_silence(self, seconds: float) -> set[int]:
        deadline = time.monotonic() + seconds
        while self.list_processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.list_processes()


@pytest.fixture
def start(tmp_path: Path) -> Iterator:
    """Start a supervisor on a free port; whatever a failed test leaves is killed."""
    runs: list[Run] = []

    def start_run(commands: str = "", web: str = WEB, worker: str = WAIT, **environment: str) -> Run:
        port = choose_port(None)
        stand_ins = {"web": textwrap.dedent(web).format(port=port), "worker": worker}
        commands = commands.format(port=port) or repr(
            {n: [sys.executable, "-c", c] for n, c in stand_ins.items()}
        )
        runs.append(Run(commands, port, {"SERS_STATE": str(tmp_path), **environment}))
        return runs[-1]

    yield start_run
    for run in runs:
        for pid in run.list_processes():
            os.kill(pid, signal.SIGKILL)
        run.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_signalled_leaves_no_process(start, number):
    run = start()
    run.wait_for_greeting()
    assert len(run.list_processes()) == 4  # the supervisor, web and what it forked, worker

    output, complaints = run.stop(number)

    assert run.process.returncode == 0, complaints
    assert output == "\nStopping …\n"
    assert run.list_processes() == set()


def test_supervisor_signalled_before_the_page_answers_leaves_no_process(start):
    run = start(web=WAIT)
    while len(run.list_processes()) < 3:
        time.sleep(0.05)

    run.stop(signal.SIGINT)

    assert run.list_processes() == set()


def test_supervisor_killed_takes_its_children_along(start):
    run = start(web=WEB.replace("SIG_IGN", "SIG_DFL").replace("signal.pause()", "sys.exit()"))
    run.wait_for_greeting()

    run.process.kill()

    assert run.wait_for_silence(5) == set()


def test_supervisor_child_that_ends_is_named_and_the_rest_stopped(start):
    run = start(worker=DIE)

    _, complaints = run.process.communicate(timeout=30)

    assert run.process.returncode == 1
    assert "The worker process ended by itself (exit code 3)" in complaints
    assert complaints.rstrip().endswith("the broker is gone")
    assert run.list_processes() == set()


def test_supervisor_home_page_that_fails_is_reported(start):
    failing = """
        import http.server
        class Failing(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_error(500)
        http.server.HTTPServer(("127.0.0.1", {port}), Failing).serve_forever()
    """
    run = start(web=failing)

    _, complaints = run.process.communicate(timeout=30)

    assert "The home page answers with an error (500)" in complaints
    assert run.list_processes() == set()


@pytest.mark.django_db(transaction=True)
def test_supervisor_of_the_real_portal_leaves_no_process(start, settings):
    database = settings.DATABASES["default"]
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    broker = settings.REDIS_URL.rsplit("/", 1)[0] + "/15"
    run = start(commands="list_commands({port})", DATABASE_URL=url, REDIS_URL=broker)
    run.wait_for_greeting()
    assert (
        len(run.list_processes()) >= 6
    )  # the supervisor, two web workers and their head, a Celery worker, beat

    _, complaints = run.stop(signal.SIGINT)

    assert run.process.returncode == 0, complaints
    assert run.list_processes() == set()
