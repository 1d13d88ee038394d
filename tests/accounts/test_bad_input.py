"""Whatever is typed into a form of identity: a plain sentence, nothing lost, nothing leaked, nothing broken."""

import html
import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import PhoneFactor, ProviderTrouble, Registration, User
from accounts.sign_in_providers import PUBLIC_ID, demonstration_provider
from notices.documents import render
from tests.accounts.forms_of_identity import EVERY_FIELD, FORMS, PROVIDER, Filled
from tests.factories.activation import plain_pdf

pytestmark = pytest.mark.django_db

ODD = {
    "empty": "",
    "blanks": "   ",
    "too long": "x" * 5000,
    "letters of another alphabet that look alike": "\u0430\u0435\u043e\u0440\u0441",
    "written from right to left": "\u202e5411-321",
    "a sign nobody sees": "12\u200b34",
    "a picture": "\U0001f600",
    "SQL": "' OR 1=1;--",
    "a script": "<script>alert(1)</script>",
    "a line that ends at once": "a\x00b",
    "a template": "{{ 7|add:7 }}{% debug %}",
}
OF_AN_ADDRESS = [*ODD.values(), "../../etc/passwd", "%00", "a/b"]


@pytest.fixture(autouse=True)
def _cheap_letters(monkeypatch) -> None:
    monkeypatch.setattr(render, "pdf", plain_pdf)


@pytest.fixture(autouse=True)
def _providers(settings, _no_tries_yet) -> None:
    """Known by what they said of themselves a moment ago, so that nobody is asked on the way there."""
    site = "https://agency.example.gov"
    settings.SIGN_IN_PROVIDERS = [demonstration_provider(PROVIDER, "IDES unemployment insurance", site)]
    settings.PUBLIC_ID = demonstration_provider(PUBLIC_ID, "Public ID", site)
    issuer = settings.PUBLIC_ID.issuer
    places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    said = {"issuer": issuer, **{place: f"{issuer}/{place}" for place in places}}
    cache.set(f"openid-configuration:{issuer}", said)


def test_every_form_is_listed_with_all_its_fields():
    for name, make in FORMS.items():
        filled = make()
        assert {field for form, field in EVERY_FIELD if form == name} == filled.answers.keys()


@pytest.mark.parametrize(("form", "name"), EVERY_FIELD)
def test_odd_words_in_a_field_are_refused_plainly_and_nothing_else_is_lost(form, name):
    filled = FORMS[form]()

    for odd, typed in ODD.items():
        response = filled.send(**{name: typed})

        assert response.status_code in (200, 302, 429), odd
        assert "<script>alert" not in response.text, odd
        if name not in filled.takes_anything and response.status_code != 429:
            assert response.status_code == 200, odd
            refused_plainly(response.text, filled, name, odd)
            nothing_is_lost_or_leaked(response.text, filled, name, odd)


def refused_plainly(page: str, filled: Filled, name: str, odd: str) -> None:
    assert "There is a problem" in page or "errornote" in page, odd
    if name not in filled.said_above:
        sentence = re.search(rf'id="id_{name}_error"[^>]*>\s*(?:<\w+[^>]*>\s*)*([^<]+)', page)
        assert sentence, odd
        assert len(sentence[1].split()) >= 3, odd


def nothing_is_lost_or_leaked(page: str, filled: Filled, name: str, odd: str) -> None:
    for other, typed in filled.answers.items():
        if other in filled.secret:
            assert html.escape(typed) not in page, (odd, other)
        elif other not in (name, "credential", "channel", "phone_kind"):
            shown = f'value="{html.escape(typed)}"'
            assert shown in page, (odd, other)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_whose_page_is_too_old_changes_nothing_and_says_how_to_go_on(form):
    filled = FORMS[form]()
    before = what_there_is()
    filled.client.handler.enforce_csrf_checks = True

    response = filled.client.post(
        filled.address, filled.answers, headers={"referer": f"http://testserver{filled.address}"}
    )

    assert response.status_code in (302, 403)
    if response.status_code == 403:
        assert "This form waited too long" in response.text
        assert f'href="{filled.address}"' in response.text
    assert what_there_is() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_twice_and_the_back_button_break_nothing(form):
    filled = FORMS[form]()

    first = filled.send()
    after = what_there_is()
    second = filled.send()
    back = filled.client.get(filled.address)

    assert first.status_code in (200, 302)
    assert second.status_code in (200, 302, 429)
    assert back.status_code in (200, 302, 403, 405)
    assert what_there_is() == after


@pytest.mark.parametrize("form", ["sign in elsewhere", "confirmation elsewhere"])
def test_whatever_page_is_asked_for_the_way_leads_to_the_provider_alone(form):
    filled = FORMS[form]()

    for odd, typed in ODD.items():
        page = filled.send(next=typed).text

        assert 'content="0; url=https://agency.example.gov/' in page, odd


def what_there_is() -> tuple[int, ...]:
    """Whatever a form sent twice must not make twice."""
    tables = (User, PhoneFactor, Registration, Authenticator, ProviderTrouble)
    return tuple(table.objects.count() for table in tables)


@pytest.mark.parametrize(
    "name", ["account_confirm_email", "account_disavow", "account_stop_recovery", "mfa_authenticate_by"]
)
def test_an_odd_address_shows_a_page_that_says_how_to_go_on(client, name):
    shape = reverse(name, args=["odd"])

    for odd in OF_AN_ADDRESS:
        address = shape.replace("odd", quote(odd, safe=""))
        for response in (client.get(address), client.post(address)):
            assert response.status_code in (200, 302, 404)
            assert "<script>alert" not in response.text


@pytest.mark.parametrize("odd", OF_AN_ADDRESS)
def test_an_odd_link_for_a_new_password_shows_a_page_that_says_how_to_go_on(odd):
    address = f"/accounts/password/reset/key/{quote(odd, safe='')}-{quote(odd, safe='')}/"

    response = Client().get(address)

    assert response.status_code in (200, 404)
    assert "<script>alert" not in response.text
