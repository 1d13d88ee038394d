"""Payment dates are worked out, published and, when a closing is proclaimed, moved."""

from datetime import date

import pytest
from django.db import transaction

from benefits.services import payment_calendar
from benefits.tasks import publish_payment_calendar
from notices.models import CalendarEntry
from notices.services import calendar
from notices.services.calendar import PaymentOn
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent, Job

pytestmark = pytest.mark.django_db

Kind = CalendarEntry.Kind


def payment_dates(year: int) -> dict[int, date]:
    payments = CalendarEntry.objects.filter(kind=Kind.PAYMENT, month__year=year)
    return {entry.month.month: entry.on for entry in payments}


def order_and_work() -> None:
    publish_payment_calendar()
    jobs.work_off(payment_calendar.KIND)


def test_dates_of_2027_follow_weekends_and_state_holidays(on_day):
    payment_calendar.publish_year(year=2027, by=SYSTEM)

    dates = payment_dates(2027)

    assert len(dates) == 12
    assert dates[1] == date(2027, 1, 19)
    assert dates[6] == date(2027, 6, 17), "the 19th is a Saturday and Juneteenth is kept on the Friday"
    assert dates[9] == date(2027, 9, 17), "the 19th is a Sunday"
    assert dates[12] == date(2027, 12, 17)


def test_state_holidays_have_the_friday_after_thanksgiving_and_no_school_holiday(on_day):
    payment_calendar.publish_year(year=2026, by=SYSTEM)

    holidays = dict(CalendarEntry.objects.filter(kind=Kind.HOLIDAY).values_list("title", "on"))

    assert holidays["Day after Thanksgiving"] == date(2026, 11, 27)
    assert holidays["Election Day"] == date(2026, 11, 3)
    assert holidays["Independence Day (observed)"] == date(2026, 7, 3)
    assert not any("Pulaski" in title for title in holidays)


def test_publishing_again_changes_nothing_and_writes_no_audit_row(on_day):
    payment_calendar.publish_year(year=2027, by=SYSTEM)
    before = list(CalendarEntry.objects.order_by("pk").values())
    audited = AuditEvent.objects.count()

    outcome = payment_calendar.publish_year(year=2027, by=SYSTEM)

    assert outcome == (0, ())
    assert list(CalendarEntry.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == audited


def test_next_year_is_published_from_october_on_and_not_before(on_day):
    on_day(date(2026, 9, 30))
    order_and_work()
    in_september = (len(payment_dates(2026)), len(payment_dates(2027)))

    on_day(date(2026, 10, 1))
    order_and_work()

    assert in_september == (12, 0)
    assert len(payment_dates(2027)) == 12


def test_the_morning_task_orders_nothing_once_all_is_published(on_day):
    order_and_work()
    ordered = Job.objects.count()

    on_day(date(2026, 11, 23))
    order_and_work()

    assert Job.objects.count() == ordered


def test_a_year_that_lost_a_date_is_made_whole_the_next_day(on_day):
    order_and_work()
    CalendarEntry.objects.filter(month=date(2027, 3, 1)).delete()

    on_day(date(2026, 11, 23))
    order_and_work()

    assert payment_dates(2027)[3] == date(2027, 3, 19)


def test_a_closing_on_a_payment_day_moves_the_payment_under_the_same_uid(on_day):
    order_and_work()
    before = CalendarEntry.objects.get(month=date(2027, 5, 1))

    calendar.add_closing(on=date(2027, 5, 19), title="Day of mourning", by=SYSTEM)
    jobs.work_off(payment_calendar.KIND)

    after = CalendarEntry.objects.get(month=date(2027, 5, 1))
    assert (before.on, after.on) == (date(2027, 5, 19), date(2027, 5, 18))
    assert after.uid == before.uid
    assert after.ordinary_on == date(2027, 5, 19)
    moved = AuditEvent.objects.get(verb="published payment date", detail__on="2027-05-18")
    assert moved.detail["before"] == "2027-05-19"


def test_a_closing_taken_back_moves_the_payment_back(on_day):
    order_and_work()
    closing = calendar.add_closing(on=date(2027, 5, 19), title="Day of mourning", by=SYSTEM)
    jobs.work_off(payment_calendar.KIND)

    calendar.remove_closing(closing=closing, by=SYSTEM)
    jobs.work_off(payment_calendar.KIND)

    entry = CalendarEntry.objects.get(month=date(2027, 5, 1))
    assert (entry.on, entry.ordinary_on) == (date(2027, 5, 19), None)


def test_a_closing_that_has_come_is_not_taken_back(on_day):
    closing = calendar.add_closing(on=date(2026, 11, 23), title="Snow", by=SYSTEM)
    on_day(date(2026, 11, 23))

    with pytest.raises(ValueError, match="still to come"):
        calendar.remove_closing(closing=closing, by=SYSTEM)

    assert CalendarEntry.objects.filter(kind=Kind.CLOSING).exists()


def test_a_closing_in_a_year_not_yet_public_orders_nothing_but_counts_when_its_time_comes(on_day):
    calendar.add_closing(on=date(2028, 5, 19), title="Day of mourning", by=SYSTEM)
    ordered = Job.objects.count()

    payment_calendar.publish_year(year=2028, by=SYSTEM)

    assert ordered == 0
    assert payment_dates(2028)[5] == date(2028, 5, 18)


def test_a_closing_whose_transaction_fails_leaves_no_order_behind(on_day):
    order_and_work()
    ordered = Job.objects.count()

    with transaction.atomic():
        calendar.add_closing(on=date(2027, 5, 19), title="Day of mourning", by=SYSTEM)
        transaction.set_rollback(True)

    assert Job.objects.count() == ordered
    assert not CalendarEntry.objects.filter(kind=Kind.CLOSING).exists()


@pytest.mark.parametrize(
    "today", [date(2026, 11, 20), date(2026, 11, 18)], ids=["paid", "too late to pay before"]
)
def test_a_payment_neither_moves_once_paid_nor_to_a_day_that_has_passed(on_day, today):
    on_day(today)
    payment_calendar.publish_year(year=2026, by=SYSTEM)
    earlier = PaymentOn(date(2026, 11, 1), date(2026, 11, 17), date(2026, 11, 19))

    outcome = calendar.publish(year=2026, payments=[earlier], holidays={}, by=SYSTEM)

    assert outcome.too_late == (date(2026, 11, 1),)
    assert payment_dates(2026)[11] == date(2026, 11, 19)


def test_a_holiday_no_longer_in_the_list_is_withdrawn(on_day):
    payments: list[PaymentOn] = []
    calendar.publish(year=2026, payments=payments, holidays={date(2026, 3, 2): "Old holiday"}, by=SYSTEM)

    calendar.publish(year=2026, payments=payments, holidays={}, by=SYSTEM)

    assert not CalendarEntry.objects.exists()
    assert AuditEvent.objects.filter(verb="withdrew holiday").count() == 1
