"""The cast is lawful on whatever day the demonstration is set up: new year, leap day, years to come."""

import random
from datetime import date

import pytest

from benefits.rules.law import load_law
from sers_portal.demonstration.cast import everyone
from sers_portal.load import names
from sers_portal.load.plan import Plan
from sers_portal.load.recording import Numbers, Recorder, numbers_of

DAYS = [
    date(2026, 11, 22),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 18),
    date(2028, 2, 29),
    date(2029, 7, 16),
]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_everybody_can_be_recorded(today):
    employers = {code: number for number, code in enumerate(names.AGENCIES, start=1)}
    recorder = Recorder(Plan(load_law(), today=today, years=10, months_to_come=1), employers)

    for place, role in enumerate(everyone(today)):
        rows = recorder.record(role.life, numbers_of(place, Numbers(1, 1, 1, 1)), random.Random(place))
        assert rows["accounts_person"], role.email
        assert rows["benefits_payrecord"] or rows["benefits_payment"], role.email


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_of_the_cast_lies_in_the_future(today):
    for role in everyone(today):
        life = role.life
        membership = life.membership or life.survived.membership
        days = [life.identity.born_on, *(home.from_on for home in life.identity.homes)]
        days += [job.hired_on for job in membership.jobs]
        days += [job.left_on for job in membership.jobs if job.left_on]
        days += [retirement.starts_on for retirement in [membership.retirement] if retirement]
        assert max(days) <= today, role.email


def test_member_ids_and_emails_of_the_cast_are_each_their_own():
    roles = everyone(DAYS[0])

    ids = [role.life.identity.member_id for role in roles]
    emails = [role.email for role in roles if role.email]

    assert len(set(ids)) == len(ids) >= 20
    assert len(set(emails)) == len(emails)
