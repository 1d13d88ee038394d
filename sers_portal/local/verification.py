"""`make test`: every check of the repository, the quick ones first, each with the time it took."""

import time
from collections.abc import Mapping

from sers_portal.local.interruption import Interruption
from sers_portal.local.places import VENV
from sers_portal.local.preparation import prepare_machine
from sers_portal.local.programs import run_shown
from sers_portal.local.servers import Servers
from sers_portal.local.system_packages import FOR_THE_PORTAL, FOR_THE_TESTS
from sers_portal.local.trouble import Trouble, say

PARTS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "imports": ["lint-imports"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "types": ["mypy"],
    "tests": ["pytest", "-n", "2", "--dist", "loadgroup"],
}


def verify(servers: Servers, interruption: Interruption) -> int:
    """Run every part; stop at the first that fails."""
    prepare_machine([*FOR_THE_PORTAL, *FOR_THE_TESTS])
    times: dict[str, float] = {}
    with Servers(for_tests=True).in_use(interruption) as environment:
        for name in PARTS:
            times[name] = run_part(name, environment)
    say("\nAll passed: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in times.items()) + ".")
    return 0


def run_part(name: str, environment: Mapping[str, str]) -> float:
    """Run one part with its output on the terminal; return its seconds."""
    program, *arguments = PARTS[name]
    say(f"\n── {name}: {' '.join(PARTS[name])}")
    started = time.monotonic()
    code = run_shown([VENV / "bin" / program, *arguments], environment)
    seconds = time.monotonic() - started
    if code != 0:
        raise Trouble(f"`{' '.join(PARTS[name])}` failed after {seconds:.0f} s.")
    say(f"── {name} passed in {seconds:.1f} s")
    return seconds
