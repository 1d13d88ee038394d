"""How far an import is: told to a terminal's bar, or kept for the page that shows it."""

from collections.abc import Callable

from django.core.cache import cache

# Phase, rows done, rows in all.
Progress = Callable[[str, int, int], None]
# What part of the whole time each phase takes, in percent: from, to (measured with a million rows).
SHARES = {"reading": (0, 15), "checking": (15, 45), "recording": (45, 100)}
KEPT_SECONDS = 3600


def percent(phase: str, done: int, total: int) -> int:
    """How much of the whole import is done, in percent."""
    start, end = SHARES[phase]
    return start + (end - start) * done // max(total, 1)


def silent(phase: str, done: int, total: int) -> None:
    """Tell nobody."""


def kept_for_page(payroll_file_id: int) -> Progress:
    """Keep how far the import is where the file's page can read it: the import's own rows show only at its end."""

    def keep(phase: str, done: int, total: int) -> None:
        cache.set(_key(payroll_file_id), percent(phase, done, total), KEPT_SECONDS)

    return keep


def shown_on_page(payroll_file_id: int) -> int:
    """The percentage last kept for a file, 0 before its import begins."""
    return int(cache.get(_key(payroll_file_id), 0))


def _key(payroll_file_id: int) -> str:
    return f"payroll-import:{payroll_file_id}"
