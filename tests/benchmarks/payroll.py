"""How fast a payroll file is imported, beside COPY of the same rows: into a bare table, and into the real one."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from benefits.models import PayRecord
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.services.payroll import import_file
from benefits.services.payroll.file_format import HEADER
from sers_portal.base.audit import SYSTEM
from sers_portal.load import careers
from sers_portal.load.careers import Career, Stretch
from sers_portal.load.chance import ACTIVE, Fate
from sers_portal.load.loading import ensure_employers
from sers_portal.load.plan import Plan, days_in, money
from sers_portal.load.recording import FIRST_MEMBER_ID, Numbers, numbers_of
from sers_portal.load.tables import COLUMNS
from tests.benchmarks.measuring import Measurement, Sizes, Stopwatch, peak_megabytes, say

# One row in this many is spoilt, so that the rejects' way is measured too.
A_FAULT_EACH = 500
FIRST = Numbers(1, 1, 1, 1)
COLUMNS_COPIED = ", ".join(COLUMNS["benefits_payrecord"])


class Pay(NamedTuple):
    """A month's pay: as the payroll file says it, and as COPY reads it; a spoilt one has no record."""

    line: str
    record: str


def measure(standings: list[str], *, seed: int, today: date, sizes: Sizes) -> Measurement:
    """Import the months that the members' records still lack, and copy the same rows."""
    path = Path(settings.DOCUMENTS_DIR).parent / "payroll.csv"
    say("writing the payroll file …")
    rows, records = write_file(path, standings, seed=seed, today=today, sizes=sizes)
    bare, real = seconds_of_bare_copy(records), seconds_of_real_copy(records)
    say(f"importing {rows:,} rows …")
    before = PayRecord.objects.count()
    watch = Stopwatch()
    imported = import_file(path=path, by=SYSTEM)
    seconds = watch.seconds
    if (
        imported.accepted + imported.rejected != rows
        or PayRecord.objects.count() != before + imported.accepted
    ):
        raise AssertionError(
            f"of {rows} rows {imported.accepted} were accepted, {imported.rejected} rejected"
        )
    return Measurement(
        "payroll import, validated, with rejects",
        f"{rows:,} rows ({imported.rejected:,} rejected)",
        f"{rows / seconds:,.0f} rows/s",
        f"{seconds / bare:.1f} × bare COPY ({len(records) / bare:,.0f} rows/s); "
        f"{seconds / real:.1f} × COPY into the pay records with their keys ({len(records) / real:,.0f} rows/s)",
        f"{peak_megabytes():,.0f} MB peak",
    )


def write_file(
    path: Path, standings: list[str], *, seed: int, today: date, sizes: Sizes
) -> tuple[int, list[str]]:
    """Write the pay of the last months of everybody at work. Returns how many rows, and the records of the good ones."""
    plan = Plan(load_law(), today=today, years=sizes.years)
    count, records = 0, []
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for pay in _pay(plan, Fate(seed, today), standings, sizes.months_of_pay):
            count += 1
            file.write(pay.line + "\n")
            if pay.record:
                records.append(pay.record + "\n")
    return count, records


def _pay(plan: Plan, fate: Fate, standings: list[str], months: int) -> Iterator[Pay]:
    after, employers = plan.last_pay_month - months, ensure_employers()
    for position, standing in enumerate(standings):
        if standing != ACTIVE:
            continue
        life, _rng = fate.life(FIRST.person + position, standing)
        assert life.membership is not None
        career = careers.follow(life.membership, plan)
        for stretch in career.recorded():
            for month in range(max(stretch.first, after + 1), stretch.last + 1):
                yield _month(career, numbers_of(position, FIRST), employers, stretch, month)


def _month(career: Career, numbers: Numbers, employers: dict[str, int], stretch: Stretch, month: int) -> Pay:
    plan, job, shares = career.plan, stretch.job, career.shares(stretch)
    start, paid_on = Month.from_ordinal(month).first_day, plan.paid_on(month)
    units = stretch.units if stretch.units is not None else days_in(month)
    # A cent too much, now and then, as a payroll office would have it.
    wrong = int(random.Random(numbers.person * 1000 + month).random() < 1 / A_FAULT_EACH)
    line = (
        f"{FIRST_MEMBER_ID + numbers.person},{job.employer},{start:%Y-%m},{paid_on},{job.pay_basis},{units},"
        f"{money(stretch.cents)},{job.formula},{job.coverage},"
        f"{money(shares.retirement + shares.survivor + wrong)},{money(shares.picked_up)},"
    )
    values = (
        numbers.member, employers[job.employer], start, paid_on, job.pay_basis, units, money(stretch.cents),
        job.formula, job.coverage, *map(money, shares),
    )  # fmt: skip
    return Pay(line, "" if wrong else "\t".join(map(str, values)))


def seconds_of_bare_copy(records: list[str]) -> float:
    """How long COPY takes into a table without index, key or check."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bare_pay AS SELECT {COLUMNS_COPIED} FROM benefits_payrecord WITH NO DATA"
        )
        watch = Stopwatch()
        with transaction.atomic():
            _copy("bare_pay", records)
        return watch.seconds


def seconds_of_real_copy(records: list[str]) -> float:
    """How long COPY takes into the pay records, every index, key and check judged; taken back afterwards."""
    watch = Stopwatch()
    with transaction.atomic():
        _copy("benefits_payrecord", records)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = watch.seconds
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE benefits_payrecord")
    return seconds


def _copy(table: str, records: list[str]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({COLUMNS_COPIED}) FROM STDIN") as copy:
        for record in records:
            copy.write(record)
