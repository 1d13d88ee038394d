"""Ports on the loopback address: finding a free one, and asking whether one answers."""

import random
import socket

HOST = "127.0.0.1"
BELOW_EPHEMERAL = range(20000, 32000)  # outgoing connections never take these by chance


def is_free(port: int) -> bool:
    """Whether nobody listens on the port, on either loopback address (a browser may try ::1 first)."""
    for family, address in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)) == 0:
                return False
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(preferred: int | None) -> int:
    """The port used last time when it is still free, else a new one."""
    if preferred and is_free(preferred):
        return preferred
    return next(port for port in random.sample(BELOW_EPHEMERAL, 200) if is_free(port))
