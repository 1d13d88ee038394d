"""When a change takes effect, and the first payment it pays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from benefits.payment_days import closed_days
from benefits.rules.law import load_law
from benefits.rules.payment_dates import first_direct_deposit_month, payment_date
from sers_portal.base.clock import SPRINGFIELD


@dataclass(frozen=True)
class Plan:
    """The first day a change can be taken up, the month it pays first, that month's payment day, and the cut-off."""

    takes_effect_on: date
    first_month: date
    first_paid_on: date


def plan_after_hold(hold_ends_at: datetime) -> Plan:
    """The plan of a change whose hold ends then: the day after it has ended, if that is before a month's cut-off.

    Seven days have passed in full on the whole of that day, whenever the job runs.
    """
    return plan_from(hold_ends_at.astimezone(SPRINGFIELD).date() + timedelta(days=1))


def plan_from(day: date) -> Plan:
    """The plan of a change that can be taken up from a day on: by the 6th for that month, later for the next."""
    law = load_law()
    month = first_direct_deposit_month(received_on=day, law=law)
    paid = payment_date(month=month, holidays=closed_days({month.first_day.year}), law=law)
    return Plan(max(day, month.first_day), month.first_day, paid.on)


def cut_off_of(month: date) -> date:
    """The last day on which a change can be taken up for a month (given by its first day)."""
    return month.replace(day=load_law().value("payments", on=month).integer("direct_deposit_by"))
