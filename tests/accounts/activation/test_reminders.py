"""The e-mail of the fourteenth day: to the account the letter was asked for from, once."""

import pytest

from accounts.models import LetterRequest
from accounts.services.activation import entry, reminders
from notices.models import Email
from sers_portal.base import clock
from tests.factories.accounts import a_person, an_account
from tests.factories.activation import a_letter

pytestmark = pytest.mark.django_db


def a_request_from(account) -> LetterRequest:
    now = clock.now()
    return LetterRequest.objects.create(
        asked_at=now, decided_at=now, origin_index="x", state="issued", account=account
    )


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1), (20, 1), (21, 0)])
def test_a_letter_that_lies_unused_is_recalled_from_the_fourteenth_day(days, count):
    a_letter(a_person(), request=a_request_from(an_account()), mailed_days_ago=days)

    assert reminders.send_reminders() == count


def test_a_reminder_names_the_last_day_and_no_code():
    _, code = a_letter(
        a_person(), request=a_request_from(an_account(email="una@example.org")), mailed_days_ago=14
    )

    reminders.send_reminders()
    reminders.send_reminders()

    email = Email.objects.get()
    assert email.to == "una@example.org"
    assert "It is good until" in email.body
    assert code[:5] not in email.body


def test_nobody_is_reminded_of_a_code_that_was_typed():
    una = an_account()
    _, code = a_letter(a_person(), request=a_request_from(una), mailed_days_ago=14)
    entry.enter_code(account=una, code=code, by=una.actor)

    assert reminders.send_reminders() == 0


def test_nobody_is_reminded_who_asked_on_the_public_page():
    a_letter(a_person(), request=a_request_from(None), mailed_days_ago=14)

    assert reminders.send_reminders() == 0
