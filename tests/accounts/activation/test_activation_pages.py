"""The pages where a letter is asked for and its code typed: plain answers to whatever is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ActivationLetter, LetterRequest
from accounts.services.activation import requests
from sers_portal.base import jobs
from tests.factories.accounts import a_person, an_account
from tests.factories.activation import a_letter, typed_by

pytestmark = pytest.mark.django_db
ASK, ENTER = "/activation/letter/", "/activation/code/"
FACTS = {"family_name": "Nowak", "born_on": "05/17/1980", "number": "123-45-6789", "zip_code": "62704"}


def ask(client: Client, **changes: str):
    return client.post(ASK, {**FACTS, **changes})


def test_asking_leaves_the_deciding_to_a_worker(client):
    ada = a_person("Ada", "Nowak")

    ask(client, number=ada.ssn)

    assert not ActivationLetter.objects.exists()
    jobs.work_off(requests.JOB)
    assert ActivationLetter.objects.get().person == ada


def test_a_signed_in_account_is_noted_with_its_request(client):
    una = an_account()
    client.force_login(una)

    ask(client)

    assert LetterRequest.objects.get().account == una


@pytest.mark.parametrize(
    "typed",
    [
        "5/17/1980",
        "05-17-1980",
        "05.17.1980",
        "05 17 1980",
        "05171980",
        "1980-05-17",
        "May 17, 1980",
        "may 17 1980",
    ],
)
def test_a_birth_date_is_taken_however_it_is_written(client, typed):
    assert ask(client, born_on=typed).status_code == 302


@pytest.mark.parametrize(
    "typed", ["123456789", "123 45 6789", "123-45-6789", "123\u201345\u20136789", "400001"]
)
def test_a_number_is_taken_however_it_is_written(client, typed):
    assert ask(client, number=typed).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("family_name", "", "Enter your last name."),
        ("family_name", "\u041dowak", "English or Spanish alphabet"),
        ("family_name", "No\u202ewak", "hidden character"),
        ("family_name", "N" * 81, "at most 80 characters"),
        ("family_name", "<script>", "letters, spaces, hyphens"),
        ("born_on", "", "Enter the birth date"),
        ("born_on", "02/30/1980", "no such day"),
        ("born_on", "17/05/1980", "no such day"),
        ("born_on", "05/17/80", "four digits"),
        ("born_on", "05/17/2980", "still to come"),
        ("born_on", "05/17/1880", "before 1900"),
        ("born_on", "soon", "Write month, day and year"),
        ("born_on", "\u0660\u0665/\u0661\u0667/\u0661\u0669\u0668\u0660", "Write month, day and year"),
        ("number", "", "Enter your Social Security number"),
        ("number", "12345", "you typed 5"),
        ("number", "000-12-3456", "not a Social Security number"),
        ("number", "\uff11\uff12\uff13456789", "digits 0 to 9 only"),
        ("number", "12345678O", "digits 0 to 9 only"),
        ("zip_code", "", "Enter the ZIP code"),
        ("zip_code", "6270", "five digits"),
        ("zip_code", "6270a", "five digits"),
    ],
)
def test_a_wrong_answer_is_said_beside_the_field_and_in_the_summary(client, field, typed, said):
    response = ask(client, **{field: typed})

    assert response.status_code == 200
    assert response.text.count(said) == 2
    assert f'href="#id_{field}"' in response.text
    assert f'id="id_{field}_error"' in response.text
    assert not LetterRequest.objects.exists()


def test_the_number_is_kept_but_never_sent_back(client):
    first = ask(client, zip_code="")

    token = first.context["form"]["number_kept"].value()
    second = client.post(ASK, {**FACTS, "number": "", "number_kept": token})

    assert "123-45-6789" not in first.text
    assert "123456789" not in first.text
    assert "ends in 6789" in first.text
    assert second.status_code == 302


def test_a_kept_number_that_was_tampered_with_is_as_none(client):
    response = client.post(ASK, {**FACTS, "number": "", "number_kept": "demo.AAAA"})

    assert "Enter your Social Security number" in response.text


def test_the_eleventh_request_is_told_when_to_come_back(client):
    for number in range(10):
        ask(client, number=f"{700000 + number}")

    response = ask(client, number="700011")

    assert response.status_code == 429
    assert "There were too many tries. Try again after" in response.text
    assert 'value="Nowak"' in response.text


def test_a_forged_origin_changes_nothing(client):
    for number in range(10):
        client.post(
            ASK,
            {**FACTS, "number": f"{700000 + number}"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    response = client.post(ASK, {**FACTS, "number": "700011"}, headers={"X-Forwarded-For": "203.0.113.9"})

    assert response.status_code == 429


def test_behind_our_own_proxy_the_address_it_saw_counts(client, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        client.post(
            ASK,
            {**FACTS, "number": f"{700000 + number}"},
            headers={"X-Forwarded-For": f"9.9.9.9, 198.51.100.{number}"},
        )

    response = client.post(ASK, {**FACTS, "number": "700011"}, headers={"X-Forwarded-For": "198.51.100.1"})

    assert response.status_code == 302


def test_the_pages_are_kept_by_no_browser(client):
    assert "no-store" in client.get(ASK)["Cache-Control"]


def test_a_stranger_signs_in_before_typing_a_code(client):
    response = client.get(ENTER)

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_a_code_leads_to_registering(client):
    una, (_, code) = an_account(), a_letter(a_person())
    client.force_login(una)

    response = client.post(ENTER, {"code": f" {code[:5].lower()} - {code[5:]} "})

    assert (response.status_code, response.url) == (302, reverse("registration_start"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the code from your letter."),
        ("ABC", "you typed 3"),
        ("0000000000", "This code is not right."),
        ("\u0410BCDE-12345", "another alphabet"),
        ("ABCDE-1234U", "may be a V"),
        ("x" * 5000, "at most 40 characters"),
        ("ABCDE\u202e12345", "hidden character"),
        ("'; DROP TABLE--", "is in no code"),
    ],
)
def test_a_wrong_code_is_said_beside_the_field_and_in_the_summary(client, typed, said):
    client.force_login(an_account())

    response = client.post(ENTER, {"code": typed})

    assert response.status_code == 200
    assert response.text.count(said) == 2


def test_the_sixth_code_is_told_when_to_come_back(client):
    client.force_login(an_account())
    for _try in range(5):
        client.post(ENTER, {"code": "0000000000"})

    response = client.post(ENTER, {"code": "0000000000"})

    assert response.status_code == 429
    assert "too many tries" in response.text


def test_a_member_has_no_need_of_a_code(client):
    ada = a_person()
    client.force_login(an_account(ada))

    assert client.get(ENTER).url == reverse("member_home")


def test_a_code_of_another_is_taken_back(client):
    una = an_account()
    typed_by(una, a_person())
    client.force_login(una)

    response = client.post(reverse("activation_give_back"), follow=True)

    assert "The code is taken back." in response.text
    assert ActivationLetter.objects.get().entered_by is None
