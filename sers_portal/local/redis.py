"""A private Redis, from the binary a wheel carries or, where there is no such wheel, the system's own.

It keeps nothing on disk: jobs are rows in PostgreSQL, and a nudge lost with Redis is sent again by the sweep.
"""

import socket
import time
from dataclasses import dataclass
from pathlib import Path

from sers_portal.local.account import Account
from sers_portal.local.ports import HOST
from sers_portal.local.trouble import Trouble, read_last_lines

CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
databases 64
save ""
appendonly no
daemonize no
"""


@dataclass(frozen=True)
class Redis:
    """One Redis server: its binary and who runs it."""

    binary: Path
    account: Account
    log: Path

    def start(self, port: int, password: str) -> None:
        """Start the server and wait until it answers; the password travels by stdin, where `ps` does not show it."""
        configuration = CONFIGURATION.format(host=HOST, port=port, password=password)
        with self.log.open("ab") as log:
            process = self.account.spawn([self.binary, "-"], log, configuration.encode())
        deadline = time.monotonic() + 10
        while not is_answering(port, password):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Trouble(f"Redis did not start; see {self.log}:\n{read_last_lines(self.log)}")
            time.sleep(0.05)


def is_answering(port: int, password: str) -> bool:
    """Whether the server on this port is ours: it takes our password."""
    return "+PONG" in _send(port, password, "PING")


def stop_redis(port: int, password: str) -> None:
    """Ask the server to leave and wait until the port is quiet."""
    deadline = time.monotonic() + 10
    while is_answering(port, password) and time.monotonic() < deadline:
        _send(port, password, "SHUTDOWN NOSAVE")
        time.sleep(0.05)


def _send(port: int, password: str, command: str) -> str:
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(f"AUTH {password}\r\n{command}\r\nQUIT\r\n".encode())
            answer = b""
            while part := connection.recv(1024):
                answer += part
    except OSError:
        return ""
    return answer.decode(errors="replace")
