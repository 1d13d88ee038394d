"""The account the private servers run under: PostgreSQL refuses root, so root lends it an unprivileged one."""

# ruff: noqa: S603, PLW1510  (every command here is ours, none is a visitor's; exit codes are read)

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from sers_portal.local.trouble import Trouble

# nobody first: `postgres` may own a system server with other people's data
UNPRIVILEGED = ("nobody", "postgres")
PLAIN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """A user and group to change to; None means: stay who we are."""

    user: int | None = None
    group: int | None = None

    def _identity(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def run(self, command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, out of reach of the terminal's Ctrl-C.

        The working folder is `/` because any account can stand in it.
        """
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env=PLAIN_ENVIRONMENT,
            text=True,
            start_new_session=True,
            **self._identity(),
            **options,
        )

    def spawn(self, command: Sequence[str | Path], log: IO[bytes], stdin: bytes) -> subprocess.Popen[bytes]:
        """Start a server that stays up when we are gone, out of reach of the terminal's Ctrl-C."""
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd="/",
            env=PLAIN_ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self._identity(),
        )
        if process.stdin is not None:
            process.stdin.write(stdin)
            process.stdin.close()
        return process

    def own(self, folder: Path) -> None:
        """Hand a folder to the account, closed to everyone else."""
        folder.chmod(0o700)
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)

    def reaches(self, path: Path) -> bool:
        """Whether the account can walk to the path: a checkout below /root is closed to it."""
        return self.run(["test", "-x", path], capture_output=True).returncode == 0


@cache
def choose_account() -> Account:
    """Ourselves, or as root the first unprivileged account this machine has."""
    if os.geteuid() != 0:
        return Account()
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Trouble(
        "PostgreSQL does not run as root and this machine has no user `nobody`; run make as an ordinary user."
    )
