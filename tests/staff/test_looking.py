"""Staff see a member's pages as the member does: for a purpose, changing nothing, every page on record."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.acting import Acting
from benefits.models import Statement
from sers_portal.base import clock
from sers_portal.base.access import member_page
from sers_portal.base.models import AccessEvent, AuditEvent
from tests import people
from tests.factories.accounts import a_person
from tests.factories.benefits import a_statement
from tests.pages.test_routes import OF_ACCOUNTS, OF_MEMBERS

pytestmark = pytest.mark.django_db
WHY = "She asks why her payment is lower"
RIGHTS = ("accounts.view_person", "base.view_as_member")


def a_client(*rights: str) -> Client:
    client = Client()
    client.force_login(people.staff(*rights, given_name="Sam", family_name="Staff"))
    return client


def looking_at(person, client: Client | None = None) -> Client:
    client = client or a_client(*RIGHTS)
    answer = client.post(reverse("admin:person_look", args=[person.pk]), {"look-purpose": WHY})
    assert answer.url == reverse("member_home")
    return client


def test_staff_see_the_members_page_under_a_banner_that_says_so():
    page = looking_at(people.a_retiree()).get(reverse("payments")).content.decode()

    assert "You see Ruth Miller’s pages as they do. Nothing can be changed." in page
    assert "Stop looking" in page
    assert WHY in page


def test_each_page_is_noted_with_the_purpose_and_who_really_looked():
    person = people.a_retiree()

    looking_at(person).get(reverse("payments"))

    seen = AccessEvent.objects.get(page="payments")
    assert (seen.person, seen.by_name, seen.purpose) == (person.public_id, "Sam Staff", WHY)


def test_looking_needs_a_purpose_and_the_right():
    person = people.a_retiree()
    address = reverse("admin:person_look", args=[person.pk])

    without_purpose = a_client(*RIGHTS).post(address, {"look-purpose": ""})
    without_right = a_client("accounts.view_person").post(address, {"look-purpose": WHY})

    assert (without_purpose.status_code, without_right.status_code) == (422, 403)
    assert not AuditEvent.objects.filter(verb="began to look at a member's pages").exists()


def test_every_change_is_refused_while_staff_look():
    client = looking_at(people.a_retiree())

    open_to_post = [address for address in OF_MEMBERS if client.post(address).status_code != 403]

    assert open_to_post == []
    assert AccessEvent.objects.filter(was_refused=True, purpose=WHY).count() == len(OF_MEMBERS)


@pytest.mark.parametrize("has_account", [True, False])
def test_no_page_fails_while_staff_look(has_account):
    client = looking_at(people.a_retiree() if has_account else a_person("Nora", "Without"))

    answers = {address: client.get(address).status_code for address in OF_MEMBERS}

    assert {address: status for address, status in answers.items() if status >= 500} == {}
    assert not AuditEvent.objects.exclude(verb__contains="to look at").filter(by__isnull=False).exists()


def test_the_members_account_is_not_the_staffs_to_look_after():
    client = looking_at(people.a_retiree())

    answers = {address: client.get(address).status_code for address in OF_ACCOUNTS}

    opened = {address for address, status in answers.items() if status == 200}
    assert opened == {reverse("session_stay"), reverse("mfa_reauthenticate")}


def test_what_a_page_writes_while_staff_look_is_undone():
    person = people.a_retiree()
    request = RequestFactory().get("/")
    request.user = person.account
    request.acting = Acting(person, people.staff().actor, WHY, clock.now(), "/")

    def writes(request):
        a_statement(person, people.membership_of(person), year=1999)
        return HttpResponse("shown")

    answer = member_page(writes)(request)

    assert answer.content == b"shown"
    assert not Statement.objects.filter(person=person, run__year=1999).exists()


def test_looking_ends_by_the_button():
    person = people.a_retiree()
    client = looking_at(person)

    answer = client.post(reverse("acting_end"))

    assert answer.url == reverse("admin:accounts_person_change", args=[person.pk])
    assert client.get(reverse("payments")).status_code == 403


def test_looking_ends_after_a_quarter_of_an_hour(monkeypatch):
    client = looking_at(people.a_retiree())
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = client.get(reverse("payments"))

    assert answer.url.startswith("/admin/accounts/person/")
    assert client.get(reverse("payments")).status_code == 403


def test_looking_ends_with_the_right_to_it():
    person, staff = people.a_retiree(), people.staff(*RIGHTS)
    client = Client()
    client.force_login(staff)
    looking_at(person, client)
    staff.user_permissions.clear()

    answer = client.get(reverse("payments"))

    assert answer.status_code == 403
    assert "Ruth" not in answer.content.decode()


def test_ones_own_record_is_not_looked_at_as_staff():
    person = people.a_retiree()
    account = person.account
    account.is_staff = True
    account.is_superuser = True
    account.save()
    client = Client()
    client.force_login(account)

    answer = client.post(reverse("admin:person_look", args=[person.pk]), {"look-purpose": WHY})

    assert answer.status_code == 422
    assert "your own record" in answer.content.decode()
