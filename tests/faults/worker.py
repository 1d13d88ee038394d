"""A nursery of worker processes for the kill tests: Django is set up once, then each worker is a fork.

    python -m tests.faults.worker statement statement_notice

Reads a line, forks a worker that works off jobs of these kinds until it is killed, and answers with its process id.
The kind "mail_batch" stands for the command of that name.
Database and folders come from the environment, and so does the renderer.
"""

import os
import signal
import sys
import time

BATCHES = "mail_batch"


def main(kinds: list[str]) -> None:
    prepare()
    # Killed workers vanish without being waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for _line in sys.stdin:
        if (pid := os.fork()) == 0:
            work(kinds)
        print(pid, flush=True)


def prepare() -> None:
    import django
    from django.conf import settings
    from django.utils.module_loading import import_string

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sers_portal.settings")
    if renderer := os.environ.get("STATEMENT_RENDERER"):
        settings.STATEMENT_RENDERER = renderer
    django.setup()
    from benefits.services.statements.rendering import DEFAULT_RENDERER

    # Once for all workers, as a worker of Celery does before it forks.
    import_string(getattr(settings, "STATEMENT_RENDERER", DEFAULT_RENDERER))


def work(kinds: list[str]) -> None:
    from sers_portal.base import jobs

    while True:
        done = make_batches() if kinds == [BATCHES] else sum(jobs.work_off(kind) for kind in kinds)
        if not done:
            time.sleep(0.02)


def make_batches() -> int:
    """What `manage.py mail_batch` does."""
    from notices.services import batches
    from sers_portal.base import clock
    from sers_portal.base.audit import SYSTEM

    return len(batches.make_batches(on=clock.today(), by=SYSTEM))


if __name__ == "__main__":
    main(sys.argv[1:])
