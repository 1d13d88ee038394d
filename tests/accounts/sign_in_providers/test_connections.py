"""Connecting and removing sign-ins in Security, and confirming with the provider."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import SecurityEvent
from accounts.services import provider_accounts
from sers_portal.base import jobs
from sers_portal.base.models import AuditEvent
from sers_portal.demonstration.agencies import AgencyAdapter
from tests.accounts.sign_in_providers.conftest import arrive, leave
from tests.factories.accounts import PASSWORD, a_person, an_account

pytestmark = pytest.mark.django_db
SUBJECT = "demonstration-ides:grace"


def connect(client, agency) -> object:
    return client.get(agency.sign_in(leave(client, route="provider_connect"), SUBJECT))


def let_confirmation_age(client: Client) -> None:
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 400} for record in session["account_authentication_methods"]
    ]
    session.save()


def test_a_sign_in_is_connected_listed_and_its_owner_told(client, agency):
    user = an_account()
    client.force_login(user)

    response = connect(client, agency)
    page = client.get(response.url)
    jobs.work_off("email")

    assert "You can sign in with IDES unemployment insurance now" in page.text
    assert SocialAccount.objects.get(user=user).uid == SUBJECT
    assert SecurityEvent.objects.filter(user=user, kind="provider_connected").exists()
    assert AuditEvent.objects.filter(verb="sign_in.provider_connected", by=user.public_id).exists()
    assert mail.outbox[-1].subject == "SERS: A sign-in with another account was connected"
    assert "IDES unemployment insurance" in mail.outbox[-1].body


def test_connecting_asks_for_a_fresh_confirmation_first(client, agency):
    client.force_login(an_account())
    let_confirmation_age(client)

    response = client.post(reverse("provider_connect", args=["ides"]))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_an_account_elsewhere_that_lets_another_account_in_stays_there(client, agency):
    first = an_account()
    provider_accounts.connect(first, provider="ides", subject=SUBJECT, by=first.actor)
    client.force_login(an_account())

    page = client.get(connect(client, agency).url)

    assert "Another account here signs in with that account" in page.text
    assert SocialAccount.objects.get().user == first


def test_connecting_twice_changes_nothing(client, agency):
    user = an_account()
    client.force_login(user)

    connect(client, agency)
    connect(client, agency)

    assert SecurityEvent.objects.filter(user=user, kind="provider_connected").count() == 1


def test_whoever_signed_out_on_the_way_connects_nothing(client, agency):
    client.force_login(an_account())
    address = leave(client, route="provider_connect")
    back = agency.sign_in(address, SUBJECT)
    states = client.session["socialaccount_states"]
    client.post(reverse("account_logout"))
    session = client.session
    session["socialaccount_states"] = states
    session.save()

    page = client.get(back, follow=True)

    assert "nothing was connected" in page.text
    assert not SocialAccount.objects.exists()


def test_a_sign_in_is_removed_after_asking_and_its_owner_told(client):
    user = an_account()
    row = provider_accounts.connect(user, provider="ides", subject=SUBJECT, by=user.actor)
    client.force_login(user)

    asked = client.get(reverse("connection_remove", args=[row.pk]))
    client.post(reverse("connection_remove", args=[row.pk]))
    jobs.work_off("email")

    assert "Remove the sign-in with IDES unemployment insurance?" in asked.text
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].subject == "SERS: A sign-in with another account was removed"


def test_the_last_way_in_stays(client):
    user = an_account()
    row = provider_accounts.connect(user, provider="ides", subject=SUBJECT, by=user.actor)
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    page = client.post(reverse("connection_remove", args=[row.pk]), follow=True)

    assert "This is your only way to sign in" in page.text
    assert SocialAccount.objects.exists()


def test_one_of_two_can_go_without_a_password(client):
    user = an_account()
    row = provider_accounts.connect(user, provider="ides", subject=SUBJECT, by=user.actor)
    provider_accounts.connect(user, provider="ilogin", subject="x", by=user.actor)
    user.set_unusable_password()
    user.save()

    provider_accounts.disconnect(user, row.pk, by=user.actor)

    assert SocialAccount.objects.get().provider == "ilogin"


def test_nobody_removes_what_is_anothers(client):
    other = an_account()
    row = provider_accounts.connect(other, provider="ides", subject=SUBJECT, by=other.actor)
    client.force_login(an_account())

    response = client.post(reverse("connection_remove", args=[row.pk]))

    assert response.status_code == 404
    assert SocialAccount.objects.exists()


def test_a_connection_removed_twice_is_gone_and_says_so(client):
    user = an_account()
    row = provider_accounts.connect(user, provider="ides", subject=SUBJECT, by=user.actor)
    client.force_login(user)
    address = reverse("connection_remove", args=[row.pk])

    client.post(address)
    again = client.post(address, follow=True)

    assert again.redirect_chain[-1] == (reverse("connections"), 302)
    assert "It is removed already." in again.text


def test_an_account_without_password_or_step_of_its_own_confirms_with_the_provider(client, agency):
    arrive(client, agency)
    let_confirmation_age(client)
    asked = client.get(reverse("factor_add_phone"), follow=True)

    address = leave(client, route="provider_confirm_with", next=reverse("factor_add_phone"))
    response = client.get(agency.sign_in(address, SUBJECT))

    assert "Confirm with IDES unemployment insurance" in asked.text
    assert "prompt=login" in address
    assert "max_age=0" in address
    assert response.url == reverse("factor_add_phone")
    assert client.get(response.url).status_code == 200


def test_a_sign_in_of_an_hour_ago_at_the_provider_confirms_nothing(client, agency, monkeypatch):
    arrive(client, agency)
    let_confirmation_age(client)
    monkeypatch.setattr(
        AgencyAdapter,
        "populate_id_token",
        lambda self, token, *rest, **more: token.update(auth_time=token["iat"] - 3600),
    )

    address = leave(client, route="provider_confirm_with")
    page = client.get(agency.sign_in(address, SUBJECT), follow=True)

    assert "did not confirm that it is you" in page.text
    assert client.get(reverse("factor_add_phone")).status_code == 302


def test_somebody_else_at_the_provider_confirms_nothing(client, agency):
    other = an_account()
    provider_accounts.connect(other, provider="ides", subject="demonstration-ides:hugo", by=other.actor)
    arrive(client, agency)
    let_confirmation_age(client)

    address = leave(client, route="provider_confirm_with")
    page = client.get(agency.sign_in(address, "demonstration-ides:hugo"), follow=True)

    assert "did not confirm that it is you" in page.text


def test_an_account_from_a_provider_chooses_a_password_and_signs_in_with_it(client, agency):
    arrive(client, agency)
    new = {"password1": "quiet river stone lamp", "password2": "quiet river stone lamp"}

    page = client.get(reverse("account_set_password"))
    client.post(reverse("account_set_password"), new)
    user = SocialAccount.objects.get().user

    assert page.status_code == 200
    assert user.check_password(new["password1"])


def test_a_provider_that_is_no_longer_configured_is_still_listed_and_removed(client, settings):
    user = an_account(a_person())
    row = provider_accounts.connect(user, provider="ides", subject=SUBJECT, by=user.actor)
    settings.SIGN_IN_PROVIDERS = []
    client.force_login(user)

    page = client.get(reverse("connections"))
    client.post(reverse("connection_remove", args=[row.pk]))

    assert "ides" in page.text
    assert user.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()
