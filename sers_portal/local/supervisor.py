"""Web server, worker and beat in the foreground, as one: they start together, and none outlives the others or us."""

# ruff: noqa: S603  (every command here is ours, none is a visitor's)

import ctypes
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sers_portal.local.interruption import Interruption
from sers_portal.local.places import CHECKOUT, VENV, find_log, find_state
from sers_portal.local.ports import HOST
from sers_portal.local.trouble import Trouble, read_last_lines, say

SECONDS_TO_START = 60
SECONDS_TO_LEAVE = 10  # then killed: a job cut short is done again, that is what job rows are for
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """One supervised process, the leader of a group that its own children belong to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def signal_group(self, number: signal.Signals) -> None:
        """Signal the process and everything it forked."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def list_commands(port: int) -> dict[str, list[str]]:
    """What runs: names as the log files have them."""
    programs = VENV / "bin"
    celery = [str(programs / "celery"), "-A", "sers_portal.celery"]
    quiet = [
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]  # one worker has nobody to talk to
    return {
        "web": [str(programs / "gunicorn"), "sers_portal.wsgi", "--bind", f"{HOST}:{port}"]
        + ["--workers", "2", "--threads", "4", "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", *quiet],
        "beat": [*celery, "beat", "--pidfile", "", "--schedule", str(find_state() / "beat-schedule")],
    }


def supervise(
    commands: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
    port: int,
    interruption: Interruption,
    greet: Callable[[], str],
) -> None:
    """Run the commands until a signal comes or one of them ends; either way leave none behind."""
    children: list[Child] = []
    with interruption.deferred():
        try:
            for name, command in commands.items():
                children.append(start_child(name, command, environment))
            greeting = greet()  # composed while the others start
            wait_for_page(children, port, interruption)
            if not interruption.has_come:
                say(greeting)
            while not interruption.has_come:
                refuse_dead_child(children)
                time.sleep(0.2)
            say("\nStopping …")
            interruption.was_expected()
        finally:
            stop_children(children)


def start_child(name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
    """Start one process in a group of its own, so that the terminal's Ctrl-C reaches us alone."""
    log = find_log(name)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  (the supervisor has one thread)
        )
    return Child(name, process, log)


def end_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor is killed and cannot do it itself."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_for_page(children: Sequence[Child], port: int, interruption: Interruption) -> None:
    """Return when the home page answers, or a signal came."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not interruption.has_come:
        refuse_dead_child(children)
        status = ask_for_page(port)
        if status is not None and status < 500:
            return
        if status is not None or time.monotonic() > deadline:
            answer = (
                f"answers with an error ({status})" if status else f"gave no answer in {SECONDS_TO_START} s"
            )
            log = children[0].log
            raise Trouble(f"The home page {answer}; see {log}:\n{read_last_lines(log)}")
        time.sleep(0.1)


def ask_for_page(port: int) -> int | None:
    """The home page's status, or None while nothing answers."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10) as page:
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def refuse_dead_child(children: Sequence[Child]) -> None:
    """A portal with a part missing is worse than none: say which part ended, and end."""
    for child in children:
        code = child.process.poll()
        if code is not None:
            raise Trouble(
                f"The {child.name} process ended by itself (exit code {code}), so everything was stopped. "
                f"Its last words, from {child.log}:\n{read_last_lines(child.log)}"
            )


def stop_children(children: Sequence[Child]) -> None:
    """Ask all to leave at once, wait, and kill whatever stays, including what they forked."""
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + SECONDS_TO_LEAVE
    for child in children:
        try:
            child.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {child.name} process takes too long; it is killed.")
        child.signal_group(signal.SIGKILL)
        child.process.wait()
