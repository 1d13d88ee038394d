"""The one way a command gives up: a sentence that says what to do, never a traceback."""

from contextlib import suppress
from pathlib import Path


class Trouble(Exception):
    """What went wrong and what to do about it, in a sentence for the person at the terminal."""


def read_last_lines(log: Path, count: int = 12) -> str:
    """The end of a log file, indented, for printing below a sentence that names the log."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join(f"    {_shorten(line)}" for line in lines[-count:])


def _shorten(line: str) -> str:
    """Structured logs hold whole tracebacks in one line: its beginning says where, its end says what."""
    return line if len(line) <= 400 else f"{line[:120]} … {line[-280:]}"


def say(sentence: str) -> None:
    """Tell the person at the terminal what is happening, at once; a terminal that was closed is no reason to fail."""
    with suppress(OSError):
        print(sentence, flush=True)
