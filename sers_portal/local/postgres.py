"""A private PostgreSQL 18, from the binaries a wheel carries.

We drive `initdb` and `pg_ctl` ourselves: run as root, the wheel's own helper adds a system user and opens parent folders.
It listens on the loopback address only and has no Unix socket, so no path is ever too long for one.
"""

# ruff: noqa: S603, PLW1510  (every command here is ours, none is a visitor's; exit codes are read)

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sers_portal.local.account import PLAIN_ENVIRONMENT, Account
from sers_portal.local.ports import HOST
from sers_portal.local.trouble import Trouble, read_last_lines

USER = "sers"
# Web server and workers: a login that owns nothing (sers_portal.base.database_roles).
WEB_USER = "sers_web"
DATABASE = "sers"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "client_encoding": "UTF8",
}
WITHOUT_DURABILITY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One database cluster: where its data and binaries are and who runs it."""

    data: Path
    binaries: Path
    account: Account
    log: Path
    is_durable: bool

    def create(self, password: str) -> None:
        """Initialise the cluster; an interrupted attempt leaves nothing that looks finished."""
        unfinished = self.data.with_name(self.data.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        self.account.own(unfinished)
        with self._password_file(unfinished, password) as password_file:
            self._call("initdb", *self._initdb_options(unfinished / "data", password_file))
        (unfinished / "data").rename(self.data)
        shutil.rmtree(unfinished)

    @staticmethod
    def _initdb_options(data: Path, password_file: Path) -> list[str | Path]:
        # the builtin locale sorts and folds the same on every machine; docker-compose.yml asks for the same one
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = (f"--username={USER}", "--auth=scram-sha-256", f"--pwfile={password_file}")
        return ["-D", data, *locale, *access]

    @contextmanager
    def _password_file(self, folder: Path, password: str) -> Iterator[Path]:
        path = folder / "password"
        path.touch(mode=0o600)
        path.write_text(password + "\n")
        if self.account.user is not None and self.account.group is not None:
            os.chown(path, self.account.user, self.account.group)
        yield path
        path.unlink()

    def start(self, port: int) -> None:
        """Start the server and wait until it answers."""
        settings = SETTINGS | ({} if self.is_durable else WITHOUT_DURABILITY)
        options = " ".join([f"-p {port}", *(f"-c {name}='{value}'" for name, value in settings.items())])
        self._call("pg_ctl", "start", "-D", self.data, "-w", "-s", "-t", "60", "-o", options)

    def ensure_database(self, port: int, password: str) -> None:
        """Create the portal's database when the cluster is new."""
        found = self._query(port, password, "SELECT datname FROM pg_database")
        if DATABASE not in found:
            self._query(port, password, f"CREATE DATABASE {DATABASE}")

    def _query(self, port: int, password: str, statement: str) -> list[str]:
        connection = {"PGHOST": HOST, "PGPORT": str(port), "PGUSER": USER, "PGPASSWORD": password}
        answer = subprocess.run(
            [self.binaries / "psql", "-X", "-q", "-At", "-d", "template1", "-c", statement],
            env=PLAIN_ENVIRONMENT | connection,
            start_new_session=True,  # out of reach of the terminal's Ctrl-C, like the servers
            capture_output=True,
            text=True,
        )
        if answer.returncode != 0:
            raise Trouble(
                f"The private PostgreSQL does not let us in ({answer.stderr.strip()}); "
                "`make clean` removes its data, and the next start makes it anew."
            )
        return answer.stdout.split()

    def stop(self) -> None:
        """Stop the server, if it runs, and wait until it has; needs no programs, so it works when .venv is gone."""
        pid = self._find_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast shutdown": end sessions, write everything, leave
        deadline = time.monotonic() + 60
        while self._find_pid() is not None:
            if time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL (process {pid}) does not stop; see {self.log}.")
            time.sleep(0.05)

    def find_port(self) -> int | None:
        """The port the running server listens on, or None when it does not run."""
        if self._find_pid() is None:
            return None
        lines = self._read_pid_file()
        return int(lines[3]) if len(lines) > 7 and lines[7].strip() == "ready" else None

    def _find_pid(self) -> int | None:
        """The server's process; a number a crash left behind may by now be someone else's, hence the second look."""
        lines = self._read_pid_file()
        if not lines:
            return None
        try:
            command = Path(f"/proc/{lines[0]}/cmdline").read_bytes()
        except OSError:
            return None
        return int(lines[0]) if str(self.data).encode() in command else None

    def _read_pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _call(self, program: str, *arguments: str | Path) -> None:
        with self.log.open("ab") as log:
            done = self.account.run(
                [self.binaries / program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if done.returncode != 0:
            raise Trouble(f"PostgreSQL: `{program}` failed; see {self.log}:\n{read_last_lines(self.log)}")
