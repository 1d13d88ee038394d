"""Enrolment: being hired makes one a member (seed 002). One row of an agency's list is one hiring.

A row is taken in its own transaction, so an import that is stopped goes on where it was when it is run again: a hiring
already on record changes nothing, and one that contradicts the record is refused with a sentence that says how.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Address, Person
from accounts.ssn import clean_ssn
from benefits.models import Coverage, Employer, Employment, Formula, Member, PayBasis, Tier
from benefits.models.member import LAST_DAY_OF_TIER_1
from benefits.rules.months import anniversary
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

COLUMNS = (
    "member_id",
    "ssn",
    "given_name",
    "middle_name",
    "family_name",
    "suffix",
    "born_on",
    "line_1",
    "line_2",
    "city",
    "state",
    "zip_code",
    "hired_on",
    "employer",
    "employer_name",
    "position",
    "pay_basis",
    "formula",
    "coverage",
    "first_membership_on",
    "temporary_retiree",
)
HEADER = ",".join(COLUMNS)
MAY_BE_EMPTY = ("middle_name", "suffix", "line_2", "employer_name", "position", "temporary_retiree")
PATTERNS = {
    "member_id": r"[0-9]{6,9}",
    "state": r"[A-Z]{2}",
    "zip_code": r"[0-9]{5}(-[0-9]{4})?",
    "employer": r"[A-Za-z0-9][A-Za-z0-9 ._/&-]{0,19}",
    "pay_basis": "|".join(PayBasis.values),
    "formula": "|".join(Formula.values),
    "coverage": "|".join(Coverage.values),
    "temporary_retiree": "(yes)?",
}
LENGTHS = {
    "given_name": 80,
    "middle_name": 80,
    "family_name": 80,
    "suffix": 10,
    "line_1": 80,
    "line_2": 80,
    "city": 60,
    "employer_name": 120,
    "position": 120,
}
IDENTITY = ("given_name", "middle_name", "family_name", "suffix", "born_on")
YOUNGEST = 14
A_YEAR = timedelta(days=366)
# Hirings one at a time, so that two lists imported at once cannot enrol one person twice.
ENROLMENT_LOCK = 14_136
SHOWN = 60


class ListRefused(Exception):
    """A whole list is refused; the message is a sentence that says why and what to do next."""


class RowRefused(Exception):
    """One row is refused; the message is a sentence that says what is wrong. It never holds the SSN."""


class Outcome(StrEnum):
    """What a row came to."""

    ENROLLED = "enrolled"
    HIRED_AGAIN = "hired again"
    KNOWN = "on record already"


@dataclass(frozen=True)
class Hiring:
    """One row of an enrolment list, read."""

    member_id: str
    ssn: str
    given_name: str
    middle_name: str
    family_name: str
    suffix: str
    born_on: date
    line_1: str
    line_2: str
    city: str
    state: str
    zip_code: str
    hired_on: date
    employer: str
    employer_name: str
    position: str
    pay_basis: str
    formula: str
    coverage: str
    first_membership_on: date
    temporary_retiree: bool

    @property
    def tier(self) -> Tier:
        """The tier the first membership puts a member in (40 ILCS 5/1-160)."""
        return Tier.ONE if self.first_membership_on <= LAST_DAY_OF_TIER_1 else Tier.TWO


class ListRow:
    """A row of a list as it came: its number (the header is row 1) and its cells."""

    def __init__(self, number: int, cells: list[str]) -> None:
        self.number, self.cells = number, cells


def read_list(content: bytes) -> list[ListRow]:
    """The rows of an enrolment list. `ListRefused` if it is not UTF-8 CSV with the documented header."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListRefused(_('The file is not UTF-8 text. Save it as "CSV UTF-8" and try again.')) from None
    try:
        rows = list(csv.reader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise ListRefused(_("The file cannot be read as CSV (%(error)s).") % {"error": error}) from None
    if not rows or rows[0] != list(COLUMNS):
        raise ListRefused(_('The first line must be exactly "%(header)s".') % {"header": HEADER})
    return [ListRow(number, cells) for number, cells in enumerate(rows[1:], start=2) if cells]


def enrol_row(*, row: ListRow, by: Actor) -> Outcome:
    """Take in one row of a list. `RowRefused` says what is wrong with it; then nothing was changed."""
    return enrol(hiring=read_hiring(row.cells), by=by)


def read_hiring(cells: list[str]) -> Hiring:
    """A row's cells as facts. `RowRefused` names the column that is wrong."""
    if len(cells) != len(COLUMNS):
        raise RowRefused(
            _("The row has %(found)s columns and must have %(wanted)s.")
            % {"found": len(cells), "wanted": len(COLUMNS)}
        )
    values = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    for name, value in values.items():
        _refuse_malformed(name, value)
    values["ssn"] = _read_ssn(values["ssn"])
    days = {name: _read_day(name, values[name]) for name in ("born_on", "hired_on", "first_membership_on")}
    hiring = Hiring(**{**values, **days, "temporary_retiree": values["temporary_retiree"] == "yes"})  # type: ignore[arg-type]
    _refuse_impossible(hiring)
    return hiring


def enrol(*, hiring: Hiring, by: Actor) -> Outcome:
    """Record a hiring: the person, the membership and the employment, as far as they are not on record.

    `RowRefused` if it contradicts the record.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ENROLMENT_LOCK])
        person = _person(hiring)
        member, is_new = _member(hiring, person)
        if not _employ(hiring, member):
            return Outcome.KNOWN
        audit.record(
            by=by,
            verb="enrolled member" if is_new else "recorded hiring",
            subject=member,
            person=person.public_id,
            employer=hiring.employer,
            hired_on=hiring.hired_on.isoformat(),
        )
    return Outcome.ENROLLED if is_new else Outcome.HIRED_AGAIN


def _refuse_malformed(name: str, value: str) -> None:
    shown = {"column": name, "found": value[:SHOWN]}
    if not value and name not in MAY_BE_EMPTY:
        raise RowRefused(_("%(column)s is empty.") % shown)
    if len(value) > LENGTHS.get(name, len(value)):
        raise RowRefused(_("%(column)s is longer than %(most)s letters.") % {**shown, "most": LENGTHS[name]})
    if name in PATTERNS and not re.fullmatch(PATTERNS[name], value):
        raise RowRefused(
            _(
                '%(column)s is "%(found)s", which is not as the format says. See docs/reference/payroll-file.md.'
            )
            % shown
        )


def _read_ssn(text: str) -> str:
    try:
        return clean_ssn(text)
    except ValueError as error:
        raise RowRefused(str(error)) from None


def _read_day(name: str, text: str) -> date:
    try:
        if not re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise RowRefused(
            _(
                '%(column)s is "%(found)s", which is no date. Write year, month and day, for example 2026-03-31.'
            )
            % {"column": name, "found": text[:SHOWN]}
        ) from None


def _refuse_impossible(hiring: Hiring) -> None:
    if hiring.hired_on < anniversary(hiring.born_on, YOUNGEST):
        raise RowRefused(
            _("born_on and hired_on do not fit: the person would be under 14. Mend one of the two.")
        )
    if hiring.first_membership_on > hiring.hired_on:
        raise RowRefused(
            _(
                "first_membership_on is after hired_on, but being hired makes one a member. Mend one of the two."
            )
        )
    if hiring.hired_on > clock.today() + A_YEAR:
        raise RowRefused(_("hired_on is more than a year from today. Mend the date."))


def _person(hiring: Hiring) -> Person:
    ssn_index = Person.ssn.index_of(hiring.ssn)
    known = Person.objects.filter(Q(member_id=hiring.member_id) | Q(ssn_index=ssn_index)).order_by("pk")
    if not known:
        return _new_person(hiring)
    for person in known:
        if (person.member_id, person.ssn_index) != (hiring.member_id, ssn_index):
            raise RowRefused(
                _("The Member ID and the Social Security number belong to two different people on record.")
            )
    (person,) = known
    if differing := [name for name in IDENTITY if getattr(person, name) != getattr(hiring, name)]:
        raise RowRefused(
            _(
                "%(columns)s: not as on record for this Member ID. Mend the row, or have the record changed first."
            )
            % {"columns": ", ".join(differing)}
        )
    return person


def _new_person(hiring: Hiring) -> Person:
    person = Person(member_id=hiring.member_id, **{name: getattr(hiring, name) for name in IDENTITY})
    person.set_ssn(hiring.ssn)
    person.save()
    Address.objects.create(
        person=person,
        line_1=hiring.line_1,
        line_2=hiring.line_2,
        city=hiring.city,
        state=hiring.state,
        zip_code=hiring.zip_code,
        from_on=hiring.hired_on,
    )
    return person


def _member(hiring: Hiring, person: Person) -> tuple[Member, bool]:
    member, is_new = Member.objects.get_or_create(
        person=person,
        defaults={
            "tier": hiring.tier,
            "formula": hiring.formula,
            "coverage": hiring.coverage,
            "first_membership_on": hiring.first_membership_on,
        },
    )
    if member.first_membership_on != hiring.first_membership_on:
        raise RowRefused(
            _(
                "first_membership_on is %(found)s here and %(known)s on record; it decides the tier. Mend the wrong one."
            )
            % {"found": hiring.first_membership_on, "known": member.first_membership_on}
        )
    return member, is_new


def _employ(hiring: Hiring, member: Member) -> bool:
    """Record the employment. False if it is on record already, as it is."""
    employer = _employer(hiring)
    spells = Employment.objects.filter(member=member, employer=employer)
    known = spells.filter(hired_on=hiring.hired_on).first()
    if known is not None:
        _refuse_other_terms(hiring, known)
        return False
    if spells.filter(Q(left_on=None) | Q(left_on__gte=hiring.hired_on)).exists():
        raise RowRefused(
            _("This person works for %(employer)s already. Record the day they left first, or mend hired_on.")
            % {"employer": employer.code}
        )
    _follow_new_work(hiring, member)
    Employment.objects.create(
        member=member,
        employer=employer,
        hired_on=hiring.hired_on,
        position=hiring.position,
        pay_basis=hiring.pay_basis,
        formula=hiring.formula,
        coverage=hiring.coverage,
        is_temporary_retiree=hiring.temporary_retiree,
    )
    return True


def _employer(hiring: Hiring) -> Employer:
    employer = Employer.objects.filter(code=hiring.employer).first()
    if employer is None:
        if not hiring.employer_name:
            raise RowRefused(
                _(
                    "No agency has the code %(code)s. Mend the code, or give the agency's name in employer_name."
                )
                % {"code": hiring.employer}
            )
        return Employer.objects.create(code=hiring.employer, name=hiring.employer_name)
    if hiring.employer_name and hiring.employer_name != employer.name:
        raise RowRefused(
            _('The code %(code)s belongs to "%(name)s" on record. Mend the code or the name.')
            % {"code": employer.code, "name": employer.name}
        )
    return employer


def _refuse_other_terms(hiring: Hiring, known: Employment) -> None:
    terms = {
        "formula": known.formula,
        "coverage": known.coverage,
        "pay_basis": known.pay_basis,
        "temporary_retiree": known.is_temporary_retiree,
    }
    if differing := [name for name, value in terms.items() if getattr(hiring, name) != value]:
        raise RowRefused(
            _(
                "%(columns)s: not as on record for this hiring. Mend the row, or have the record changed first."
            )
            % {"columns": ", ".join(differing)}
        )


def _follow_new_work(hiring: Hiring, member: Member) -> None:
    # The membership says how the member's work is pensioned today: the latest ordinary hiring decides.
    is_latest = not member.employments.filter(hired_on__gt=hiring.hired_on).exists()
    if is_latest and not hiring.temporary_retiree:
        member.formula, member.coverage = hiring.formula, hiring.coverage
        member.save(update_fields=["formula", "coverage"])
