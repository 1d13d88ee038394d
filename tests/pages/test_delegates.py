"""People who help a member: named, invited, walking the member's pages as far as they may, ended; every use is seen."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.delegate_pages import TO_LOOK
from accounts.models import Address, Delegation
from accounts.services import delegations
from notices.models import Email
from sers_portal.base import clock
from sers_portal.base.models import AccessEvent, AuditEvent
from tests import people
from tests.factories.claims import a_picture
from tests.factories.delegates import a_delegation, a_helper
from tests.pages.test_routes import OF_MEMBERS, RULED

pytestmark = pytest.mark.django_db
NAME_OF = {address: route.name for address, route in RULED}
NEVER = ("direct_deposit", "tax_withholding", "beneficiaries", "delegate", "own_data")


@pytest.fixture
def maria():
    person = people.a_person("Maria", "Lopez")
    people.an_account(person, email="maria@example.org")
    return person


@pytest.fixture
def dana():
    return a_helper()


def switched_in(helper, delegation) -> Client:
    client = Client()
    client.force_login(helper)
    response = client.post(reverse("helping_begin", args=[delegation.pk]))
    assert response.url == reverse("member_home")
    return client


def typed(**changes):
    day = clock.today() + timedelta(days=90)
    kept = {"name": "Dana Kind", "email": "Dana@Example.org", "scope": "view", "ends_on": f"{day:%m/%d/%Y}"}
    return {**kept, **changes}


def code_in(email: Email) -> str:
    return re.search(r"code: (\w{5}-\w{5})", email.body)[1]


def invited(client) -> str:
    client.post(reverse("delegate_name"), typed())
    return code_in(Email.objects.get(to="dana@example.org"))


def test_a_named_person_types_the_code_and_opens_the_record(signed_in, maria, dana):
    code = invited(signed_in(maria))
    client = Client()
    client.force_login(dana)
    client.get(reverse("helping"))

    client.post(reverse("helping"), {"code": code.lower()})
    client.post(reverse("helping_begin", args=[Delegation.objects.get().pk]))
    page = client.get(reverse("member_home")).content.decode()

    assert "You are looking at Maria Lopez’s record" in page
    assert "Hello, Maria" in page
    told = set(Email.objects.filter(to=maria.account.email).values_list("subject", flat=True))
    assert {
        "SERS: The person you named may help you now",
        "SERS: You named a person who may help you",
    } <= told


def test_the_code_is_no_good_for_another_account(signed_in, maria, dana):
    code = invited(signed_in(maria))
    client = Client()
    client.force_login(a_helper(email="somebody.else@example.org"))

    response = client.post(reverse("helping"), {"code": code})

    assert response.status_code == 422
    assert Delegation.objects.get().delegate is None


def test_guesses_of_a_code_are_stopped(signed_in, maria, dana):
    code = invited(signed_in(maria))
    client = Client()
    client.force_login(dana)
    for _try in range(5):
        client.post(reverse("helping"), {"code": "00000-00000"})

    response = client.post(reverse("helping"), {"code": code})

    assert "That was too often." in response.content.decode()
    assert Delegation.objects.get().delegate is None


def test_an_old_code_opens_nothing(signed_in, maria, dana, monkeypatch):
    code = invited(signed_in(maria))
    later = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)

    with pytest.raises(delegations.DelegationRefused, match="This invitation is over"):
        delegations.accept(user=dana, typed=code)


def test_who_may_look_sees_pages_that_show_and_is_refused_and_noted_everywhere_else(maria, dana):
    client = switched_in(dana, a_delegation(maria, dana))

    answers = {address: (client.get(address), client.post(address)) for address in OF_MEMBERS}

    wrong = [
        address
        for address, (seen, sent) in answers.items()
        if (seen.status_code == 403) == (NAME_OF[address] in TO_LOOK) or sent.status_code != 403
    ]
    refused = AccessEvent.objects.filter(by=dana.public_id, person=maria.public_id, was_refused=True)
    assert wrong == []
    assert refused.count() == sum(1 if NAME_OF[one] in TO_LOOK else 2 for one in OF_MEMBERS)


def test_who_may_act_never_reaches_money_helpers_or_beneficiaries(maria, dana):
    client = switched_in(dana, a_delegation(maria, dana, may_act=True))
    closed = [one for one in OF_MEMBERS if NAME_OF[one].startswith(NEVER)]

    answers = [(client.get(one).status_code, client.post(one).status_code) for one in closed]

    assert len(closed) > 3
    assert set(answers) == {(403, 403)}


def test_who_may_act_changes_the_members_address_in_their_own_name(maria, dana):
    client = switched_in(dana, a_delegation(maria, dana, may_act=True))
    new = {"confirmed": "yes", "line_1": "7 Oak Lane", "city": "Peoria", "state": "IL", "zip_code": "61602"}

    client.post(reverse("profile_address"), {**new, "from_on": f"{clock.today():%m/%d/%Y}"})

    event = AuditEvent.objects.get(verb="changed the address")
    assert Address.objects.get(person=maria, until_on=None).line_1 == "7 Oak Lane"
    assert (event.by, event.by_name, event.person) == (dana.public_id, "Dana Kind", maria.public_id)


@pytest.mark.parametrize("end", ["expired", "revoked", "given up", "death"])
def test_an_end_holds_at_once(end, signed_in, maria, dana, monkeypatch):
    row = a_delegation(maria, dana)
    client = switched_in(dana, row)
    assert client.get(reverse("pay")).status_code == 200
    if end == "expired":
        row.ends_on = clock.today() - timedelta(days=1)
        row.save()
    elif end == "revoked":
        signed_in(maria).post(reverse("delegate_end", args=[row.pk]))
    elif end == "given up":
        client.post(reverse("helping_give_up", args=[row.pk]))
    else:
        maria.died_on = clock.today()
        maria.save()

    response = client.get(reverse("pay"))

    assert response.status_code == 302
    assert client.post(reverse("helping_begin", args=[row.pk])).url == reverse("helping")
    assert client.get(reverse("pay")).status_code == 302


def test_another_persons_helper_cannot_switch_in(maria, dana):
    row = a_delegation(maria, dana)
    client = Client()
    client.force_login(a_helper(email="stranger@example.org"))

    client.post(reverse("helping_begin", args=[row.pk]))

    assert client.get(reverse("pay")).status_code == 302


def test_the_member_sees_each_page_a_helper_opened(signed_in, maria, dana):
    client = switched_in(dana, a_delegation(maria, dana))
    client.get(reverse("pay"))

    page = signed_in(maria).get(reverse("profile_who_looked")).content.decode()

    assert "Dana Kind" in page
    assert "helps you, as you allowed" in page


def test_leaving_the_record_leads_back_to_ones_own(maria, dana):
    client = switched_in(dana, a_delegation(maria, dana))

    client.post(reverse("helping_end"))

    assert client.get(reverse("pay")).url == reverse("helping")


def test_a_helper_with_a_record_of_their_own_sees_the_right_one(maria):
    ruth = people.a_retiree()
    client = switched_in(ruth.account, a_delegation(maria, ruth.account))
    there = client.get(reverse("member_home")).content.decode()
    client.post(reverse("helping_end"))

    here = client.get(reverse("member_home")).content.decode()

    assert "Hello, Maria" in there
    assert "Hello, Ruth" in here


def test_a_power_of_attorney_needs_two_people_before_anybody_may_act(signed_in, maria, dana):
    power = SimpleUploadedFile("power.png", a_picture(), "image/png")
    signed_in(maria).post(reverse("delegate_name"), typed(scope="act", power=power))
    row = Delegation.objects.get()
    one, other = (
        people.staff("accounts.decide_delegation", "accounts.view_delegation"),
        people.staff("accounts.decide_delegation", "accounts.view_delegation", given_name="Olga"),
    )
    steps = []
    for who, step in ((one, "check"), (one, "accept"), (other, "accept")):
        client = Client()
        client.force_login(who)
        client.post(reverse("admin:delegation_step", args=[row.pk, step]))
        row.refresh_from_db()
        steps.append((row.power_state, row.may_act))

    assert steps == [("checked", False), ("checked", False), ("accepted", True)]


def test_staff_end_a_help_that_the_member_did_not_give(client, maria, dana):
    row = a_delegation(maria, dana)
    client.force_login(people.staff("accounts.decide_delegation", "accounts.view_delegation"))

    client.post(reverse("admin:delegation_step", args=[row.pk, "end"]))

    row.refresh_from_db()
    assert (row.revoked_at is not None, row.revoked_by_name) == (True, "Sam Staff")


def test_the_database_refuses_a_power_accepted_by_one_person_alone(maria, dana):
    row = a_delegation(maria, dana, may_act=True)
    row.power_decided_by = row.power_checked_by

    with pytest.raises(IntegrityError, match="power_accepted_by_a_second_person"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scope": "act"}, "Add the power of attorney as a file."),
        ({"scope": "all"}, "Choose one of the two."),
        ({"email": "dana"}, "An e-mail address looks like"),
        ({"email": "maria@example.org"}, "This is your own e-mail address."),
        ({"ends_on": "01/01/2020"}, "This day has passed."),
        ({"ends_on": "01/01/2099"}, "Choose a day within the next two years."),
        ({"name": "<script>"}, "A name has letters"),
    ],
)
def test_a_wrong_invitation_is_explained_and_sends_nothing(change, sentence, signed_in, maria):
    response = signed_in(maria).post(reverse("delegate_name"), typed(**change))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Delegation.objects.count() == 0
    assert not Email.objects.filter(to="dana@example.org").exists()


def test_naming_the_same_person_twice_sends_one_invitation(signed_in, maria):
    client = signed_in(maria)

    for _time in range(2):
        client.post(reverse("delegate_name"), typed())

    assert Delegation.objects.count() == 1
    assert Email.objects.filter(to="dana@example.org").count() == 1
