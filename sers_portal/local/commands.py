"""The commands behind `make`, and those others build on: env, start, stop, status."""

import argparse
import sys
from collections.abc import Callable, Sequence

from sers_portal.local.servers import Servers, read_given_environment
from sers_portal.local.trouble import Trouble


def print_environment(servers: Servers) -> int:
    """Shell-exportable lines: eval "$(python3 -m sers_portal.local env)"."""
    for name, value in (read_given_environment() or servers.read_environment()).items():
        print(f"export {name}='{value}'")
    return 0


def start_servers(servers: Servers) -> int:
    """Start the servers and leave them running until `stop`."""
    servers.start()
    servers.keep_file.touch()
    return print_status(servers)


def stop_servers(servers: Servers) -> int:
    """Stop the servers."""
    servers.stop()
    return print_status(servers) and 0


def print_status(servers: Servers) -> int:
    """Say which server runs; the exit code is 1 when one does not."""
    running = servers.are_running()
    for name, is_up in running.items():
        print(f"{name}: {'running' if is_up else 'stopped'}")
    return 0 if all(running.values()) else 1


COMMANDS: dict[str, Callable[[Servers], int]] = {
    "env": print_environment,
    "start": start_servers,
    "stop": stop_servers,
    "status": print_status,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; trouble is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python3 -m sers_portal.local")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--tests", action="store_true", help="the tests' own servers instead of the demonstration's")
    chosen = parser.parse_args(arguments)
    try:
        return COMMANDS[chosen.command](Servers(for_tests=chosen.tests))
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except OSError as error:
        print(f"\n{error.strerror}: {error.filename}. Is the disk full, or the folder read-only?", file=sys.stderr)
    return 1
