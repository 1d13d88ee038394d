"""Running other programs from the checkout: with their output captured, in a log file, or on the terminal."""

# ruff: noqa: S603, PLW1510  (every command here is ours, none is a visitor's; callers read the exit code)

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sers_portal.local.places import CHECKOUT


def run_captured(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The finished program with its exit code, output and complaints."""
    return subprocess.run(
        list(command),
        cwd=CHECKOUT,
        env=_extend(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def run_logged(command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None) -> int:
    """Exit code; what the program said is in the log, which starts anew."""
    with log.open("wb") as output:
        return subprocess.run(
            list(command),
            cwd=CHECKOUT,
            env=_extend(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ).returncode


def run_shown(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> int:
    """Exit code; the program speaks to the person at the terminal."""
    return subprocess.run(
        list(command), cwd=CHECKOUT, env=_extend(environment), stdin=subprocess.DEVNULL
    ).returncode


def _extend(environment: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(environment or {})}
