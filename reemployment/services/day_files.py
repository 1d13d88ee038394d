"""Employers' files of days: kept whole first, imported by the workers in one transaction, nothing or everything.

Good rows become days, others are kept with their reasons. An import killed at any moment leaves the file `received`.

The format for senders is in docs/reference/days-file.md.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import Annuity, Employer, Member
from notices.documents import storage
from reemployment.models import DayFile, RejectedDayRow, WorkedDay
from reemployment.selectors import Retiree
from reemployment.services import days, differences
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import Job

COLUMNS = ("member_id", "employer", "day", "worked")
HEADER = ",".join(COLUMNS)
JOB = "import-days"
# As many as the largest agency has retirees at work, times the days of a year.
MOST_ROWS = 200_000
LARGEST = 20_000_000
FIRST_LINE = 2
BYTE_ORDER_MARK = "\ufeff"
DOCUMENTS = UUID("0d2c7c55-6a0b-5c7c-9a0f-9b6a5f1d4c3e")
# Advisory lock: files one at a time, since each counts on what the others recorded.
IMPORT_LOCK = 14_135


class DayFileRefused(Exception):
    """A whole file is refused; the message is a sentence that says why and what to do next."""


class Row(NamedTuple):
    """A row as it was sent."""

    line: int
    text: str
    values: tuple[str, ...]


class Told(NamedTuple):
    """A row that makes sense: who, where, when, and whether it was worked."""

    someone: Retiree
    employer: Employer
    on: date
    is_worked: bool


class _Rejected(Exception):
    """A row is no day; the message is the name of the reason."""


def import_file(*, path: Path, by: Actor) -> DayFile:
    """Import a file from the server's disk. `DayFileRefused`, or OSError if it cannot be read."""
    return import_content(content=path.read_bytes(), name=path.name, by=by)


def import_content(*, content: bytes, name: str, by: Actor) -> DayFile:
    """Import a file whole at once, nothing or everything. `DayFileRefused` says why not."""
    with transaction.atomic():
        return import_received(file=receive(content=content, name=name, by=by), by=by)


def upload(*, content: bytes, name: str, by: Actor) -> DayFile:
    """Keep a file and order its import by the workers. `DayFileRefused` says why not."""
    with transaction.atomic():
        file = receive(content=content, name=name, by=by)
        order_import(file=file, by=by)
    return file


def order_import(*, file: DayFile, by: Actor) -> None:
    """Order the import of a file that was kept. Ordering it twice, or anew after a failure, is safe."""
    key = f"{JOB}:{file.pk}"
    tried = Job.objects.filter(kind=JOB, key__startswith=f"{key}:").exclude(state=Job.State.READY).count()
    arguments = {"file": file.pk, "by_id": by.id and str(by.id), "by_name": by.name}
    jobs.add(JOB, {f"{key}:{tried}": arguments})


@jobs.handler(JOB)
def do_import(file: int, by_id: str | None, by_name: str) -> None:
    """The job: one file. Imported before, it stays as it is."""
    by = Actor(UUID(by_id) if by_id else None, by_name)
    import_received(file=DayFile.objects.get(pk=file), by=by)


def receive(*, content: bytes, name: str, by: Actor) -> DayFile:
    """Keep a file that can be read. `DayFileRefused` for one that cannot, or that came before."""
    rows = sum(1 for _row in _rows(content))
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        _lock()
        _refuse_again(digest)
        document = storage.keep(
            content,
            id=uuid5(DOCUMENTS, digest),
            kind="days",
            title=name[:200],
            extension="csv",
            content_type="text/csv; charset=utf-8",
        )
        file = DayFile.objects.create(
            name=name[:200],
            sha256=digest,
            document=document,
            rows=rows,
            received_by=by.id,
            received_by_name=by.name,
        )
        audit.record(by=by, verb="received a file of days", subject=file, rows=rows)
    return file


def import_received(*, file: DayFile, by: Actor) -> DayFile:
    """Import a file that was kept; one that was imported stays as it is."""
    with transaction.atomic():
        _lock()
        row = DayFile.objects.select_for_update(of=("self",)).select_related("document").get(pk=file.pk)
        if row.state == DayFile.State.RECEIVED:
            _import(row, by)
    return row


def reasons_of(file: DayFile) -> list[tuple[RejectedDayRow, str]]:
    """The rejected rows with the reason in words."""
    return [(row, say_reason(row.reason)) for row in file.rejected_rows.all()]


def say_reason(reason: str) -> str:
    """Why a row was rejected, and what to do."""
    words = {
        "columns": _("The row has not four values. Write member_id,employer,day,worked."),
        "member_id_malformed": _("The Member ID is not six to nine digits."),
        "day_malformed": _("The day is not written as YYYY-MM-DD, or is not in the calendar."),
        "worked_malformed": _("“worked” must be yes or no. Hours and negative numbers have no place here."),
        "unknown_member": _("No member has this Member ID."),
        "not_retired": _("This member is not paid a retirement annuity, so their days are not counted here."),
        "unknown_employer": _("No agency has this code."),
        "in_future": _("The day is still to come."),
        "before_retirement": _("The day is before the member’s retirement."),
        "told_twice_in_file": _("The same day of this member and agency stands in the file twice."),
        "told_before": _("This day was reported before. It counts once; nothing needs to be done."),
        "nothing_to_take_back": _("The day was not reported as worked, so it cannot be taken back."),
    }
    return words[reason]


def _rows(content: bytes) -> Iterator[Row]:
    if not content.strip():
        raise DayFileRefused(_("The file is empty. Export the days again and send the new file."))
    if len(content) > LARGEST:
        raise DayFileRefused(_("The file is too large. Send it in parts, by month."))
    try:
        text = content.decode().removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError:
        raise DayFileRefused(
            _("This is no CSV file in UTF-8. Save it as “CSV UTF-8” and send it again.")
        ) from None
    header, _end, rest = text.partition("\n")
    if header.strip() != HEADER:
        raise DayFileRefused(_("The first line must be exactly: %(header)s") % {"header": HEADER})
    lines = io.StringIO(rest, newline="").read().splitlines()
    if not any(line.strip() for line in lines):
        raise DayFileRefused(_("The file holds no rows. Send it again with at least one day."))
    if len(lines) > MOST_ROWS:
        raise DayFileRefused(_("The file has too many rows. Send it in parts, by month."))
    for number, line in enumerate(lines, start=FIRST_LINE):
        if line.strip():
            yield Row(number, line, tuple(value.strip() for value in next(csv.reader([line]))))


def _refuse_again(digest: str) -> None:
    known = DayFile.objects.filter(sha256=digest).first()
    if known is not None and known.state == DayFile.State.RECEIVED:
        raise DayFileRefused(_("This file was sent in before, and is being imported. Look at its page."))
    if known is not None:
        raise DayFileRefused(
            _("This file was imported before, on %(on)s, as “%(name)s”. Nothing was imported again.")
            % {"on": date_format(known.received_at), "name": known.name}
        )


def _import(file: DayFile, by: Actor) -> None:
    told, rejected = _judge(list(_rows(storage.read(file.document))))
    RejectedDayRow.objects.bulk_create(
        RejectedDayRow(file=file, line=row.line, text=row.text, reason=reason) for row, reason in rejected
    )
    file.state, file.accepted, file.rejected = DayFile.State.IMPORTED, len(told), len(rejected)
    file.save(update_fields=["state", "accepted", "rejected"])
    audit.record(by=by, verb="imported a file of days", subject=file, rows=file.rows, accepted=len(told))
    _record(told, file, by)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _judge(rows: list[Row]) -> tuple[list[Told], list[tuple[Row, str]]]:
    """The rows that make sense, and the others with the first thing wrong with each."""
    known = _Known(rows)
    told, rejected, seen = [], [], set()
    for row in rows:
        try:
            one = known.read(row)
            key = (one.someone.member.pk, one.employer.pk, one.on)
            if key in seen:
                raise _Rejected("told_twice_in_file")
            seen.add(key)
            known.check_new(one)
        except _Rejected as reason:
            rejected.append((row, str(reason)))
        else:
            told.append(one)
    return told, rejected


class _Known:
    """What the records know of the rows' members, agencies and days, looked up once."""

    def __init__(self, rows: list[Row]) -> None:
        self.today = clock.today()
        ids = {row.values[0] for row in rows if row.values}
        annuities = Annuity.objects.filter(
            kind=Annuity.Kind.RETIREMENT, member__person__member_id__in=ids
        ).exclude(state=Annuity.State.ENDED)
        self.retirees = {
            annuity.member.person.member_id: Retiree(annuity.member, annuity)
            for annuity in annuities.select_related("member__person")
        }

        self.members = set(
            Person.objects.filter(member_id__in=ids, member__isnull=False).values_list("member_id", flat=True)
        )
        self.employers = {employer.code: employer for employer in Employer.objects.all()}
        in_force = WorkedDay.objects.filter(
            source=WorkedDay.Source.EMPLOYER,
            corrected_by=None,
            is_worked=True,
            member__in=[one.member for one in self.retirees.values()],
        )
        self.days = set(in_force.values_list("member", "employer", "on"))

    def read(self, row: Row) -> Told:
        """The row's values as what they mean. Raises `_Rejected`."""
        if len(row.values) != len(COLUMNS):
            raise _Rejected("columns")
        member_id, code, day, worked = row.values
        if not (member_id.isascii() and member_id.isdigit() and 6 <= len(member_id) <= 9):
            raise _Rejected("member_id_malformed")
        on = _day(day)
        if worked not in ("yes", "no"):
            raise _Rejected("worked_malformed")
        if member_id not in self.members:
            raise _Rejected("unknown_member")
        if code not in self.employers:
            raise _Rejected("unknown_employer")
        if member_id not in self.retirees:
            raise _Rejected("not_retired")
        someone = self.retirees[member_id]
        if on > self.today:
            raise _Rejected("in_future")
        if on < someone.annuity.starts_on:
            raise _Rejected("before_retirement")
        return Told(someone, self.employers[code], on, worked == "yes")

    def check_new(self, one: Told) -> None:
        """Raises `_Rejected` where the employer said the same before."""
        is_known = (one.someone.member.pk, one.employer.pk, one.on) in self.days
        if one.is_worked and is_known:
            raise _Rejected("told_before")
        if not one.is_worked and not is_known:
            raise _Rejected("nothing_to_take_back")


def _day(text: str) -> date:
    try:
        if len(text) != len("2026-01-31"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise _Rejected("day_malformed") from None


def _record(told: list[Told], file: DayFile, by: Actor) -> None:
    """Write the days, then judge each retiree's years once."""
    of_retiree: defaultdict[int, list[Told]] = defaultdict(list)
    for one in told:
        of_retiree[one.someone.annuity.pk].append(one)
    known = _rows_in_force([ones[0].someone.member for ones in of_retiree.values()])
    # In one order, so that two imports never wait for each other crosswise.
    for _pk, ones in sorted(of_retiree.items()):
        someone = ones[0].someone
        days.hold(someone)
        WorkedDay.objects.bulk_create(_day_row(one, file, known, by) for one in ones)
        years = {one.on.year for one in ones}
        audit.record(
            by=by,
            verb="employer told days of work",
            subject=file,
            person=someone.member.person.public_id,
            days=len(ones),
        )
        days.settle(someone=someone, years=years)
        differences.open_case(someone=someone, years=years, by=by)


def _rows_in_force(members: list[Member]) -> dict[tuple[int, int, date], int]:
    """The number of the row that holds what an employer last said of a day, by member, employer and day."""
    rows = WorkedDay.objects.filter(
        member__in=members, source=WorkedDay.Source.EMPLOYER, corrected_by=None
    ).values_list("member", "employer", "on", "pk")
    return {(member, employer, on): number for member, employer, on, number in rows}


def _day_row(one: Told, file: DayFile, known: dict[tuple[int, int, date], int], by: Actor) -> WorkedDay:
    return WorkedDay(
        member=one.someone.member,
        employer=one.employer,
        source=WorkedDay.Source.EMPLOYER,
        on=one.on,
        is_worked=one.is_worked,
        corrects_id=known.get((one.someone.member.pk, one.employer.pk, one.on)),
        file=file,
        recorded_by=by.id,
        recorded_by_name=by.name,
    )


def has_failed(file: DayFile) -> bool:
    """Whether the workers gave up on a file's import."""
    last = Job.objects.filter(kind=JOB, key__startswith=f"{JOB}:{file.pk}:").order_by("-id").first()
    return last is not None and last.state == Job.State.FAILED
