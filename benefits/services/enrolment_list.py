"""The list of people an agency hired: its format, and its rows read as facts. Documented in docs/guides."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.ssn import clean_ssn
from benefits.models import Coverage, Formula, PayBasis, Tier
from benefits.models.member import LAST_DAY_OF_TIER_1
from benefits.rules.months import anniversary
from sers_portal.base import clock

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
# What a column must look like, and how to say so.
PATTERNS = {
    "member_id": (r"[0-9]{6,9}", gettext_noop("Write six to nine digits.")),
    "state": (r"[A-Z]{2}", gettext_noop("Write the two capital letters of the state, for example IL.")),
    "zip_code": (r"[0-9]{5}(-[0-9]{4})?", gettext_noop("Write five digits, for example 62701.")),
    "employer": (
        r"[A-Za-z0-9][A-Za-z0-9 ._/&-]{0,19}",
        gettext_noop("Write the agency's code: up to 20 letters and digits."),
    ),
    "pay_basis": ("|".join(PayBasis.values), gettext_noop("Write monthly, per_diem or hourly.")),
    "formula": ("|".join(Formula.values), gettext_noop("Write regular or alternative.")),
    "coverage": ("|".join(Coverage.values), gettext_noop("Write covered or noncovered.")),
    "temporary_retiree": ("(yes)?", gettext_noop("Write yes, or leave it empty.")),
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
YOUNGEST = 14
A_YEAR = timedelta(days=366)
SHOWN = 60


class ListRefused(Exception):
    """A whole list is refused; the message is a sentence that says why and what to do next."""


class RowRefused(Exception):
    """One row is refused; the message is a sentence that says what is wrong. It never holds the SSN."""


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
    """A row of a list as it came: its line in the file (the header is line 1) and its cells."""

    def __init__(self, number: int, cells: list[str]) -> None:
        self.number, self.cells = number, cells


def read_list(content: bytes) -> list[ListRow]:
    """The rows of an enrolment list. `ListRefused` if it is not UTF-8 CSV with the documented header."""
    try:
        if b"\0" in content:
            raise ValueError
        text = content.decode("utf-8-sig")
    except ValueError:
        raise ListRefused(_('The file is not UTF-8 text. Save it as "CSV UTF-8" and try again.')) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [ListRow(reader.line_num, cells) for cells in reader if cells]
    except csv.Error:
        raise ListRefused(
            _("Line %(line)s cannot be read as CSV. Check its quotation marks.") % {"line": reader.line_num}
        ) from None
    if not rows or rows[0].cells != list(COLUMNS):
        raise ListRefused(_('The first line must be exactly "%(header)s".') % {"header": HEADER})
    return rows[1:]


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


def _refuse_malformed(name: str, value: str) -> None:
    shown = {"column": name, "found": value[:SHOWN]}
    if not value and name not in MAY_BE_EMPTY:
        raise RowRefused(_("%(column)s is empty.") % shown)
    if len(value) > LENGTHS.get(name, len(value)):
        raise RowRefused(_("%(column)s is longer than %(most)s letters.") % {**shown, "most": LENGTHS[name]})
    pattern, advice = PATTERNS.get(name, (".*", ""))
    if not re.fullmatch(pattern, value, re.DOTALL):
        what = _('%(column)s is "%(found)s".') % shown
        raise RowRefused(f"{what} {_(advice)}")


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
