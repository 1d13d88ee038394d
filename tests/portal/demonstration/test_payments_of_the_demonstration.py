"""When the demonstration's clock has passed a payment day, two of its staff have paid the month."""

from datetime import date

import pytest

from benefits.models import Payment, PaymentRun
from benefits.services.payment_runs import plan
from sers_portal.base import jobs
from sers_portal.demonstration import payments
from sers_portal.demonstration.people import PLANNER, RELEASER
from tests.benefits.payments.cast import DECEMBER, a_payee
from tests.benefits.payments.conftest import set_day
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staff(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    for email in (PLANNER, RELEASER):
        staff(email=email)


def pay_what_is_due() -> None:
    payments.order_what_is_due()
    jobs.work_off(payments.KIND)


def test_every_month_whose_day_has_passed_is_paid_by_two_people(monkeypatch):
    annuity = a_payee()
    set_day(monkeypatch, date(2027, 2, 25))

    pay_what_is_due()

    runs = PaymentRun.objects.order_by("month")
    assert [(run.month.month, run.state) for run in runs] == [(12, "booked"), (1, "booked"), (2, "booked")]
    assert all(run.planned_by != run.approved_by for run in runs)
    assert Payment.objects.filter(annuity=annuity, month__gte=date(2026, 12, 1)).count() == 3


def test_on_the_day_itself_the_run_is_left_to_whoever_plays_staff(monkeypatch):
    a_payee()
    set_day(monkeypatch, date(2026, 12, 18))

    pay_what_is_due()

    assert not PaymentRun.objects.exists()


def test_a_run_that_somebody_has_open_is_theirs(monkeypatch):
    a_payee()
    set_day(monkeypatch, date(2027, 2, 25))
    somebody = staff()
    run = plan.plan(month=DECEMBER, by=somebody.actor)

    pay_what_is_due()

    assert list(PaymentRun.objects.all()) == [run]
