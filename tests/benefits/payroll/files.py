"""Payroll files for the tests: members at work, rows that are right unless told otherwise, and their import."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from benefits.models import HeldRow, Member, PayrollFile
from benefits.rules.contributions import contribution
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.services.payroll import import_file
from benefits.services.payroll.file_format import HEADER, NAMES
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import a_person
from tests.factories.work import a_job, a_membership, an_employer

LAW = load_law()


def a_worker(*, since: date = date(2005, 2, 1), at: str = "DHS", **job) -> Member:
    """A member at work since a day, Tier 1 or 2 by that day."""
    member = a_membership(a_person(), since=since)
    a_job(member, since=since, employer=an_employer(at, f"Agency {at}"), **job)
    return member


def a_tier_2_worker(*, at: str = "DHS") -> Member:
    return a_worker(since=date(2012, 2, 1), at=at)


def row(member: Member, month: str = "2025-03", earnings: str = "4000.00", **values: object) -> str:
    """A row of monthly pay with the contribution the law gives, given `so_far` that year."""
    worked = Month.parse(month)
    paid_on = date.fromisoformat(str(values.get("paid_on", worked.last_day)))
    so_far = Decimal(str(values.pop("so_far", "0.00")))
    filled = {
        "member_id": member.person.member_id,
        "employer": "DHS",
        "month": month,
        "paid_on": paid_on,
        "pay_basis": "monthly",
        "units": worked.last_day.day,
        "earnings": earnings,
        "formula": "regular",
        "coverage": "covered",
        "picked_up": "0.00",
        "corrects": "",
        **values,
    }
    if "contribution" not in filled:
        filled["contribution"] = lawful(member.tier, paid_on, Decimal(earnings), so_far)
    return ",".join(str(filled[name]) for name in NAMES)


def lawful(tier: int, paid_on: date, earnings: Decimal, so_far: Decimal) -> Decimal:
    return contribution(
        tier=tier,
        formula="regular",
        coverage="covered",
        paid_on=paid_on,
        earnings=earnings,
        pensionable_so_far=so_far,
        law=LAW,
    ).total


def a_file(folder: Path, *lines: str, name: str = "payroll.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def imported(folder: Path, *lines: str, name: str = "payroll.csv", **options: object) -> PayrollFile:
    return import_file(path=a_file(folder, *lines, name=name), by=SYSTEM, **options)


def the_reject(payroll_file: PayrollFile) -> HeldRow:
    return payroll_file.held_rows.get(state=HeldRow.State.REJECTED)
