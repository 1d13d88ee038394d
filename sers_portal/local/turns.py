"""One set-up at a time: two terminals may say `make run` at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sers_portal.local.places import find_state
from sers_portal.local.trouble import say


@contextmanager
def taking_turns() -> Iterator[None]:
    """Inside, no other command of this checkout sets up or starts anything; the second waits for the first."""
    find_state().mkdir(parents=True, exist_ok=True)
    with (find_state() / "set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up in this checkout to finish …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
