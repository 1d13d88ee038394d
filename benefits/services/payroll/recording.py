"""Writing what was judged: good rows as pay records, the others kept as they came, the file's counts."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from psycopg.types.json import Jsonb

from benefits.models import HeldRow
from benefits.services.payroll.file_format import Malformed
from benefits.services.payroll.progress import Progress

# So many pages of the temporary table at once (some 100,000 rows), so that progress shows.
PAGES_AT_ONCE = 2000
BYTES_A_PAGE = 8192
RECORD = """
INSERT INTO benefits_payrecord (
    member_id, employer_id, month, paid_on, pay_basis, units, earnings, formula, coverage, pensionable,
    retirement_contribution, survivor_contribution, picked_up, corrects_id, payroll_file_id
)
SELECT member_id, employer_id, month, paid_on, pay_basis, units, earnings, formula, coverage, pensionable,
    coalesce(round(pensionable * retirement_rate, 2), 0), coalesce(round(pensionable * survivor_rate, 2), 0),
    picked_up, corrects, %s
FROM judged WHERE reason IS NULL AND ctid >= %s::tid AND ctid < %s::tid
"""
# Of a row already recorded the number to name is that of the record in force, at the end of its corrections.
EFFECTIVE_RECORD = """(
    SELECT max(record.id) FROM benefits_payrecord record
    WHERE record.member_id = judged.member_id AND record.employer_id = judged.employer_id
        AND record.month = judged.month
        AND NOT EXISTS (SELECT FROM benefits_payrecord successor WHERE successor.corrects_id = record.id)
)"""
HELD = f"""
SELECT line, reason, CASE reason
    WHEN 'contribution_differs' THEN jsonb_build_object(
        'got', contribution::text, 'pensionable', pensionable::text, 'earnings', earnings::text,
        'expected', coalesce(round(pensionable * retirement_rate, 2) + round(pensionable * survivor_rate, 2), 0)::text)
    WHEN 'already_recorded' THEN jsonb_build_object('record', {EFFECTIVE_RECORD})
    WHEN 'already_corrected' THEN jsonb_build_object('record', other)
    WHEN 'corrects_another' THEN jsonb_build_object('record', corrects)
    WHEN 'corrects_unknown' THEN jsonb_build_object('record', corrects)
    WHEN 'repeated' THEN jsonb_build_object('line', other)
    WHEN 'awaiting_law' THEN jsonb_build_object('year', year)
    ELSE '{{}}'::jsonb END
FROM judged WHERE reason IS NOT NULL ORDER BY line
"""  # noqa: S608  made of this project's own constants
HELD_COLUMNS = "payroll_file_id, line, text, state, reason, detail"


class Held(NamedTuple):
    """A row that did not become a pay record, and why."""

    line: int
    reason: str
    detail: dict[str, Any]

    @property
    def awaits_law(self) -> bool:
        return self.reason == "awaiting_law"


class Accepted(NamedTuple):
    """What the accepted rows come to."""

    rows: int
    earnings: Decimal
    contributions: Decimal


def record_pay(payroll_file_id: int, *, rows: int, progress: Progress) -> Accepted:
    """Write the rows without a reason as pay records of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('pg_temp.judged') / %s", [BYTES_A_PAGE])
        pages = cursor.fetchone()[0]
        # Foreign keys are checked with each part, not all at once when the transaction ends: so the bar tells the truth.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for first in range(0, pages, PAGES_AT_ONCE):
            last = first + PAGES_AT_ONCE
            cursor.execute(RECORD, [payroll_file_id, f"({first},0)", f"({last},0)"])
            progress("recording", rows * min(last, pages) // pages, rows)
        cursor.execute(
            "SELECT count(*), coalesce(sum(earnings), 0), coalesce(sum(contribution), 0) "
            "FROM judged WHERE reason IS NULL"
        )
        return Accepted(*cursor.fetchone())


def held_rows(malformed: Iterable[Malformed]) -> list[Held]:
    """Every row that did not become a pay record, in the order of the file."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        # Django leaves jsonb as text to its own fields.
        judged = [Held(line, reason, json.loads(detail)) for line, reason, detail in cursor.fetchall()]
    return sorted([*judged, *(Held(row.line, row.reason, row.detail) for row in malformed)])


def accepted_lines() -> list[int]:
    """The lines that became pay records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM judged WHERE reason IS NULL ORDER BY line")
        return [line for (line,) in cursor.fetchall()]


def keep_held(payroll_file_id: int, held: Iterable[Held], lines: Iterable[tuple[int, bytes]]) -> None:
    """Keep the rows that were not accepted, each with its text as it came."""
    waiting = iter(held)
    row = next(waiting, None)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY benefits_heldrow ({HELD_COLUMNS}) FROM STDIN") as copy,
    ):
        for line, text in lines:
            if row is None:
                return
            if line == row.line:
                state = HeldRow.State.AWAITING_LAW if row.awaits_law else HeldRow.State.REJECTED
                copy.write_row((payroll_file_id, line, text.decode(), state, row.reason, Jsonb(row.detail)))
                row = next(waiting, None)
