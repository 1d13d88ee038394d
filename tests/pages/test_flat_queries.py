"""Home, ledger, payments and statements cost the database the same after one year and after forty: at most 12 queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benefits.models import AccountEntry, AnnuityAmount, ServiceGrant
from benefits.services import payment_calendar
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from tests import people
from tests.factories.benefits import a_statement, an_annuity, payments_of

pytestmark = pytest.mark.django_db

MOST = 12
AT_WORK = ["member_home", "pay", "pay_every_year", "contributions", "statements"]
RETIRED = ["member_home", "payments", "payment_dates", "statements"]


def at_work(years: int, email: str):
    """Somebody with so many years of pay, a grant and an entry for each, and a statement for each."""
    person = people.an_active_member(email=email, years=years)
    member = people.membership_of(person)
    for year in range(years):
        on = people.this_month().plus(-12 * year).first_day
        ServiceGrant.objects.create(member=member, kind="purchased", months=1, granted_on=on)
        AccountEntry.objects.create(member=member, kind="purchase", on=on, retirement=Decimal("10.00"))
        if year > 2:
            a_statement(person, member, year=people.last_year() - year)
    return person


def retired(years: int, email: str):
    """Somebody paid for so many years, with an increase each January."""
    person = people.a_retiree(email=email)
    person.annuities.get().payments.all().delete()
    spouse = people.membership_of(people.an_inactive_member(email=f"spouse-of-{email}"))
    first = people.this_month().plus(-12 * years)
    annuity = an_annuity(spouse, payee=person, starts_on=first.first_day)
    payments_of(annuity, first, 12 * years)
    for year in range(1, years):
        january = date(first.first_day.year + year, 1, 1)
        AnnuityAmount.objects.create(annuity=annuity, from_on=january, monthly=2150 + year, reason="increase")
    return person


def cost(signed_in, person, page: str) -> int:
    client = signed_in(person)
    client.get(reverse(page))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(reverse(page))
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", AT_WORK)
def test_a_page_costs_the_same_after_one_year_and_forty_years_of_pay(page, signed_in):
    young, old = at_work(1, "young@example.org"), at_work(40, "old@example.org")

    after_one, after_forty = (cost(signed_in, person, page) for person in (young, old))

    assert after_forty == after_one
    assert after_forty <= MOST


@pytest.mark.parametrize("page", RETIRED)
def test_a_page_costs_the_same_after_one_year_and_forty_years_of_payments(page, signed_in):
    payment_calendar.publish_year(year=clock.today().year, by=SYSTEM)
    new, old = retired(1, "new@example.org"), retired(40, "old@example.org")

    after_one, after_forty = (cost(signed_in, person, page) for person in (new, old))

    assert after_forty == after_one
    assert after_forty <= MOST
