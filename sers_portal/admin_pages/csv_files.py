"""Reports as CSV files that a spreadsheet only reads: what looks like a formula is defused."""

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import HttpResponse

# A spreadsheet computes what begins so; numbers below zero do no harm.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  full-width letters count too
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def defused(value: Any) -> str:
    """A cell's text; an apostrophe before whatever a spreadsheet would compute."""
    text = "" if value is None else f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
    is_harmless = NUMBER.fullmatch(text) or not text.lstrip(" ").startswith(BEGINS_A_FORMULA)
    return text if is_harmless else f"'{text}"


def csv_text(columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """The whole file, every cell defused."""
    kept = StringIO()
    writer = csv.writer(kept)
    writer.writerow([defused(column) for column in columns])
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return kept.getvalue()


def csv_answer(text: str, *, name: str) -> HttpResponse:
    """A file to keep. With a mark at its beginning spreadsheets read it as UTF-8."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8", headers=headers)
