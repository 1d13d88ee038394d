"""The profile: what is shown and what is not, changing how a person is reached, and who looked at the record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Address, ContactPhone, DeliveryChoice, Person, PlannedAddress
from accounts.services import contacts
from accounts.services.correspondence import Way, reach
from accounts.services.newsletter import choice_of
from notices.models import Email, Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import Actor, log_access
from sers_portal.base.models import AuditEvent
from tests import people

pytestmark = pytest.mark.django_db
Topic = DeliveryChoice.Topic

ADDRESS = {
    "line_1": "7 Oak Lane",
    "line_2": "Apt 3",
    "city": "Peoria",
    "state": "il",
    "zip_code": "61602 1234",
}


def typed(day, **changes):
    return {**ADDRESS, "from_on": f"{day:%m/%d/%Y}", "confirmed": "yes", **changes}


def test_the_profile_shows_the_last_four_digits_of_the_number_and_no_more(signed_in):
    maria = people.an_active_member()

    page = signed_in(maria).get(reverse("profile")).content.decode()

    assert maria.ssn not in page
    assert f"ends in {maria.ssn[-4:]}" in page
    assert maria.member_id in page
    assert "12 Elm Street" in page


def test_a_new_address_ends_the_old_one_and_both_contacts_are_told(signed_in):
    maria = people.an_active_member()
    today = clock.today()

    response = signed_in(maria).post(reverse("profile_address"), typed(today))
    jobs.work_off(contacts.JOB)

    old, new = Address.objects.filter(person=maria).order_by("from_on")
    assert response.url == reverse("profile")
    assert (old.until_on, new.from_on, new.state, new.zip_code) == (
        today - timedelta(days=1),
        today,
        "IL",
        "61602-1234",
    )
    assert Letter.objects.get().address_lines == old.lines
    assert Email.objects.get(subject="SERS: Your mailing address was changed").to == maria.account.email
    assert AuditEvent.objects.filter(verb="changed the address", person=maria.public_id).count() == 1


def test_the_same_address_sent_twice_is_kept_once(signed_in):
    maria = people.an_active_member()
    client = signed_in(maria)

    for _time in range(2):
        client.post(reverse("profile_address"), typed(clock.today()))

    assert Address.objects.filter(person=maria).count() == 2
    assert Email.objects.filter(subject__contains="mailing address").count() == 1


def test_an_address_from_a_day_to_come_holds_on_that_day_and_not_before(signed_in, monkeypatch):
    maria = people.an_active_member()
    day = clock.today() + timedelta(days=30)
    signed_in(maria).post(reverse("profile_address"), typed(day))
    before = contacts.take_up_addresses()
    monkeypatch.setattr(clock, "today", lambda: day)

    on_the_day = contacts.take_up_addresses()

    current = Address.objects.get(person=maria, until_on=None)
    assert (before, on_the_day, contacts.take_up_addresses()) == (0, 1, 0)
    assert (current.line_1, current.from_on) == ("7 Oak Lane", day)


def test_an_address_to_come_can_be_taken_back(signed_in):
    maria = people.an_active_member()
    client = signed_in(maria)
    client.post(reverse("profile_address"), typed(clock.today() + timedelta(days=30)))

    client.post(reverse("profile_address_stay"))

    assert PlannedAddress.objects.get().cancelled_at is not None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from_on": "02/30/2026"}, "There is no such day."),
        ({"from_on": "01/01/1999"}, "Your address of now began later than this day."),
        ({"from_on": "01/01/2099"}, "This day is more than 90 days away."),
        ({"state": "Ontario"}, "Write the two letters of the state"),
        ({"zip_code": "6160"}, "A ZIP code has five digits, or nine"),
        ({"line_1": ""}, "Enter the street and number, or the P. O. Box."),
        ({"city": "Peo\u202eria"}, "There is a hidden character in what you typed."),
    ],
)
def test_a_wrong_address_is_explained_and_nothing_typed_is_lost(change, sentence, signed_in):
    maria = people.an_active_member()

    response = signed_in(maria).post(reverse("profile_address"), typed(clock.today(), **change))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Apt 3"' in page
    assert Address.objects.filter(person=maria).count() == 1


def test_a_telephone_is_kept_sealed_and_removed_again(signed_in):
    maria = people.an_active_member()
    client = signed_in(maria)
    client.post(reverse("profile_phone"), {"number": "(217) 555-0177", "kind": "home"})
    row = ContactPhone.objects.get(person=maria)

    client.post(reverse("profile_phone_remove", args=[row.pk]))

    row.refresh_from_db()
    assert row.number == "+12175550177"
    assert "0177" not in row.number_token
    assert row.removed_at is not None
    assert Email.objects.filter(subject__contains="telephone number").count() == 2


def test_another_persons_telephone_cannot_be_removed(signed_in):
    ruth = people.a_retiree()
    row = contacts.add_phone(person=ruth, number="+12175550199", kind="home", by=ruth.account.actor)

    signed_in(people.an_active_member()).post(reverse("profile_phone_remove", args=[row.pk]))

    row.refresh_from_db()
    assert row.removed_at is None


def test_each_topic_comes_as_the_person_says(signed_in):
    ruth = people.a_retiree()
    ways = {"statements": "paper", "letters": "online", "payments": "paper", "newsletter": "none"}

    signed_in(ruth).post(reverse("profile_delivery"), ways)

    assert contacts.delivery_of(ruth) == {"statements": "paper", "letters": "online", "payments": "paper"}
    assert choice_of(ruth) == "none"
    assert DeliveryChoice.objects.count() == 3


def test_staff_who_looked_are_told_with_their_purpose_and_own_visits_apart(signed_in):
    maria = people.an_active_member()
    staff = Actor(id=people.staff().public_id, name="Sam Staff")
    log_access(by=staff, page="person", person=maria.public_id, purpose="record looked up")
    log_access(by=maria.account.actor, page="own data", person=maria.public_id)
    log_access(by=staff, page="person", person=people.a_retiree().public_id)
    client = signed_in(maria)

    others = client.get(reverse("profile_who_looked")).content.decode()
    own = client.get(reverse("profile_who_looked"), {"who": "me"}).content.decode()

    assert others.count("Sam Staff") == 1
    assert "looked up your record" in others
    assert "The file of all your data" not in others
    assert "The file of all your data" in own
    assert "Sam Staff" not in own


def test_a_statement_on_paper_is_mailed_though_other_messages_come_by_email():
    ruth = people.a_retiree()
    contacts.choose_delivery(person=ruth, ways={"statements": "paper"}, by=ruth.account.actor)
    of_ruth = Person.objects.filter(pk=ruth.pk)

    of_statements, of_others = (
        reach(of_ruth, topic=Topic.STATEMENTS)[0],
        reach(of_ruth, topic=Topic.LETTERS)[0],
    )

    assert (of_statements.way, of_others.way) == (Way.LETTER, Way.EMAIL)
