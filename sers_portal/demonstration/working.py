"""Leonard at work again: his notice, his days near the limit, and an agency's file that differs from his log."""

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from benefits.models import Employer
from benefits.selectors import law_in_force
from reemployment.models import ReturnNotice
from reemployment.selectors import Retiree, retiree
from reemployment.services import day_files, days, notices, plans
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM

EMAIL = "leonard.price@example.org"
# Two more and he has one left.
DAYS = 68


def is_there() -> bool:
    """Whether anybody has given notice of work."""
    return ReturnNotice.objects.exists()


@transaction.atomic
def make() -> None:
    """His notice, a day now and then since the year began, and what his agency says of the first of them."""
    account = User.objects.get(email=EMAIL)
    someone = retiree(account.person)
    assert someone is not None
    today = clock.today()
    employer = Employer.objects.order_by("pk")[0]
    notice = notices.give(
        someone=someone,
        kind="temporary",
        employer=employer,
        employer_name="",
        starts_on=date(today.year, 1, 1),
        by=account.actor,
        expected_days=70,
    )
    worked = _days(today)
    if worked:
        days.add_days(someone=someone, notice=notice, days=worked, by=account.actor)
        _employer_tells(someone, employer, worked)
    ahead = {today + timedelta(days=7 * week) for week in range(1, 11)}
    plan = {day for day in ahead if day.year == today.year}
    plans.keep(someone=someone, year=today.year, days=plan, law=law_in_force(on=today), by=account.actor)


def _days(today: date) -> list[date]:
    """Every third day of the year that is over, at most as many as leave a few to go."""
    first = date(today.year, 1, 2)
    over = (first + timedelta(days=3 * number) for number in range(DAYS))
    return [day for day in over if day < today]


def _employer_tells(someone: Retiree, employer: Employer, worked: list[date]) -> None:
    """The first days as he told them, but the last of those is a day later in the agency's file."""
    told = worked[:10]
    if told[-1] + timedelta(days=1) < clock.today():
        told = [*told[:-1], told[-1] + timedelta(days=1)]
    number = someone.member.person.member_id
    rows = "".join(f"{number},{employer.code},{day},yes\n" for day in told)
    day_files.import_content(
        content=f"{day_files.HEADER}\n{rows}".encode(), name="days-of-the-agency.csv", by=SYSTEM
    )
