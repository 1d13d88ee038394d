"""A nursery of web processes for the kill tests: Django is set up once, then each web server is a fork of its own.

    python -m tests.faults.web

Reads the name of a place, forks a server that stands still there once a change of money has come so far, and answers
with its process id and port. The server says "there" when it stands; then it waits to be killed.
"""

import os
import signal
import sys
import time
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

# Where a server may stand still: its audit row written; all written and not committed; committed and not answered.
AUDITED, WRITTEN, COMMITTED = "audited", "written", "committed"
MONEY = ("asked for a change of the bank account", "gave a form W-4P", "named beneficiaries")


class Silent(WSGIRequestHandler):
    """No line for each request."""

    def log_message(self, format: str, *arguments: Any) -> None:
        return None


class Standing:
    """Watches for the audit row of a change of money, and for the commit that follows it."""

    def __init__(self, place: str) -> None:
        self.place, self.is_audited = place, False

    def watch(self) -> None:
        from django.db.backends.base.base import BaseDatabaseWrapper

        from sers_portal.base import audit

        record, commit = audit.record, BaseDatabaseWrapper._commit

        def recorded(**row: Any) -> None:
            record(**row)
            self.is_audited = self.is_audited or row["verb"] in MONEY
            self.stand_at(AUDITED)

        def committed(connection: Any) -> None:
            self.stand_at(WRITTEN)
            commit(connection)
            self.stand_at(COMMITTED)

        audit.record = recorded
        BaseDatabaseWrapper._commit = committed

    def stand_at(self, place: str) -> None:
        if self.is_audited and place == self.place:
            print("there", flush=True)
            time.sleep(60)


def main() -> None:
    prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        server = make_server("127.0.0.1", 0, application(), WSGIServer, Silent)
        if (pid := os.fork()) == 0:
            Standing(line.strip()).watch()
            server.serve_forever()
        print(pid, server.server_port, flush=True)
        server.server_close()


def prepare() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sers_portal.settings")
    django.setup()
    from django.urls import get_resolver

    from notices.documents import render

    render.pdf = lambda template, context: b"%PDF"
    # Once for all servers: the modules of all views.
    assert get_resolver().url_patterns


def application() -> Any:
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


if __name__ == "__main__":
    main()
