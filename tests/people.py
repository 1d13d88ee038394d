"""A named cast, each with a life that the portal's records tell. Plain functions that write real rows.

maria = an_active_member()        # at work, six years of pay, a correction, a released statement
client.force_login(maria.account)
"""

from datetime import date, timedelta

from accounts.models import Person, User
from benefits.models import Designation, Member
from benefits.rules.months import Month
from sers_portal.base import clock
from tests.factories.accounts import a_person, an_account, staff, with_second_factor
from tests.factories.benefits import a_statement, an_annuity, payments_of
from tests.factories.work import a_job, a_membership, a_month_of_pay, an_employer, months_of_pay

__all__ = [
    "Person",
    "a_person",
    "a_retiree",
    "a_survivor",
    "an_account",
    "an_active_member",
    "an_inactive_member",
    "somebody_unlinked",
    "staff",
    "with_second_factor",
]


def this_month() -> Month:
    return Month.of(clock.today())


def an_active_member(*, email: str = "maria@example.org", years: int = 6) -> Person:
    """Maria Lopez, Tier 2, at work; the month before last was reported twice, the first time wrongly."""
    person = a_person("Maria", "Lopez", born_on=date(1984, 4, 9))
    first = this_month().plus(-12 * years)
    member = a_membership(person, since=first.first_day)
    a_job(member, since=first.first_day)
    months_of_pay(member, first, 12 * years - 2)
    wrong = a_month_of_pay(member, this_month().plus(-2), "8400.00")
    a_month_of_pay(member, this_month().plus(-2), "4800.00", corrects=wrong)
    a_month_of_pay(member, this_month().plus(-1), "4950.00", picked_up="96.50")
    Designation.objects.create(member=member, signed_on=first.last_day)
    a_statement(person, member, year=last_year())
    an_account(person, email=email)
    return person


def an_inactive_member(*, email: str = "ivan@example.org") -> Person:
    """Ivan Petrov, Tier 1, left State service ten years ago after eleven years."""
    person = a_person("Ivan", "Petrov", born_on=date(1971, 9, 30))
    first = this_month().plus(-12 * 21)
    member = a_membership(person, since=min(first.first_day, date(2010, 12, 1)))
    a_job(member, since=first.first_day, until=first.plus(12 * 11 - 1).last_day)
    months_of_pay(
        member, first, 12 * 11, "3900.00", employer=an_employer("DOT", "Department of Transportation")
    )
    a_statement(person, member, year=last_year(), kind="inactive")
    an_account(person, email=email)
    return person


def a_retiree(*, email: str = "ruth@example.org") -> Person:
    """Ruth Miller, retired three years ago, paid each month since."""
    person = a_person("Ruth", "Miller", born_on=date(1957, 2, 3))
    member = a_membership(person, since=date(1990, 6, 1))
    starts = this_month().plus(-36)
    a_job(member, since=date(1990, 6, 1), until=starts.first_day - timedelta(days=1))
    payments_of(an_annuity(member, starts_on=starts.first_day), starts, 36)
    Designation.objects.create(member=member, signed_on=date(2001, 1, 15))
    a_statement(person, member, year=last_year(), kind="annuitant")
    an_account(person, email=email)
    return person


def a_survivor(*, email: str = "sofia@example.org") -> Person:
    """Sofia Novak, paid since her husband, a retiree, died two years ago; no member herself."""
    husband = a_person("Karel", "Novak", born_on=date(1950, 7, 1), died_on=this_month().plus(-24).last_day)
    member = a_membership(husband, since=date(1988, 3, 1))
    person = a_person("Sofia", "Novak", born_on=date(1953, 12, 24))
    starts = this_month().plus(-23)
    annuity = an_annuity(member, payee=person, starts_on=starts.first_day, monthly="1075.00")
    payments_of(annuity, starts, 23)
    a_statement(person, member, year=last_year(), kind="survivor")
    an_account(person, email=email)
    return person


def somebody_unlinked(*, email: str = "una@example.org") -> User:
    """An account that is linked to nobody's record."""
    return an_account(email=email, given_name="Una", family_name="Known")


def last_year() -> int:
    """The calendar year the newest statement is about."""
    today = clock.today()
    return today.year - 1 if today >= date(today.year, 2, 10) else today.year - 2


def membership_of(person: Person) -> Member:
    return Member.objects.get(person=person)
