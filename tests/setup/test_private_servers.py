"""The servers of `make run`: real, ours alone, and gone when the last user leaves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest
import redis

from sers_portal.local.places import CHECKOUT

STAY = (
    "from sers_portal.local.interruption import Interruption; from sers_portal.local.servers import Servers\n"
)
USE = STAY + "with Servers().in_use(Interruption()): print('up', flush=True); input()"


pytestmark = pytest.mark.xdist_group("private servers")  # one cluster for this file: initdb takes its second


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder like `.local/`, and whatever moved out of it because `nobody` could not enter."""
    folder = tmp_path_factory.mktemp("state")
    yield folder
    if (folder / "house").is_symlink():
        shutil.rmtree((folder / "house").resolve())


@pytest.fixture
def private(state: Path) -> Iterator[dict[str, str]]:
    """An environment whose servers live in that folder and are stopped."""
    given = ("DATABASE_URL", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in given}
    environment["SERS_STATE"] = str(state)
    yield environment
    call("stop", environment)


def call(command: str, environment: Mapping[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-m", "sers_portal.local", command],
        cwd=CHECKOUT,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout


def start_user(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """A process that uses the servers until it reads a line."""
    user = subprocess.Popen(
        [sys.executable, "-c", USE],
        cwd=CHECKOUT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "up\n"
    return user


def test_servers_started_need_the_password_and_stop(private, state):
    call("start", private)
    recorded = (state / "environment").read_text()
    urls = dict(line.split("=", 1) for line in recorded.splitlines())

    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        answers = [
            connection.execute(f"SHOW {name}").fetchone() for name in ("TimeZone", "server_encoding", "fsync")
        ]
    assert answers == [("UTC",), ("UTF8",), ("on",)]
    with redis.Redis.from_url(urls["REDIS_URL"]) as client:
        assert client.ping()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(urls["DATABASE_URL"].replace("sers:", "sers:x"))
    with (
        redis.Redis.from_url(urls["REDIS_URL"].replace("//:", "//:x")) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    assert (state / "environment").stat().st_mode & 0o077 == 0

    assert call("stop", private) == "PostgreSQL: stopped\nRedis: stopped\n"


def test_servers_in_use_twice_stop_with_the_last_user(private):
    first, second = start_user(private), start_user(private)

    first.communicate("\n", timeout=30)
    assert call("status", private) == "PostgreSQL: running\nRedis: running\n"
    second.communicate("\n", timeout=30)

    assert call("status", private) == "PostgreSQL: stopped\nRedis: stopped\n"


def test_servers_of_a_killed_run_are_taken_over(private):
    killed = start_user(private)
    killed.kill()
    killed.communicate()
    assert call("status", private) == "PostgreSQL: running\nRedis: running\n"

    start_user(private).communicate("\n", timeout=30)

    assert call("status", private) == "PostgreSQL: stopped\nRedis: stopped\n"


def test_servers_half_started_leave_nothing(private, state):
    broken = "from sers_portal.local import redis\nredis.CONFIGURATION = 'no such directive\\n'\n" + USE

    done = subprocess.run(
        [sys.executable, "-c", broken], cwd=CHECKOUT, env=private, capture_output=True, text=True, timeout=60
    )

    assert "Redis did not start" in done.stderr
    assert call("status", private) == "PostgreSQL: stopped\nRedis: stopped\n"
    assert not (state / "servers" / "postgres" / "postmaster.pid").exists()
