"""The pages of eRegistration: every answer judged plainly, nothing lost, nothing secret sent back."""

import pytest
from django.urls import reverse

from accounts.models import ActivationLetter, Registration, User
from accounts.services.registration import load_draft
from tests.factories.accounts import a_person, an_account
from tests.factories.activation import typed_by

pytestmark = pytest.mark.django_db
START, REVIEW, DONE = (
    "/activation/registration/",
    "/activation/registration/review/",
    "/activation/registration/done/",
)


@pytest.fixture
def una(client) -> User:
    """Signed in; she has typed the code of Ada Nowak's letter."""
    account = an_account(email="una@example.org")
    typed_by(account, a_person("Ada", "Nowak", member_id="654321"))
    client.force_login(account)
    return account


def answers(**changes: str) -> dict[str, str]:
    return {
        "email": "una@example.org",
        "email_again": "una@example.org",
        "given_name": "Ada",
        "family_name": "Nowak",
        "phone": "(217) 785-7444",
        "phone_kind": "mobile",
        "born_on": "05/17/1980",
        "pin": "8265",
        "pin_again": "8265",
        "number": "654321",
        **changes,
    }


def test_form_review_done(client, una):
    filled = client.post(START, answers())
    review = client.get(filled.url)
    done = client.post(REVIEW, follow=True)

    una.refresh_from_db()
    assert filled.url == REVIEW
    assert "(217) 785-7444 (Mobile)" in review.text
    assert "ends in 4321" in review.text
    assert "8265" not in review.text
    assert "654321" not in review.text
    assert done.redirect_chain == [(DONE, 302)]
    assert una.person.full_name == "Ada Nowak"


def test_an_answer_is_changed_from_the_review(client, una):
    client.post(START, answers())
    page = client.get(START)

    client.post(START, answers(pin="", pin_again="", number="", phone="312-814-5853"))
    client.post(REVIEW)

    assert "You have chosen a PIN" in page.text
    assert "ends in 4321" in page.text
    assert "8265" not in page.text
    assert "654321" not in page.text
    assert Registration.objects.get().phone == "tel:+1-312-814-5853"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "", "Enter your e-mail address."),
        ("email", "una@", "looks like name@example.com"),
        ("email", "other@example.org", "address you signed in with"),
        ("email", "un\u0430@example.org", "address"),
        ("email_again", "", "a second time"),
        ("email_again", "una@example.com", "are not the same"),
        ("given_name", "", "Enter your first name."),
        ("given_name", "A\u0434a", "English or Spanish alphabet"),
        ("family_name", "N" * 81, "at most 80"),
        ("phone", "", "Enter a telephone number"),
        ("phone", "12", "not a telephone number"),
        ("phone", "\uff12\uff11\uff17-785-7444", "not a telephone number"),
        ("phone_kind", "", "Choose what kind"),
        ("phone_kind", "pigeon", "from the list"),
        ("born_on", "", "Enter the birth date"),
        ("born_on", "13/13/1980", "no such day"),
        ("pin", "1234", "in a row"),
        ("pin", "1980", "birth"),
        ("pin", "7444", "last four"),
        ("pin", "82x5", "four digits"),
        ("pin_again", "8266", "not the same"),
        ("number", "", "Enter your Social Security number"),
        ("number", "999999", "4 tries left"),
        ("born_on", "05/18/1980", "4 tries left"),
    ],
)
def test_a_wrong_answer_is_said_beside_the_field_and_in_the_summary(client, una, field, typed, said):
    changes = {field: typed}
    if field == "pin" and typed != "82x5":
        changes["pin_again"] = typed

    response = client.post(START, answers(**changes))

    assert response.status_code == 200
    assert response.text.count(said) >= 2
    assert 'value="(217) 785-7444"' in response.text or field == "phone"
    assert "654321" not in response.text


def test_what_was_typed_comes_back_after_an_error_and_after_leaving(client, una):
    client.post(START, answers(zip="", phone="12"))

    page = client.get(START)

    assert 'value="12"' in page.text
    assert "You have chosen a PIN" in page.text
    assert load_draft(una)["number"] == "654321"


def test_the_review_of_an_incomplete_form_leads_back(client, una):
    client.post(START, answers(phone=""))

    assert client.get(REVIEW).url == START
    assert client.post(REVIEW).url == START


def test_sending_the_review_twice_registers_once(client, una):
    client.post(START, answers())
    client.post(REVIEW)

    again = client.post(REVIEW)

    assert again.url == DONE
    assert Registration.objects.count() == 1


def test_going_back_to_the_form_when_done_leads_to_done(client, una):
    client.post(START, answers())
    client.post(REVIEW)

    assert client.get(START).url == DONE
    assert client.get(DONE).status_code == 200


def test_a_second_window_whose_code_was_given_back_is_told_so(client, una):
    client.post(START, answers())
    client.post(reverse("activation_give_back"))

    response = client.post(REVIEW)

    assert response.url == reverse("activation_enter")


def test_five_wrong_tries_lead_back_to_the_code_and_say_why(client, una):
    for _try in range(4):
        client.post(START, answers(number="999999"))

    response = client.post(START, answers(number="999999"), follow=True)

    assert response.redirect_chain == [(reverse("activation_enter"), 302)]
    assert "the letter is void" in response.text
    assert ActivationLetter.objects.get().ended_because == "details"


def test_registering_without_a_code_leads_to_the_code(client):
    client.force_login(an_account())

    for address in (START, REVIEW):
        assert client.get(address).url == reverse("activation_enter")


def test_a_new_pin_is_set_by_the_member(client, una):
    client.post(START, answers())
    client.post(REVIEW)
    before = Registration.objects.get().pin_hash

    refused = client.post(reverse("registration_pin"), {"pin": "1111", "pin_again": "1111"})
    client.post(reverse("registration_pin"), {"pin": "9040", "pin_again": "9040"})

    assert "Do not repeat digits" in refused.text
    assert Registration.objects.get().pin_hash != before
