"""A change of the account from asking to effect: what is asked, the hold, the cut-off, the stop, the review."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Address, SecurityEvent
from benefits.models import BankAccount, BankChange
from benefits.services import direct_deposit
from benefits.services.direct_deposit import ChangeRefused, WrongLastFour
from notices.models import Email, Letter, TextMessage
from sers_portal.base import jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import AuditEvent, RowChange
from tests import people
from tests.factories.money import (
    NEW_ACCOUNT,
    NEW_NUMBER,
    NEW_ROUTING,
    OLD_NUMBER,
    a_bank_account,
    a_bank_change,
    a_telephone,
    noon,
)

pytestmark = pytest.mark.django_db
State = BankChange.State
PAT = Actor(id=uuid.uuid4(), name="Pat Review")
RAE = Actor(id=uuid.uuid4(), name="Rae View")


def work() -> None:
    """What beat and the workers do."""
    direct_deposit.take_off_due()
    direct_deposit.take_up_due()
    jobs.work_off("bank_change")


def account_of(person) -> str:
    return str(BankAccount.objects.get(person=person, until_on=None).account_number)


def test_a_change_waits_seven_days_and_everybody_is_told(ruth, time):
    change = a_bank_change(ruth)

    assert change.hold_ends_at == time.at + timedelta(days=7)
    assert account_of(ruth) == OLD_NUMBER
    assert {notice.way for notice in change.notices.all()} == {"email", "text", "letter"}
    assert AuditEvent.objects.filter(person=ruth.public_id, verb__contains="asked for a change").count() == 1


def test_no_message_about_a_change_holds_a_figure(ruth):
    a_bank_change(ruth)

    bodies = [email.body for email in Email.objects.all()] + [text.body for text in TextMessage.objects.all()]
    assert len(bodies) == 2
    for number in (NEW_NUMBER, NEW_ROUTING, OLD_NUMBER, NEW_NUMBER[-4:], OLD_NUMBER[-4:]):
        assert [body for body in bodies if number in body] == []


# Asked for at noon: the hold ends at noon a week later, and the first whole day after it is what counts.
@pytest.mark.parametrize(
    ("asked", "effect", "month", "paid"),
    [
        ((2026, 9, 28), date(2026, 10, 6), date(2026, 10, 1), date(2026, 10, 19)),
        ((2026, 9, 29), date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 19)),
        ((2026, 9, 10), date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 19)),
        ((2026, 8, 24), date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 18)),
        ((2026, 12, 24), date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 19)),
    ],
)
def test_a_change_counts_for_the_month_whose_cut_off_it_meets(ruth, time, asked, effect, month, paid):
    time.at = noon(*asked)

    change = a_bank_change(ruth)

    assert (change.takes_effect_on, change.first_month) == (effect, month)
    assert change.first_paid_on == paid or month.month == 1


def test_a_change_takes_effect_on_its_day_and_not_before(ruth, time):
    change = a_bank_change(ruth)

    time.walk(days=6, hours=23)
    work()
    before = account_of(ruth)
    time.at = noon(2026, 9, 30)
    work()
    day_before = account_of(ruth)
    time.at = noon(2026, 10, 1)
    work()

    change.refresh_from_db()
    assert (before, day_before, account_of(ruth)) == (OLD_NUMBER, OLD_NUMBER, NEW_NUMBER)
    assert change.state == State.IN_EFFECT
    assert change.bank_account.from_on == date(2026, 10, 1)
    assert BankAccount.objects.get(pk=change.replaces_id).until_on == date(2026, 9, 30)
    assert {notice.way for notice in change.notices.filter(event="in_effect")} == {"email", "text", "letter"}


def test_a_change_the_workers_missed_waits_for_the_next_months_cut_off(ruth, time):
    change = a_bank_change(ruth)
    time.at = noon(2026, 10, 7)

    work()

    change.refresh_from_db()
    assert (change.state, account_of(ruth)) == (State.WAITING, OLD_NUMBER)
    assert (change.takes_effect_on, change.first_paid_on) == (date(2026, 11, 1), date(2026, 11, 19))


def test_the_job_done_twice_changes_nothing_more(ruth, time):
    change = a_bank_change(ruth)
    time.at = noon(2026, 10, 1)
    work()

    direct_deposit.take_up(str(change.pk))

    assert BankAccount.objects.filter(person=ruth).count() == 2
    assert change.notices.filter(event="in_effect").count() == 3


def test_the_same_form_sent_in_twice_is_one_change(ruth):
    id = uuid.uuid4()
    form = {"id": id, "person": ruth, "account": NEW_ACCOUNT, "current_last_four": "7890"}

    first = direct_deposit.ask(**form, by=ruth.account.actor)
    again = direct_deposit.ask(**form, by=ruth.account.actor)

    assert first == again
    assert BankChange.objects.count() == 1
    assert Letter.objects.count() == 1


def test_a_second_tab_is_refused_while_a_change_waits(ruth):
    a_bank_change(ruth)

    with pytest.raises(ChangeRefused, match="waiting already"):
        a_bank_change(ruth)

    assert BankChange.objects.count() == 1


def test_the_database_itself_allows_one_open_change(ruth):
    change = a_bank_change(ruth)
    change.pk = uuid.uuid4()

    with pytest.raises(IntegrityError, match="one_open_bank_change"), transaction.atomic():
        change.save(force_insert=True)


def test_wrong_last_four_digits_are_refused_and_counted(ruth):
    for _number in range(5):
        with pytest.raises(WrongLastFour):
            a_bank_change(ruth, last_four="0000")

    with pytest.raises(ChangeRefused, match="too many"):
        a_bank_change(ruth)

    assert not BankChange.objects.exists()


def test_somebody_paid_by_check_has_no_digits_to_tell(time):
    sofia = people.a_survivor()

    change = a_bank_change(sofia, last_four="")

    assert change.replaces is None


def test_somebody_who_is_not_paid_cannot_ask(time):
    maria = people.an_active_member()

    with pytest.raises(ChangeRefused, match="not paid"):
        a_bank_change(maria, last_four="")


@pytest.mark.parametrize("what", ["email", "telephone", "address"])
def test_a_change_is_refused_for_fourteen_days_after_a_new_contact(ruth, time, what):
    if what == "email":
        SecurityEvent.objects.create(user=ruth.account, at=time.at, kind="email_changed")
    elif what == "telephone":
        a_telephone(ruth.account, "+12175550199", days_ago=0)
    else:
        Address.objects.filter(person=ruth).update(
            until_on=time.at.date() - timedelta(days=1), recorded_at=noon(2015, 3, 1)
        )
        new = Address.objects.create(
            person=ruth, line_1="1 Thief Row", city="Elsewhere", state="NV", zip_code="89101", from_on=time.at
        )
        Address.objects.filter(pk=new.pk).update(recorded_at=time.at)

    time.walk(days=13, hours=23)
    with pytest.raises(ChangeRefused, match="14 days"):
        a_bank_change(ruth)
    time.walk(hours=2)
    change = a_bank_change(ruth)

    assert change.is_waiting


def test_the_address_and_mailbox_of_before_are_told_too(ruth, time):
    from accounts.services.email_change import take_address

    take_address(ruth.account, "thief@example.net")
    Address.objects.filter(person=ruth).update(until_on=time.at.date())
    new = Address.objects.create(
        person=ruth, line_1="1 Thief Row", city="Elsewhere", state="NV", zip_code="89101", from_on=time.at
    )
    Address.objects.filter(pk=new.pk).update(recorded_at=time.at)
    time.walk(days=15)
    ruth.account.refresh_from_db()

    change = a_bank_change(ruth)

    told = change.notices.select_related("email", "letter")
    assert {row.email.to for row in told if row.email} == {"thief@example.net", "ruth@example.org"}
    assert {row.letter.address_lines[0] for row in told if row.letter} == {"1 Thief Row", "12 Elm Street"}


def test_a_stopped_change_never_takes_effect_and_locks_direct_deposit(ruth, time):
    change = a_bank_change(ruth)

    direct_deposit.stop(change=change, was_not_me=True, by=ruth.account.actor)
    time.at = noon(2026, 10, 1)
    work()

    change.refresh_from_db()
    assert (change.state, change.closing, account_of(ruth)) == (State.STOPPED, "not_me", OLD_NUMBER)
    with pytest.raises(ChangeRefused, match="locked"):
        a_bank_change(ruth)


def test_a_change_taken_back_by_its_owner_locks_nothing(ruth):
    change = a_bank_change(ruth)

    direct_deposit.stop(change=change, was_not_me=False, by=ruth.account.actor)

    assert direct_deposit.current_lock(ruth) is None
    assert a_bank_change(ruth).is_waiting


def test_a_change_in_effect_cannot_be_stopped(ruth, time):
    change = a_bank_change(ruth)
    time.at = noon(2026, 10, 1)
    work()

    assert not direct_deposit.stop(change=change, was_not_me=True, by=ruth.account.actor)


def test_the_lock_takes_three_days_to_come_off_and_can_be_kept(ruth, time):
    lock = direct_deposit.lock(person=ruth, by=ruth.account.actor)
    direct_deposit.ask_to_unlock(person=ruth, by=ruth.account.actor)
    time.walk(days=2, hours=23)
    work()
    held = direct_deposit.current_lock(ruth)

    assert direct_deposit.keep_locked(lock=lock, by=ruth.account.actor)
    time.walk(days=30)
    work()
    kept = direct_deposit.current_lock(ruth)
    direct_deposit.ask_to_unlock(person=ruth, by=ruth.account.actor)
    time.walk(days=3)
    work()

    assert (held, kept) == (lock, lock)
    assert direct_deposit.current_lock(ruth) is None
    lock.refresh_from_db()
    assert lock.unlocked_at == time.at


def test_locking_stops_a_change_that_waits(ruth):
    change = a_bank_change(ruth)

    direct_deposit.lock(person=ruth, by=ruth.account.actor)

    change.refresh_from_db()
    assert (change.state, change.closing) == (State.STOPPED, "locked")


def test_an_account_that_another_is_paid_to_needs_two_of_the_staff(ruth, time):
    a_bank_account(people.a_survivor(), number=NEW_NUMBER, routing=NEW_ROUTING)
    change = a_bank_change(ruth)
    time.at = noon(2026, 10, 1)
    work()
    unapproved = account_of(ruth)

    direct_deposit.approve(change=change, by=PAT)
    with pytest.raises(ChangeRefused, match="second person"):
        direct_deposit.approve(change=change, by=PAT)
    time.at = noon(2026, 10, 2)
    work()
    approved_once = account_of(ruth)
    direct_deposit.approve(change=change, by=RAE)
    time.at = noon(2026, 10, 3)
    work()

    assert change.review_reasons == ["shared_account"]
    assert (unapproved, approved_once, account_of(ruth)) == (OLD_NUMBER, OLD_NUMBER, NEW_NUMBER)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"second_approved_by": PAT.id, "first_approved_by": PAT.id}, "two_people_review"),
        ({"second_approved_by": PAT.id}, "two_people_review"),
        ({"hold_ends_at": noon(2026, 9, 11)}, "waits_seven_days"),
        ({"state": "in_effect", "closed_at": noon(2026, 9, 30), "closing": "taken_up"}, "after_its_hold"),
    ],
)
def test_the_database_refuses_what_must_not_be(ruth, columns, constraint):
    change = a_bank_change(ruth)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BankChange.objects.filter(pk=change.pk).update(**columns)


def test_the_database_refuses_effect_without_two_reviewers(ruth, time):
    a_bank_account(people.a_survivor(), number=NEW_NUMBER, routing=NEW_ROUTING)
    change = a_bank_change(ruth)
    account = BankAccount.objects.get(person=ruth)
    done = {"state": "in_effect", "closing": "taken_up", "closed_at": noon(2026, 10, 1)}

    with pytest.raises(IntegrityError, match="needs_two_people"), transaction.atomic():
        BankChange.objects.filter(pk=change.pk).update(**done, bank_account=account, first_approved_by=PAT.id)


def test_staff_refuse_with_a_reason_and_the_person_is_told(ruth):
    change = a_bank_change(ruth)

    with pytest.raises(ChangeRefused, match="Say why"):
        direct_deposit.refuse(change=change, by=PAT, reason=" ")
    direct_deposit.refuse(change=change, by=PAT, reason="called her: she never asked")

    change.refresh_from_db()
    assert (change.state, change.closing_reason) == (State.REFUSED, "called her: she never asked")
    assert change.notices.filter(event="refused").count() == 3


def test_a_contact_changed_during_the_hold_brings_the_change_before_staff(ruth, time):
    change = a_bank_change(ruth)
    time.walk(days=3)
    a_telephone(ruth.account, "+12175550199", days_ago=0)
    time.at = noon(2026, 10, 1)

    work()

    change.refresh_from_db()
    assert change.review_reasons == ["contact_changed"]
    assert account_of(ruth) == OLD_NUMBER


def test_a_death_on_record_ends_a_change(ruth, time):
    change = a_bank_change(ruth)
    ruth.died_on = date(2026, 9, 20)
    ruth.save(update_fields=["died_on"])
    time.at = noon(2026, 10, 1)

    work()

    change.refresh_from_db()
    assert (change.state, change.closing) == (State.STOPPED, "death")


def test_every_step_of_a_change_is_in_the_history(ruth, time):
    change = a_bank_change(ruth)
    direct_deposit.stop(change=change, was_not_me=False, by=ruth.account.actor)

    rows = RowChange.objects.filter(table_name="benefits_bankchange", row_id=str(change.pk))
    assert rows.count() == 2
    assert not any(NEW_NUMBER in str((row.before, row.after)) for row in rows)
