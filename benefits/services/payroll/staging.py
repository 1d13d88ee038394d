"""The rows of a payroll file on their way in: temporary tables of the import's own transaction.

They live in one connection and vanish with it, so that an import killed at any moment leaves nothing behind.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice, product
from typing import Any, cast

from django.db import connection

from benefits.rules.facts import Coverage, Formula, Tier
from benefits.rules.law import Law
from benefits.rules.refusals import LawGap, NotCovered, Refusal
from benefits.services.payroll.file_format import Malformed, read_line

ROWS_AT_ONCE = 10_000
PERCENT = 100
TIER_2 = 2
# Room for joining and sorting a million rows without files on disk; given back when the transaction ends.
PREPARE = """
SET LOCAL work_mem = '256MB';
DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.law_that_day, pg_temp.target, pg_temp.judged, pg_temp.arriving,
    pg_temp.capped, pg_temp.recorded;
CREATE TEMP TABLE incoming (
    line integer, member_id text, employer text, month text, paid_on date, pay_basis text, units numeric(6, 2),
    earnings numeric(12, 2), formula text, coverage text, contribution numeric(12, 2), picked_up numeric(12, 2),
    corrects bigint
) ON COMMIT DROP;
CREATE TEMP TABLE law_that_day (
    tier smallint, formula text, coverage text, paid_on date, state text,
    retirement_rate numeric, survivor_rate numeric, cap numeric(12, 2), knows_pick_up boolean
) ON COMMIT DROP
"""

Lines = Iterable[tuple[int, bytes]]


def stage(lines: Lines, *, law: Law, counted: Callable[[int], None]) -> list[Malformed]:
    """COPY well-formed lines into the table `incoming`, and beside them what the law says on their days.

    `counted` is told how many lines were read each time. Returns the lines that are not well formed.
    """
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
    malformed = _copy_lines(lines, counted)
    _write_law(law)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incoming; ANALYZE law_that_day")
    return malformed


def staged_sums() -> tuple[Decimal, Decimal]:
    """The earnings and the contributions of all well-formed rows together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(earnings), 0), coalesce(sum(contribution), 0) FROM incoming")
        return cast(tuple[Decimal, Decimal], cursor.fetchone())


def _copy_lines(lines: Lines, counted: Callable[[int], None]) -> list[Malformed]:
    malformed: list[Malformed] = []
    with connection.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN (FORMAT csv)") as copy:
        for batch in _batches(lines):
            good = []
            for line, text in batch:
                row = read_line(line, text)
                if isinstance(row, Malformed):
                    malformed.append(row)
                else:
                    good.append(b"%d,%s\n" % (line, row))
            copy.write(b"".join(good))
            counted(len(batch))
    return malformed


def _batches(lines: Lines) -> Iterator[list[tuple[int, bytes]]]:
    rows = iter(lines)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _write_law(law: Law) -> None:
    # The rules' own loader is asked once for each day and kind of pay in the file; SQL then only multiplies.
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT formula, coverage, paid_on FROM incoming")
        kinds = cursor.fetchall()
        tiers: tuple[Tier, ...] = (1, 2)
        with cursor.copy("COPY law_that_day FROM STDIN") as copy:
            for tier, (formula, coverage, paid_on) in product(tiers, kinds):
                copy.write_row(law_that_day(law, tier, formula, coverage, paid_on))


def law_that_day(
    law: Law, tier: Tier, formula: Formula, coverage: Coverage, paid_on: date
) -> tuple[Any, ...]:
    """One row of the table `law_that_day`: rates as fractions, the Tier 2 cap, or why there are none."""
    key = (tier, formula, coverage, paid_on)
    try:
        rates = law.value("contributions", on=paid_on, formula=formula, coverage=coverage)
        cap = law.value("tier_2_year", on=paid_on).decimal("cap") if tier == TIER_2 else None
    except LawGap as gap:
        # A year still to come waits for its figure; Tier 2 before its first year never gets one.
        state = "awaiting_law" if gap.key == "law.after_last" else "not_covered"
        return (*key, state, None, None, None, False)
    except NotCovered:
        return (*key, "not_covered", None, None, None, False)
    shares = (rates.decimal(share) / PERCENT for share in ("retirement", "survivor"))
    return (*key, "known", *shares, cap, _knows_pick_up(law, formula, paid_on))


def _knows_pick_up(law: Law, formula: Formula, paid_on: date) -> bool:
    try:
        law.value("pick_up", on=paid_on, formula=formula)
    except Refusal:
        return False
    return True
