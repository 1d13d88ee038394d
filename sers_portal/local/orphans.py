"""Processes whose starter has gone: adopted, so that their end is noticed here and not left to the machine's init."""

import ctypes
import os
import time

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of whatever our children leave running."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_orphans(seconds: float = 2.0) -> None:
    """Take note of every child that ends within the time, so that none stays in the process list as defunct."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:  # no child is left
            return
        if pid == 0:
            time.sleep(0.02)
