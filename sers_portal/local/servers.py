"""The private PostgreSQL and Redis as one thing: placed, started, shared by several runs, stopped by the last.

`.local/environment` is the record of a running pair, as KEY=VALUE lines; settings.py reads it when DATABASE_URL is not set.
A second pair, without durability, serves the tests from `.local/test/`.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sers_portal.local.house import House, find_house
from sers_portal.local.interruption import Interruption
from sers_portal.local.orphans import reap_orphans
from sers_portal.local.places import find_log, find_state
from sers_portal.local.ports import HOST, choose_port
from sers_portal.local.postgres import DATABASE, USER, WEB_USER, Postgres
from sers_portal.local.redis import Redis, is_answering, stop_redis
from sers_portal.local.trouble import Trouble
from sers_portal.local.turns import taking_turns

GIVEN = ("DATABASE_URL", "REDIS_URL")


@dataclass(frozen=True)
class Servers:
    """One pair of servers: for the demonstration, or for the tests."""

    for_tests: bool = False

    @property
    def state(self) -> Path:
        return find_state() / "test" if self.for_tests else find_state()

    @property
    def environment_file(self) -> Path:
        return self.state / "environment"

    @property
    def keep_file(self) -> Path:
        """Present while someone asked for the servers to stay up: `start` makes it, `stop` removes it."""
        return self.state / "keep"

    def read_environment(self) -> dict[str, str]:
        """The servers' addresses as last written; empty when the servers were never started."""
        if not self.environment_file.exists():
            return {}
        lines = self.environment_file.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def start(self) -> dict[str, str]:
        """Start whatever does not run, reusing ports and password, and return the environment that reaches both.

        The addresses are recorded first, so that `stop` finds whatever an interrupted start leaves behind.
        """
        house, password, recorded = find_house(), self._read_password(), self.read_environment()
        postgres = self._describe_postgres(house)
        database_port, redis_port = postgres.find_port(), _port(recorded, "REDIS_URL") or 0
        is_postgres_up, is_redis_up = database_port is not None, is_answering(redis_port, password)
        database_port = database_port or choose_port(_port(recorded, "DATABASE_URL"))
        redis_port = redis_port if is_redis_up else choose_port(redis_port)
        environment = self._write_environment(password, database_port, redis_port)
        if not is_postgres_up:
            self._start_postgres(postgres, database_port, password)
        if not is_redis_up:
            Redis(house.redis_server, house.account, self._log("redis")).start(redis_port, password)
        return environment

    def stop(self) -> None:
        """Stop both, whoever started them."""
        self.keep_file.unlink(missing_ok=True)
        if self.environment_file.exists():
            stop_redis(_port(self.read_environment(), "REDIS_URL") or 0, self._read_password())
            self._describe_postgres(find_house()).stop()

    def are_running(self) -> dict[str, bool]:
        """Each server's name and whether it answers."""
        recorded = self.read_environment()
        if not recorded:
            return {"PostgreSQL": False, "Redis": False}
        redis_port = _port(recorded, "REDIS_URL") or 0
        return {
            "PostgreSQL": self._describe_postgres(find_house()).find_port() is not None,
            "Redis": is_answering(redis_port, self._read_password()),
        }

    @contextmanager
    def in_use(self, interruption: Interruption) -> Iterator[dict[str, str]]:
        """Both servers up while inside; the last user to leave stops them, unless they were asked to stay.

        A shared file lock counts the users: the kernel drops it even for a process that was killed.
        """
        given = read_given_environment()
        if given:
            yield given
            return
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "users.lock").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                with taking_turns(), interruption.deferred():
                    environment = self.start()
                yield environment
            finally:
                with interruption.deferred():
                    if _is_last_user(users.fileno()) and not self.keep_file.exists():
                        self.stop()
                        reap_orphans()

    @staticmethod
    def _start_postgres(postgres: Postgres, port: int, password: str) -> None:
        if not postgres.data.exists():
            postgres.create(password)
        postgres.start(port)
        postgres.ensure_database(port, password)

    def _describe_postgres(self, house: House) -> Postgres:
        data = house.folder / ("test-postgres" if self.for_tests else "postgres")
        return Postgres(
            data, house.postgres_binaries, house.account, self._log("postgres"), not self.for_tests
        )

    def _log(self, name: str) -> Path:
        return find_log(f"test-{name}" if self.for_tests else name)

    def _read_password(self) -> str:
        """One generated password guards both: on a shared machine the loopback address is open to everyone."""
        path = self.state / "password"
        if not path.exists():
            self.state.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(16))
        return path.read_text()

    def _write_environment(self, password: str, database_port: int, redis_port: int) -> dict[str, str]:
        values = {
            "DATABASE_URL": f"postgresql://{USER}:{password}@{HOST}:{database_port}/{DATABASE}",
            "WEB_DATABASE_URL": f"postgresql://{WEB_USER}:{password}@{HOST}:{database_port}/{DATABASE}",
            "REDIS_URL": f"redis://:{password}@{HOST}:{redis_port}/0",
        }
        if values != self.read_environment():
            new = self.environment_file.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
            new.rename(self.environment_file)
        return values


def read_given_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The servers somebody else provides, when both addresses are in the environment; then none of ours is started."""
    source = os.environ if environment is None else environment
    given = {name: source[name] for name in GIVEN if source.get(name)}
    if len(given) == 1:
        missing = next(name for name in GIVEN if name not in given)
        raise Trouble(
            f"{next(iter(given))} is set but {missing} is not: set both to use your own servers, or neither."
        )
    return given


def _is_last_user(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _port(recorded: Mapping[str, str], name: str) -> int | None:
    return urlsplit(recorded[name]).port if name in recorded else None
