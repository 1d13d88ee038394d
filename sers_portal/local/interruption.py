"""Ctrl-C and SIGTERM: heard at any time, acted on once, never in the middle of starting or stopping something."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # SIGHUP: the terminal was closed


class Interruption:
    """Remembers that a signal to stop came, and raises KeyboardInterrupt for it once, where that is safe."""

    def __init__(self) -> None:
        self.has_come = False
        self._is_deferred = False
        self._was_raised = False
        for number in STOPPING_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
                signal.signal(number, self._hear)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.has_come = True
        self._raise_once()

    def _raise_once(self) -> None:
        if not self._is_deferred and not self._was_raised:  # a second Ctrl-C does not break the tidying up
            self._was_raised = True
            raise KeyboardInterrupt

    def was_expected(self) -> None:
        """The signal was the ordinary way to end: raise nothing for it."""
        self._was_raised = True

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Inside, a signal only sets `has_come`; it is raised on the way out."""
        self._is_deferred = True
        try:
            yield
        finally:
            self._is_deferred = False
        if self.has_come:
            self._raise_once()
