"""The commands behind `make`, and those others build on: env, start, stop, status."""

import argparse
import errno
import shutil
import sys
from collections.abc import Callable, Sequence

from sers_portal.local.containers import is_ready, write_secrets
from sers_portal.local.interruption import Interruption
from sers_portal.local.orphans import adopt_orphans
from sers_portal.local.places import VENV, find_state
from sers_portal.local.portal import run_bench, run_portal, set_up
from sers_portal.local.servers import Servers, read_given_environment
from sers_portal.local.trouble import Trouble, say
from sers_portal.local.turns import taking_turns
from sers_portal.local.verification import verify


def print_environment(servers: Servers, interruption: Interruption) -> int:
    """Shell-exportable lines: eval "$(python3 -m sers_portal.local env)"."""
    for name, value in (read_given_environment() or servers.read_environment()).items():
        print(f"export {name}='{value}'")
    return 0


def start_servers(servers: Servers, interruption: Interruption) -> int:
    """Start the servers and leave them running until `stop`."""
    with taking_turns(), interruption.deferred():
        servers.start()
    servers.keep_file.touch()
    return print_status(servers, interruption)


def stop_servers(servers: Servers, interruption: Interruption) -> int:
    """Stop the servers."""
    servers.stop()
    print_status(servers, interruption)
    return 0


def print_status(servers: Servers, interruption: Interruption) -> int:
    """Say which server runs; the exit code is 1 when one does not."""
    running = servers.are_running()
    for name, is_up in running.items():
        say(f"{name}: {'running' if is_up else 'stopped'}")
    return 0 if all(running.values()) else 1


def clean(servers: Servers, interruption: Interruption) -> int:
    """Stop all servers, then remove their data and the virtual environment."""
    state = find_state()
    for pair in (Servers(), Servers(for_tests=True)):
        pair.stop()
    if (state / "house").is_symlink():
        shutil.rmtree((state / "house").resolve(), ignore_errors=True)
    for folder in (state, VENV):
        shutil.rmtree(folder, ignore_errors=True)
    say("Removed the servers' data and the virtual environment.")
    return 0


def print_secrets(servers: Servers, interruption: Interruption) -> int:
    """The text of a new .env for docker-compose.yml."""
    print(write_secrets(), end="")
    return 0


def check_health(servers: Servers, interruption: Interruption) -> int:
    """Inside a container: exit code 0 when the web server there is ready."""
    return 0 if is_ready() else 1


COMMANDS: dict[str, Callable[[Servers, Interruption], int]] = {
    "env": print_environment,
    "start": start_servers,
    "stop": stop_servers,
    "status": print_status,
    "setup": set_up,
    "run": run_portal,
    "test": verify,
    "bench": run_bench,
    "clean": clean,
    "secrets": print_secrets,
    "health": check_health,
}


ADVICE = {
    errno.ENOSPC: "Make room on the disk, then run make again.",
    errno.EROFS: "The checkout must be on a disk that can be written to; copy it to one.",
    errno.EACCES: "The checkout must belong to the user who runs make.",
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; trouble is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python3 -m sers_portal.local")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument(
        "--tests", action="store_true", help="the tests' own servers instead of the demonstration's"
    )
    chosen = parser.parse_args(arguments)
    adopt_orphans()
    try:
        return COMMANDS[chosen.command](Servers(for_tests=chosen.tests), Interruption())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except OSError as error:
        advice = ADVICE.get(error.errno or 0, "")
        print(f"\n{error.filename}: {error.strerror}. {advice}".rstrip(), file=sys.stderr)
    return 1
