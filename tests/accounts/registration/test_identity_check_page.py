"""The staff's page to check a caller's PIN."""

import pytest
from django.urls import reverse

from accounts.models import Registration
from accounts.services import registration
from accounts.services.registration import Details
from sers_portal.base.models import AccessEvent
from tests.factories.accounts import a_person, an_account, staff
from tests.factories.activation import typed_by

pytestmark = pytest.mark.django_db
RIGHTS = ("accounts.view_registration", "accounts.check_identity")


@pytest.fixture
def ada() -> Registration:
    person, account = a_person("Ada", "Nowak"), an_account()
    typed_by(account, person)
    facts = Details("Ada", "Nowak", "tel:+1-217-785-7444", "home", person.born_on, "8265", person.member_id)
    return registration.complete(account=account, details=facts, by=account.actor)


def check(client, row: Registration, pin: str, purpose: str = "asks for a form"):
    address = reverse("admin:accounts_registration_change", args=[row.pk])
    return client.post(address, {"pin": pin, "purpose": purpose})


def test_a_caller_is_found_by_member_id(client, ada):
    client.force_login(staff(*RIGHTS))

    page = client.get(reverse("admin:accounts_registration_changelist"), {"q": ada.person.member_id}).text

    assert "Ada Nowak" in page


def test_the_right_pin_is_confirmed_and_logged_with_its_purpose(client, ada):
    client.force_login(staff(*RIGHTS))

    page = check(client, ada, "8265").text

    assert "The PIN is right." in page
    assert "8265" not in page
    assert AccessEvent.objects.filter(purpose="asks for a form", person=ada.person.public_id).exists()


def test_wrong_pins_count_down_and_lock(client, ada):
    client.force_login(staff(*RIGHTS))

    pages = [check(client, ada, "9999").text for _try in range(6)]

    assert "4 tries are left" in pages[0]
    assert "1 try is left" in pages[3]
    assert "The PIN is locked." in pages[4]
    assert "The PIN is locked." in pages[5]


@pytest.mark.parametrize(("pin", "purpose"), [("", "call"), ("12", "call"), ("8265", "")])
def test_an_incomplete_check_is_no_try(client, ada, pin, purpose):
    client.force_login(staff(*RIGHTS))

    check(client, ada, pin, purpose)

    ada.refresh_from_db()
    assert ada.pin_failures == 0
    assert not AccessEvent.objects.filter(page="identity check by telephone").exists()


def test_staff_without_the_right_check_nothing(client, ada):
    client.force_login(staff("accounts.view_registration"))

    assert check(client, ada, "8265").status_code == 403
