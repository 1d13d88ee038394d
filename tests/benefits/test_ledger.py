"""What a ledger says besides its rows: running totals, granted service, the Tier 2 cap where it bites."""

from datetime import date
from decimal import Decimal

import pytest

from benefits.ledger import caps_reached, service_of, with_running_totals
from benefits.models import ServiceGrant
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.selectors import pay_ledger
from tests.factories.accounts import a_person
from tests.factories.work import a_job, a_membership, a_month_of_pay, months_of_pay

pytestmark = pytest.mark.django_db

THROUGH = date(2025, 12, 31)


@pytest.fixture
def member():
    """At work since January 2024: two calendar years, three fiscal years."""
    found = a_membership(a_person(), since=date(2024, 1, 1))
    a_job(found, since=date(2024, 1, 1))
    months_of_pay(found, Month(2024, 1), 23, "1000.00")
    return found


def ledger_of(member):
    return pay_ledger(member, law=load_law(), through=THROUGH)


def test_totals_run_from_the_first_year_and_granted_service_counts_from_its_start(member):
    rows = with_running_totals(ledger_of(member), granted=Decimal(12))

    assert [(row.of_year.year, row.service_so_far, row.contributed_so_far) for row in rows] == [
        (2026, Decimal(35), Decimal("920.00")),
        (2025, Decimal(30), Decimal("720.00")),
        (2024, Decimal(18), Decimal("240.00")),
    ]


def test_a_corrected_month_runs_into_the_totals_once(member):
    wrong = a_month_of_pay(member, Month(2025, 12), "9000.00", paid_on=date(2025, 12, 31))
    a_month_of_pay(member, Month(2025, 12), "1000.00", corrects=wrong, paid_on=date(2025, 12, 31))

    newest = with_running_totals(ledger_of(member), granted=Decimal(0))[0]

    assert newest.contributed_so_far == Decimal("960.00")


def test_service_tells_apart_what_pay_earned_what_was_granted_and_what_is_reciprocal(member):
    ServiceGrant.objects.create(member=member, kind="military", months=6, granted_on=date(2024, 5, 1))
    ServiceGrant.objects.create(member=member, kind="reciprocal", months=36, granted_on=date(2024, 5, 1))
    ServiceGrant.objects.create(member=member, kind="purchased", months=9, granted_on=date(2026, 5, 1))

    service = service_of(member, ledger_of(member), through=THROUGH)

    assert (service.from_pay, service.total) == (Decimal(23), Decimal(29))
    assert [grant.kind for grant in service.granted] == ["military"]
    assert [grant.months for grant in service.reciprocal] == [Decimal(36)]


def test_the_cap_is_told_with_its_year_its_months_and_the_pay_left_out(member):
    a_month_of_pay(member, Month(2025, 12), "120000.00", pensionable="116283.01", paid_on=date(2025, 12, 31))
    ledger = ledger_of(member)

    found = caps_reached(ledger, law=load_law())

    assert [(cap.year, cap.cap, cap.months, cap.left_out) for cap in found] == [
        (2025, Decimal("127283.01"), [date(2025, 12, 1)], Decimal("3716.99"))
    ]
    rows = with_running_totals(ledger, granted=Decimal(0), caps=found)
    assert [len(row.caps) for row in rows] == [1, 0, 0]


def test_no_cap_is_told_where_none_bit(member):
    assert caps_reached(ledger_of(member), law=load_law()) == []
