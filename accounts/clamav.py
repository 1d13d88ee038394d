"""The virus scanner: clamd's own protocol, INSTREAM over a TCP or Unix socket. There is nothing more to a client."""

import socket
import struct
from contextlib import closing

SECONDS = 30.0
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


class NoAnswer(Exception):
    """The scanner did not answer, or could not scan: nothing is known about the file."""


def scan(content: bytes, *, address: str, seconds: float = SECONDS) -> str:
    """The name of the virus found in the content, or "". `address` is host:port or the path of a socket.

    Raises `NoAnswer`.
    """
    try:
        with closing(_connect(address, seconds)) as link:
            link.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                link.sendall(struct.pack("!L", len(piece)) + piece)
            link.sendall(struct.pack("!L", 0))
            answer = _read(link)
    except (OSError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed"
    raise NoAnswer("the scanner could not scan")


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(seconds)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _read(link: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        piece = link.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.split(b"\0")[0].decode(errors="replace").strip()
