"""Real worker processes that can be killed, and people enough to keep them busy."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.models import Address, Person
from benefits.models import Annuity, Member, Payment

ROOT = Path(__file__).resolve().parent.parent.parent


def environment() -> dict[str, str]:
    """The test's own database and folders, as a process of its own finds them."""
    parts = connection.settings_dict
    address = f"{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{address}",
        "DOCUMENTS_DIR": str(settings.DOCUMENTS_DIR),
        "SPOOL_DIR": str(settings.SPOOL_DIR),
        "STATEMENT_RENDERER": getattr(settings, "STATEMENT_RENDERER", ""),
        "LOG_LEVEL": "CRITICAL",
    }


def started(*arguments: str) -> subprocess.Popen[str]:
    """A process of `python -m …` that talks over pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9 a process of ours, and wait until it is gone."""
    process.kill()
    process.communicate()


class Nursery:
    """Worker processes of some kinds of jobs: real ones, quickly born."""

    def __init__(self, *kinds: str) -> None:
        self.process = started("tests.faults.worker", *kinds)
        assert self._answer() == "ready"
        self.alive: list[int] = []

    def bear(self) -> None:
        """One more worker."""
        assert self.process.stdin is not None
        print("another", file=self.process.stdin, flush=True)
        self.alive.append(int(self._answer()))

    def kill_one(self) -> None:
        """kill -9 for one of them, whichever."""
        os.kill(self.alive.pop(random.randrange(len(self.alive))), signal.SIGKILL)

    def close(self) -> None:
        """kill -9 for all of them, and for the nursery."""
        while self.alive:
            self.kill_one()
        kill(self.process)

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def nursery(*kinds: str, workers: int = 2) -> Iterator[Nursery]:
    """Some workers at work; whichever are left at the end are killed."""
    place = Nursery(*kinds)
    try:
        for _ in range(workers):
            place.bear()
        yield place
    finally:
        place.close()


def write_retirees(count: int) -> None:
    """Many people with an annuity and one payment each, in a handful of statements."""
    people = [_person(number) for number in range(count)]
    Person.objects.bulk_create(people)
    Address.objects.bulk_create(
        Address(
            person=person,
            line_1=f"{number} Elm Street",
            city="Springfield",
            state="IL",
            zip_code="62701",
            from_on=date(2015, 1, 1),
        )
        for number, person in enumerate(people)
    )
    since = date(2011, 2, 1)
    members = Member.objects.bulk_create(
        Member(person=person, tier=2, formula="regular", coverage="covered", first_membership_on=since)
        for person in people
    )
    annuities = Annuity.objects.bulk_create(_annuity(member) for member in members)
    Payment.objects.bulk_create(_payment(annuity) for annuity in annuities)


def _person(number: int) -> Person:
    person = Person(
        member_id=f"{800000 + number}",
        given_name="Ada",
        family_name=f"Nowak {number}",
        born_on=date(1950, 1, 2),
    )
    # Sealing five hundred numbers takes longer than the rest: these stand for sealed ones.
    person.ssn_token, person.ssn_index = f"test.{number}", f"test-{number}"
    return person


def _annuity(member: Member) -> Annuity:
    return Annuity(
        member=member,
        payee=member.person,
        kind="retirement",
        starts_on=date(2023, 1, 1),
        formula="regular",
        coverage="covered",
        service_months=Decimal(132),
        final_average_compensation=Decimal("5000.00"),
        original_monthly=Decimal("1000.00"),
    )


def _payment(annuity: Annuity) -> Payment:
    return Payment(
        annuity=annuity,
        month=date(2025, 6, 1),
        paid_on=date(2025, 6, 19),
        gross=Decimal("1000.00"),
        net=Decimal("1000.00"),
        method="check",
    )
