"""The pages of direct deposit, as their owner, a tired person and a thief use them."""

import json
import re
import time
import uuid

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts.confirmation import FRESH_SECONDS
from accounts.models import Address
from accounts.services.email_change import take_address
from benefits.models import BankAccount, BankChange
from benefits.services import direct_deposit
from notices.models import Email
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.money import NEW_NUMBER, NEW_ROUTING, OLD_NUMBER, a_bank_change, noon

pytestmark = pytest.mark.django_db
CHANGE, OVERVIEW = reverse("direct_deposit_change"), reverse("direct_deposit")
TYPED = {
    "current_last_four": "7890",
    "routing_number": NEW_ROUTING,
    "account_number": NEW_NUMBER,
    "account_number_again": NEW_NUMBER,
    "kind": "checking",
}


def signed_in(person) -> Client:
    client = Client()
    person.account.refresh_from_db()
    client.force_login(person.account)
    return client


def confirmed(client: Client, *, seconds_ago: int) -> Client:
    """The client's last second step lies so far back."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**row, "at": time.time() - seconds_ago} for row in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()
    return client


def signed_in_a_while_ago(person) -> Client:
    return confirmed(signed_in(person), seconds_ago=FRESH_SECONDS)


def filled_in(client: Client, **typed: str) -> dict[str, str]:
    """What the form's second page sends: the sealed answers."""
    page = client.post(CHANGE, {"id": str(uuid.uuid4()), **TYPED, **typed})
    return {"sealed": re.search(r'name="sealed" value="([^"]+)"', page.text)[1], "confirmed": "yes"}


def work() -> None:
    direct_deposit.take_off_due()
    direct_deposit.take_up_due()
    jobs.work_off("bank_change")


def stop_link_in(to: str) -> str:
    email = Email.objects.filter(to=to, key__startswith="direct_deposit:asked:").latest("created_at")
    return re.search(r"http://localhost:8000(/direct-deposit/stop/\S+)", email.body)[1]


def test_the_number_typed_is_asked_back_masked_and_sealed(ruth):
    client = signed_in(ruth)

    page = client.post(CHANGE, {"id": str(uuid.uuid4()), **TYPED})

    assert "ending in 3210 (10 digits)" in page.text
    assert NEW_NUMBER not in page.text
    assert not BankChange.objects.exists()


def test_a_change_is_asked_for_and_shown_with_its_countdown(ruth):
    client = signed_in(ruth)

    page = client.post(CHANGE, filled_in(client), follow=True)

    for said in ("7 days left", "October 1, 2026", "October 6, 2026", "October 19, 2026", "r…@example.org"):
        assert said in page.text
    assert NEW_NUMBER not in page.text


def test_the_form_sent_in_twice_makes_one_change_and_says_the_same(ruth):
    client = signed_in(ruth)
    answers = filled_in(client)

    first, again = client.post(CHANGE, answers), client.post(CHANGE, answers)

    assert (first.status_code, first.url, again.url) == (302, OVERVIEW, OVERVIEW)
    assert BankChange.objects.count() == 1


def test_of_two_tabs_the_second_is_told_that_a_change_waits(ruth):
    client = signed_in(ruth)
    first, second = (
        filled_in(client),
        filled_in(client, account_number="5555555", account_number_again="5555555"),
    )
    client.post(CHANGE, first)

    page = client.post(CHANGE, second, follow=True)

    assert "A change is waiting already" in page.text
    assert BankChange.objects.get().last_four == NEW_NUMBER[-4:]


def test_sealed_answers_of_somebody_else_are_not_taken(ruth):
    answers = filled_in(signed_in(ruth))
    sofia = signed_in(people.a_survivor())

    page = sofia.post(CHANGE, answers)

    assert page.status_code == 422
    assert not BankChange.objects.exists()


@pytest.mark.parametrize("typed", ["071 925 444", "071-925-444", " 071925444 ", "071\u2011925\u2011444"])
def test_a_routing_number_pasted_with_spaces_is_understood(ruth, typed):
    page = signed_in(ruth).post(CHANGE, {"id": str(uuid.uuid4()), **TYPED, "routing_number": typed})

    assert "Check your answers" in page.text


WRONG = [
    ("routing_number", "000000000", "No bank has this routing number"),
    ("routing_number", "071925445", "No bank has this routing number"),
    # The check sum is right, and the Federal Reserve gives out no number that begins so.
    ("routing_number", "130000006", "No bank has this routing number"),
    ("routing_number", "990000002", "No bank has this routing number"),
    ("routing_number", "07192544", "you typed 8"),
    ("routing_number", "\uff10\uff17\uff11\uff19\uff12\uff15\uff14\uff14\uff14", "digits 0 to 9 only"),
    ("routing_number", "", "Type the routing number"),
    ("account_number", "123", "Leave out the number of the check"),
    ("account_number", "1" * 18, "Leave out the number of the check"),
    ("account_number", "0000000", "Leave out the number of the check"),
    ("account_number", "\u202e0123456789", "hidden character"),
    ("account_number", "\U0001f600", "digits 0 to 9 only"),
    ("account_number", "1 OR 1=1;--", "digits 0 to 9 only"),
    ("account_number", "<script>alert(1)</script>", "digits 0 to 9 only"),
    ("account_number", "$1,234.00", "digits 0 to 9 only"),
    ("account_number", "x" * 5000, "too long"),
    ("account_number_again", "9876543211", "two account numbers differ"),
    ("current_last_four", "123456789", "last 4 digits only"),
    ("current_last_four", "0000", "not the last four digits"),
    ("kind", "gold", "Choose checking or savings"),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG)
def test_wrong_input_is_told_beside_its_field_and_nothing_is_lost(ruth, field, typed, said):
    answers = {"id": str(uuid.uuid4()), **TYPED, field: typed}

    page = signed_in(ruth).post(CHANGE, answers)

    assert page.status_code == 422
    # In the summary, which links to the field, and beside the field.
    assert page.text.count(said) == 2
    assert f'href="#id_{field}' in page.text
    assert "<script>alert" not in page.text
    for name, value in TYPED.items():
        if name not in (field, "kind"):
            assert f'value="{value}"' in page.text
    assert not BankChange.objects.exists()


@pytest.mark.parametrize("is_checked", [False, True])
def test_what_was_typed_before_the_confirmation_ran_out_is_there_again(ruth, is_checked):
    client = signed_in(ruth)
    mark = re.search(r'name="whose" value="([^"]+)"', client.get(CHANGE).text)[1]
    typed = filled_in(client) if is_checked else {"id": str(uuid.uuid4()), **TYPED}
    confirmed(client, seconds_ago=FRESH_SECONDS)

    asked = client.post(CHANGE, {**typed, "whose": mark})
    kept = json.dumps(client.session["kept_words"])
    confirmed(client, seconds_ago=0)
    page = client.get(CHANGE)

    assert "reauthenticate" in asked.url
    assert NEW_NUMBER not in kept
    assert f'value="{NEW_NUMBER}"' in page.text
    assert not BankChange.objects.exists()


def test_without_a_fresh_confirmation_no_form_is_shown(ruth):
    client = signed_in_a_while_ago(ruth)

    assert "reauthenticate" in client.get(CHANGE).url


def test_a_look_at_the_stop_link_stops_nothing(ruth):
    change = a_bank_change(ruth)
    link = stop_link_in("ruth@example.org")

    page = Client().get(link)

    change.refresh_from_db()
    assert "This was not me: stop it" in page.text
    assert change.is_waiting


def test_the_button_behind_the_link_stops_the_change_without_a_sign_in(ruth):
    change = a_bank_change(ruth)

    page = Client().post(stop_link_in("ruth@example.org"))

    change.refresh_from_db()
    assert "The change is stopped" in page.text
    assert (change.state, change.closed_by_name) == ("stopped", "the stop link of an e-mail")
    assert AuditEvent.objects.filter(verb="locked direct deposit", person=ruth.public_id).exists()


@pytest.mark.parametrize("token", ["x", f"{uuid.UUID(int=0)}.x", "é", "."])
def test_a_made_up_stop_link_stops_nothing(ruth, token):
    change = a_bank_change(ruth)

    for link in (token, f"{change.pk}.{token}"):
        page = Client().post(reverse("direct_deposit_stop_link", args=[link]))
        assert "nothing to stop" in page.text

    change.refresh_from_db()
    assert change.is_waiting


def test_the_lock_is_put_on_and_taken_off_by_its_owner(ruth, time):
    client = signed_in(ruth)
    client.post(reverse("direct_deposit_lock"))
    refused = client.get(CHANGE, follow=True)
    client.post(reverse("direct_deposit_unlock"))
    time.walk(days=3)
    work()

    page = signed_in(ruth).get(OVERVIEW)

    assert "Your direct deposit is locked" in refused.text
    assert "Change the account" in page.text


def test_a_takeover_with_password_and_telephone_moves_nothing_unseen(ruth, time):
    """The thief signs in with both steps, takes over the mailbox and the address, waits, and asks for their account."""
    thief = signed_in(ruth)
    take_address(ruth.account, "thief@example.net")
    Address.objects.filter(person=ruth).update(recorded_at=noon(2015, 3, 1))
    moved = {"line_1": "1 Thief Row", "city": "Elsewhere", "state": "NV", "zip_code": "89101"}
    today = f"{time.at:%m/%d/%Y}"
    thief.post(reverse("profile_address"), {**moved, "from_on": today, "confirmed": "yes"})
    # The database writes by its own clock, which nobody walks.
    Address.objects.filter(person=ruth, until_on=None).update(recorded_at=time.at)

    # Day 0 to 14: nothing can be asked for, and the old mailbox has been told of the change of address.
    assert "less than 14 days ago" in thief.get(CHANGE, follow=True).text
    assert Email.objects.filter(to="ruth@example.org").exists()
    time.walk(days=15)
    thief = signed_in(ruth)
    thief.post(CHANGE, filled_in(thief))
    change = BankChange.objects.get()

    # Every place of before is told at once, beside those of the thief.
    told = {row.email.to for row in change.notices.select_related("email") if row.email}
    letters = {row.letter.address_lines[0] for row in change.notices.select_related("letter") if row.letter}
    assert told == {"thief@example.net", "ruth@example.org"}
    assert letters == {"1 Thief Row", "12 Elm Street"}
    for _day in range(7):
        work()
        assert str(BankAccount.objects.get(person=ruth, until_on=None).account_number) == OLD_NUMBER
        time.walk(days=1)

    # The owner presses the button in the old mailbox: it is over, whatever the thief does next.
    Client().post(stop_link_in("ruth@example.org"))
    assert "locked" in signed_in(ruth).get(CHANGE, follow=True).text
    time.walk(days=60)
    work()
    assert str(BankAccount.objects.get(person=ruth, until_on=None).account_number) == OLD_NUMBER
    change.refresh_from_db()
    assert change.closing == "not_me"


def test_staff_review_in_two_persons_through_the_admin(ruth, time):
    from tests.factories.money import a_bank_account

    a_bank_account(people.a_survivor(), number=NEW_NUMBER, routing=NEW_ROUTING)
    change = a_bank_change(ruth)
    rights = ("benefits.view_bankchange", "benefits.review_bankchange")
    first, second, auditor = people.staff(*rights), people.staff(*rights), people.staff(rights[0])
    approve = reverse("admin:bankchange_approve", args=[change.pk])
    page = reverse("admin:benefits_bankchange_change", args=[change.pk])

    def post_as(who) -> Client:
        client = Client()
        client.force_login(who)
        return client

    assert post_as(auditor).post(approve).status_code == 403
    seen = post_as(first).get(page)
    assert "Sofia Novak" in seen.text
    assert NEW_NUMBER not in seen.text
    post_as(first).post(approve)
    twice = post_as(first).post(approve, follow=True)
    assert "A second person must approve" in twice.text
    post_as(second).post(approve)
    change.refresh_from_db()
    assert change.is_approved
    assert (
        post_as(second).get(reverse("admin:benefits_bankchange_changelist") + "?review=mine").status_code
        == 200
    )
