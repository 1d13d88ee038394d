"""A server that answers like Twilio, on a port of its own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class Vendor:
    """What the server was asked, and how it is to answer."""

    address: str = ""
    # Answers still to be given: a status, Twilio's code, and whether to keep the line silent instead.
    answers: list[tuple[int, int]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    is_silent: bool = False
    hangs_up: bool = False
    was_asked: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def refuse(self, status: int, code: int) -> None:
        """Answer the next question with an error."""
        self.answers.append((status, code))


def answer_of(vendor: Vendor, path: str) -> tuple[int, dict[str, object]]:
    """Status and body, in Twilio's own shape."""
    if vendor.answers:
        status, code = vendor.answers.pop(0)
        message = f"The 'To' number {vendor.asked[-1]['To']} is not what it should be."
        return status, {"code": code, "message": message, "more_info": "https://x", "status": status}
    kind = "CA" if "/Calls" in path else "SM"
    return 201, {"sid": f"{kind}{len(vendor.asked):032x}", "status": "queued", "to": vendor.asked[-1]["To"]}


@contextmanager
def a_vendor() -> Iterator[Vendor]:
    """The server, running."""
    vendor = Vendor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            vendor.asked.append({name: values[0] for name, values in parse_qs(text).items()})
            vendor.paths.append(self.path)
            vendor.was_asked.set()
            if vendor.is_silent:
                vendor.may_go_on.wait(timeout=30)
            if vendor.is_silent or vendor.hangs_up:
                self.close_connection = True
                return
            status, answer = answer_of(vendor, self.path)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    vendor.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield vendor
    finally:
        vendor.may_go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
