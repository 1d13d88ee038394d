"""Retirees who work: their notices, their days, and employers' files of days."""

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.models import Person
from benefits.models import Employer
from reemployment.models import ReturnNotice
from reemployment.selectors import Retiree, retiree
from reemployment.services import day_files, days, notices
from sers_portal.base.audit import SYSTEM, Actor
from tests.factories.accounts import a_person
from tests.factories.benefits import an_annuity
from tests.factories.work import a_membership, an_employer

HEADER = "member_id,employer,day,worked"


def a_retired_member(*, tier: int = 1, retired_on: date = date(2023, 1, 1), **fields) -> Retiree:
    """Somebody retired, with an annuity and no work."""
    since = date(1990, 6, 1) if tier == 1 else date(2011, 6, 1)
    person = a_person("Walt", "Reyes", born_on=date(1955, 8, 1), **fields)
    an_annuity(a_membership(person, since=since), starts_on=retired_on)
    return as_retiree(person)


def as_retiree(person: Person) -> Retiree:
    found = retiree(person)
    assert found is not None
    return found


def a_notice(
    someone: Retiree,
    *,
    kind: str = "temporary",
    starts_on: date = date(2024, 1, 1),
    code: str = "DHS",
    **fields,
) -> ReturnNotice:
    """Notice of work; for the State with the agency of this code."""
    is_state = kind in ("temporary", "permanent")
    return notices.give(
        someone=someone,
        kind=kind,
        employer=an_agency(code) if is_state else None,
        employer_name=fields.pop("employer_name", "" if is_state else "Acme Incorporated"),
        starts_on=starts_on,
        by=fields.pop("by", SYSTEM),
        **fields,
    )


def an_agency(code: str = "DHS") -> Employer:
    return an_employer(
        code, {"DHS": "Department of Human Services", "DOT": "Department of Transportation"}[code]
    )


def in_a_row(first: date, number: int) -> list[date]:
    """So many days one after the other."""
    return [first + timedelta(days=count) for count in range(number)]


def days_logged(someone: Retiree, notice: ReturnNotice, told: Iterable[date], *, by: Actor = SYSTEM) -> None:
    days.add_days(someone=someone, notice=notice, days=told, by=by)


def a_day_file(*rows: str, name: str = "days.csv"):
    """An employer's file with these rows, imported."""
    content = "\n".join([HEADER, *rows]).encode()
    return day_files.import_content(content=content, name=name, by=SYSTEM)
