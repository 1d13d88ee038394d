"""`make run`: everything from a fresh checkout to a page in the browser, and back to no process at all."""

import os
from collections.abc import Mapping
from functools import partial

from sers_portal.local.interruption import Interruption
from sers_portal.local.places import VENV_PYTHON
from sers_portal.local.ports import is_free
from sers_portal.local.preparation import prepare_database, prepare_machine
from sers_portal.local.programs import run_captured, run_shown
from sers_portal.local.servers import Servers
from sers_portal.local.supervisor import list_commands, supervise
from sers_portal.local.trouble import Trouble, say

USUAL_PORT = 8000


def set_up(servers: Servers, interruption: Interruption) -> int:
    """Everything but starting the portal."""
    prepare_machine()
    with servers.in_use(interruption) as environment:
        prepare_database(environment)
    say("Ready: `make run` starts the portal.")
    return 0


def run_portal(servers: Servers, interruption: Interruption) -> int:
    """Set up, then run web server, worker and beat until Ctrl-C."""
    port = read_port()
    prepare_machine()
    with servers.in_use(interruption) as environment:
        prepare_database(environment)
        environment = as_the_web_role(environment) | {"SITE_ADDRESS": f"http://localhost:{port}"}
        greet = partial(write_greeting, port, environment)
        supervise(list_commands(port), environment, port, interruption, greet)
    return 0


def as_the_web_role(environment: Mapping[str, str]) -> dict[str, str]:
    """The same servers, seen with the login that owns nothing; as given where the servers are somebody else's."""
    return {**environment, "DATABASE_URL": environment.get("WEB_DATABASE_URL", environment["DATABASE_URL"])}


def read_port() -> int:
    """The port asked for with PORT, free to use."""
    asked = os.environ.get("PORT") or str(USUAL_PORT)
    if not asked.isdecimal() or not 1 <= int(asked) <= 65535:
        raise Trouble(f"PORT is {asked!r}; set it to a number from 1024 to 65535, like `PORT=8001 make run`.")
    port = int(asked)
    if not is_free(port):
        raise Trouble(
            f"Port {port} is taken by another program: choose another, like `PORT={port + 1} make run`."
        )
    return port


def write_greeting(port: int, environment: Mapping[str, str]) -> str:
    """What a newcomer needs once the page answers: the address, who can sign in, what to try."""
    sign_ins = run_captured([VENV_PYTHON, "manage.py", "demonstrate", "--sign-ins"], environment).stdout
    return f"\nThe portal runs at http://localhost:{port} (stop it with Ctrl-C).\n\n{sign_ins.rstrip()}\n"


def run_bench(servers: Servers, interruption: Interruption) -> int:
    """The benchmarks, with the durable servers: a figure measured without fsync would flatter."""
    prepare_machine()
    with servers.in_use(interruption) as environment:
        return run_shown([VENV_PYTHON, "manage.py", "bench"], environment)
