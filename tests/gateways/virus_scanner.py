"""A virus scanner that speaks clamd's INSTREAM on a real socket; it finds what holds the EICAR test's words."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class _Scanner(socketserver.BaseRequestHandler):
    request: socket.socket

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.request.recv(1)
        content = self._content()
        if command != b"zINSTREAM\0":
            self.request.sendall(b"UNKNOWN COMMAND\0")
        elif self.server.mood == "silent":  # type: ignore[attr-defined]
            return
        elif self.server.mood == "full":  # type: ignore[attr-defined]
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        elif VIRUS in content:
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.request.sendall(b"stream: OK\0")

    def _content(self) -> bytes:
        whole = b""
        while size := struct.unpack("!L", self._exactly(4))[0]:
            whole += self._exactly(size)
        return whole

    def _exactly(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            piece = self.request.recv(size - len(read))
            if not piece:
                raise ConnectionError("the client hung up")
            read += piece
        return read


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mood = "well"


@contextmanager
def a_scanner(mood: str = "well") -> Iterator[str]:
    """Its address, while it runs. Moods: "well", "silent" (hangs up), "full" (refuses the size)."""
    with _Server(("127.0.0.1", 0), _Scanner) as server:
        server.mood = mood
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
