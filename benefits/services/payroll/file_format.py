"""The payroll file as text: its header, its lines, its trailer. Nothing here knows members or law.

The format for senders is documented in docs/reference/payroll-file.md.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext as _


class Column(NamedTuple):
    """A column of the file, and the pattern of what may stand in it."""

    name: str
    pattern: bytes
    # Whether a minus sign gets its own reason.
    is_amount: bool = False


AMOUNT = rb"[0-9]{1,9}(?:\.[0-9]{1,2})?"
MONTH = rb"[12][0-9]{3}-(?:0[1-9]|1[0-2])"
COLUMNS = (
    Column("member_id", rb"[0-9]{6,9}"),
    Column("employer", rb"[A-Za-z0-9][A-Za-z0-9 ._/&-]{0,19}"),
    Column("month", MONTH),
    Column("paid_on", MONTH + rb"-(?:0[1-9]|[12][0-9]|3[01])"),
    Column("pay_basis", rb"monthly|per_diem|hourly"),
    Column("units", rb"[0-9]{1,4}(?:\.[0-9]{1,2})?", is_amount=True),
    Column("earnings", AMOUNT, is_amount=True),
    Column("formula", rb"regular|alternative"),
    Column("coverage", rb"covered|noncovered"),
    Column("contribution", AMOUNT, is_amount=True),
    Column("picked_up", AMOUNT, is_amount=True),
    Column("corrects", rb"(?:[1-9][0-9]{0,17})?"),
)
NAMES = tuple(column.name for column in COLUMNS)
HEADER = ",".join(NAMES)
PAID_ON, EARNINGS, CONTRIBUTION = (NAMES.index(name) for name in ("paid_on", "earnings", "contribution"))
WELL_FORMED = re.compile(
    b",".join(b"(%s)" % c.pattern if c.name == "paid_on" else b"(?:%s)" % c.pattern for c in COLUMNS)
)
NEGATIVE = re.compile(rb"-[0-9]+(?:\.[0-9]+)?")
READABLE = re.compile(rb"-?" + AMOUNT)
TRAILER_MARK = b"#total"
FIRST_LINE = 2
# Spreadsheets write it when asked for "CSV UTF-8"; it says nothing else, so it is passed over.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# A spreadsheet pads the line with commas to the width of the others.
TRAILER = re.compile(r"#total,(\d{1,9}),(\d{1,14}(?:\.\d{1,2})?),(\d{1,14}(?:\.\d{1,2})?),*", re.ASCII)
# As much of a wrong line as a sentence can show.
SHOWN = 120


class FileRefused(Exception):
    """A whole payroll file is refused; the message is a sentence that says why and what to do next."""


class Trailer(NamedTuple):
    """What the sender says the file holds."""

    rows: int
    earnings: Decimal
    contribution: Decimal


class Malformed(NamedTuple):
    """A line whose text alone shows that it is no pay record: rejected without a look at the records."""

    line: int
    reason: str
    detail: dict[str, str]
    # The two amounts the trailer adds up; empty where they cannot be read.
    amounts: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class PayrollText:
    """An opened payroll file: its rows lie between the header and the trailer."""

    body: bytes
    trailer: Trailer | None

    @property
    def count(self) -> int:
        """How many rows there are, good and bad."""
        return self.body.count(b"\n") + 1 if self.body else 0

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Each row's line number (the header is line 1) and its bytes, without the line end."""
        for number, line in enumerate(io.BytesIO(self.body), start=FIRST_LINE):
            yield number, line.rstrip(b"\r\n")


def open_text(content: bytes) -> PayrollText:
    """Open a payroll file. `FileRefused` if its encoding, header or trailer is wrong, or it holds no row."""
    _refuse_wrong_encoding(content)
    header, _end, rest = content.removeprefix(BYTE_ORDER_MARK).partition(b"\n")
    _refuse_wrong_header(header.rstrip(b"\r").decode())
    body, trailer = _without_trailer(rest.rstrip(b"\r\n"))
    if not body:
        raise FileRefused(_("The file holds no rows. Send it again with at least one row of pay."))
    text = PayrollText(body, trailer)
    if trailer and trailer.rows != text.count:
        raise FileRefused(
            _("The #total line says %(said)s rows, but the file holds %(found)s. Send the file again, whole.")
            % {"said": trailer.rows, "found": text.count}
        )
    return text


def read_line(line: int, text: bytes) -> bytes | Malformed:
    """One line as twelve well-formed values with commas between them, or the first thing wrong with it."""
    match = WELL_FORMED.fullmatch(text)
    if match is not None and is_day(match[1]):
        return text
    try:
        (values,) = csv.reader([text.decode()], strict=True)
    except (csv.Error, ValueError):
        return Malformed(line, "unreadable", {})
    return _judge(line, [value.encode() for value in values])


def _judge(line: int, values: list[bytes]) -> bytes | Malformed:
    if len(values) != len(COLUMNS):
        return Malformed(line, "columns", {"found": str(len(values)), "wanted": str(len(COLUMNS))})
    for column, value in zip(COLUMNS, values, strict=True):
        if reason := _what_is_wrong(column, value):
            shown = value.decode()[:SHOWN]
            return Malformed(line, f"{column.name}_{reason}", {"found": shown}, _amounts(values))
    return b",".join(values)


def _what_is_wrong(column: Column, value: bytes) -> str:
    if column.is_amount and NEGATIVE.fullmatch(value):
        return "negative"
    if not re.fullmatch(column.pattern, value):
        return "malformed"
    return "malformed" if column.name == "paid_on" and not is_day(value) else ""


def _amounts(values: list[bytes]) -> tuple[Decimal, ...]:
    both = values[EARNINGS], values[CONTRIBUTION]
    return tuple(Decimal(value.decode()) for value in both) if all(map(READABLE.fullmatch, both)) else ()


@cache
def is_day(text: bytes) -> bool:
    """Whether a well-formed date is in the calendar: February 30 is not."""
    try:
        date.fromisoformat(text.decode())
    except ValueError:
        return False
    return True


def _refuse_wrong_encoding(content: bytes) -> None:
    if content.startswith(WORKBOOK_MARKS):
        raise FileRefused(
            _('This is a spreadsheet, not a CSV file. Save it as "CSV UTF-8" and send it again.')
        )
    try:
        position = content.index(b"\0") if b"\0" in content else None
        if position is None and not content.isascii():
            content.decode()
    except UnicodeDecodeError as error:
        position = error.start
    if position is not None:
        raise FileRefused(
            _('Line %(line)s is not UTF-8 text. Save the file as "CSV UTF-8" and send it again.')
            % {"line": content.count(b"\n", 0, position) + 1}
        )


def _refuse_wrong_header(header: str) -> None:
    if header != HEADER:
        raise FileRefused(
            _(
                'The first line must be exactly "%(wanted)s". It is "%(found)s". Mend it and send the file again.'
            )
            % {"wanted": HEADER, "found": header[:SHOWN]}
        )


def _without_trailer(rest: bytes) -> tuple[bytes, Trailer | None]:
    if rest.startswith(TRAILER_MARK):
        body, last = b"", rest
    else:
        body, _end, last = rest.rpartition(b"\n")
    if last.startswith(TRAILER_MARK):
        trailer = _read_trailer(last.decode())
    else:
        body, trailer = rest, None
    if body.startswith(TRAILER_MARK) or b"\n" + TRAILER_MARK in body:
        raise FileRefused(_("The #total line must be the last line, and there can be only one."))
    return body.rstrip(b"\r\n"), trailer


def _read_trailer(line: str) -> Trailer:
    match = TRAILER.fullmatch(line)
    if match is None:
        raise FileRefused(
            _(
                'The #total line is "%(found)s". It must read "#total,rows,earnings,contribution", '
                'for example "#total,2,9000.00,360.00". Mend it and send the file again.'
            )
            % {"found": line[:SHOWN]}
        )
    rows, earnings, contribution = match.groups()
    return Trailer(int(rows), Decimal(earnings), Decimal(contribution))
