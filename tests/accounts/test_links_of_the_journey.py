"""Whoever needs the next page of the journey finds a link to it where they are."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import people
from tests.factories.accounts import an_account
from tests.factories.activation import somebody_registered

pytestmark = pytest.mark.django_db


def leads(page: str, name: str) -> bool:
    return f'href="{reverse(name)}"' in page[page.index("<main") :]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ["home", "account_login"])
def test_a_stranger_finds_where_to_ask_for_the_letter(client, name):
    assert leads(client.get(reverse(name)).text, "activation_request")


def test_an_account_without_a_record_finds_the_code_and_the_letter_from_the_first_page():
    page = signed_in(people.somebody_unlinked()).get(reverse("home")).text

    assert leads(page, "activation_enter")
    assert leads(page, "activation_request")
    assert not leads(page, "account_signup")


def test_a_member_finds_their_account_from_the_first_page():
    page = signed_in(people.a_survivor().account).get(reverse("home")).text

    assert leads(page, "member_home")
    assert not leads(page, "activation_enter")


def test_the_page_of_an_unlinked_account_leads_to_the_code_and_the_letter():
    page = signed_in(an_account(is_staff=True)).get(reverse("member_home")).text

    assert leads(page, "activation_enter")
    assert leads(page, "activation_request")


def test_somebody_registered_finds_where_to_choose_another_pin():
    page = signed_in(somebody_registered()).get(reverse("mfa_index")).text

    assert leads(page, "registration_pin")


def test_somebody_not_registered_is_offered_no_pin():
    page = signed_in(people.somebody_unlinked()).get(reverse("mfa_index")).text

    assert not leads(page, "registration_pin")
