"""Nobody learns from our answers who has an account or a record: known and unknown people get the same bytes.

What is new on every page whoever asks, the form's token and the policy's nonce, is left aside. That the answers take
equally long is measured by `make bench`; the sign-up's own answers are compared in test_signing_up.
"""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts import walking
from tests.factories.accounts import a_person, an_account

pytestmark = pytest.mark.django_db
NEW_EACH_TIME = re.compile(r"name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"|nonce=?[\"-][^\"' ]+")
KNOWN, UNKNOWN = "known1@example.org", "other1@example.org"


def everything_said(responses, about: str) -> list[object]:
    """Status, headers, names of cookies and pages of some answers, the typed words themselves left aside."""
    said: list[object] = []
    for response in responses:
        headers = {name: NEW_EACH_TIME.sub("", value) for name, value in response.headers.items()}
        for of_the_moment in ("Content-Length", "Expires"):
            headers.pop(of_the_moment, None)
        page = NEW_EACH_TIME.sub("", response.text).replace(about, "")
        said += [response.status_code, headers, sorted(response.cookies), page]
    return said


def test_a_lost_password():
    an_account(email=KNOWN)

    said = {}
    for email in (KNOWN, UNKNOWN):
        client = Client()
        asked = client.post(reverse("account_reset_password"), {"email": email})
        said[email] = everything_said([asked, client.get(asked.url)], email)

    assert said[KNOWN] == said[UNKNOWN]


def test_a_wrong_password_again_and_again():
    an_account(email=KNOWN)

    said = {KNOWN: [], UNKNOWN: []}
    for email in (KNOWN, UNKNOWN):
        client = Client()
        for _try in range(12):
            # The limits of the cache count by the minute; those of the database are the ones that must not tell.
            cache.clear()
            said[email] += everything_said([walking.sign_in(client, email, "not the password")], email)

    assert said[KNOWN] == said[UNKNOWN]


def ask_for_letter(client: Client, number: str) -> list[object]:
    facts = {"family_name": "Nowak", "born_on": "05/17/1980", "number": number, "zip_code": "62704"}
    asked = client.post(reverse("activation_request"), facts)
    return everything_said([asked, client.get(asked.url)], number)


def test_a_letter_asked_for_by_a_stranger():
    ada = a_person("Ada", "Nowak")

    assert ask_for_letter(Client(), ada.ssn) == ask_for_letter(Client(), "987650")


def test_a_letter_asked_for_by_a_signed_in_account():
    ada = a_person("Ada", "Nowak")
    una = Client()
    una.force_login(an_account())

    assert ask_for_letter(una, ada.ssn) == ask_for_letter(una, "987650")


def test_a_letter_for_somebody_whose_account_is_linked_to_another_sign_in():
    ada = a_person("Ada", "Nowak")
    an_account(ada)

    assert ask_for_letter(Client(), ada.member_id) == ask_for_letter(Client(), "987650")


def test_eleven_letters_in_an_hour_whoever_they_are_for():
    ada = a_person("Ada", "Nowak")
    facts = {"family_name": "Nowak", "born_on": "05/17/1980", "zip_code": "62704"}
    said = {}
    for number, origin in ((ada.ssn, "198.51.100.1"), ("987650", "198.51.100.2")):
        client = Client(REMOTE_ADDR=origin)
        asked = [
            client.post(reverse("activation_request"), {**facts, "number": number}) for _try in range(11)
        ]
        kept = re.compile(r'name="number_kept" value="[^"]+"|ends in \d+')
        said[number] = [kept.sub("", str(one)) for one in everything_said(asked, number)]

    assert said[ada.ssn] == said["987650"]
