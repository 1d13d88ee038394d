"""A provider that is down, slow, or says what cannot be trusted: a page of ours, a row, and nobody let in."""

import socket
import time

import jwt
import pytest
from allauth.core.internal import jwkkit
from allauth.idp.oidc import views
from django.urls import reverse

from accounts.allauth import social_adapter
from accounts.models import ProviderTrouble, SecurityEvent, User
from sers_portal.demonstration import agencies
from sers_portal.demonstration.agencies import AgencyAdapter
from tests.accounts.sign_in_providers.conftest import arrive, leave
from tests.factories.accounts import an_account

pytestmark = pytest.mark.django_db
NOTHING_LOST = "This says nothing about your benefits"


def assert_refused(client, page, kind: str) -> ProviderTrouble:
    """Our page, a row, nobody signed in, no account."""
    row = ProviderTrouble.objects.get()
    assert page.status_code == 502
    assert NOTHING_LOST in page.text
    assert "Sign in with your e-mail address and password" in page.text
    assert (row.provider, row.kind) == ("ides", kind)
    assert client.get(reverse("member_home")).status_code == 302
    assert not User.objects.filter(email="grace.lindholm@example.org").exists()
    return row


def said(monkeypatch, **claims) -> None:
    """The provider's tokens say this as well, or instead."""
    monkeypatch.setattr(
        AgencyAdapter, "populate_id_token", lambda self, token, client, scopes, **more: token.update(claims)
    )


def _late(seconds: float) -> views.HttpResponse:
    """An answer that comes when nobody waits for it any more."""
    time.sleep(seconds)
    return views.HttpResponse(status=503)


def test_a_provider_that_is_down_before_we_leave(client, agency, slim):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://localhost:{closed.getsockname()[1]}/nobody"
    slim("ides", issuer=address)

    page = client.post(reverse("provider_begin", args=["ides"]))

    assert_refused(client, page, "out_of_reach")
    assert "We could not reach IDES unemployment insurance" in page.text


def test_a_provider_that_is_slow_when_we_come_back(client, agency, monkeypatch):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    monkeypatch.setattr(social_adapter, "SECONDS_TO_ANSWER", 0.1)
    monkeypatch.setattr(views.TokenView, "post", lambda *args, **more: _late(0.5))

    page = client.get(back)

    assert assert_refused(client, page, "out_of_reach").reason == "ReadTimeout"


def test_a_provider_that_fails_when_we_come_back(client, agency, monkeypatch):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    monkeypatch.setattr(views.JwksView, "get", lambda *args, **more: views.HttpResponse("oops", status=500))

    page = client.get(back)

    assert_refused(client, page, "out_of_reach")


def test_a_provider_that_does_not_speak_our_language(client, agency, monkeypatch):
    monkeypatch.setattr(views.ConfigurationView, "get", lambda *args, **more: views.HttpResponse("<html>"))

    page = client.post(reverse("provider_begin", args=["ides"]))

    assert_refused(client, page, "out_of_reach")


def test_a_provider_that_leads_elsewhere_is_not_followed(client, agency, monkeypatch):
    elsewhere = views.HttpResponseRedirect("http://localhost:1/")
    monkeypatch.setattr(views.ConfigurationView, "get", lambda *args, **more: elsewhere)

    page = client.post(reverse("provider_begin", args=["ides"]))

    assert assert_refused(client, page, "out_of_reach").reason == "TooManyRedirects"


def test_a_configuration_of_another_issuer(client, agency, monkeypatch):
    monkeypatch.setattr(AgencyAdapter, "get_issuer", lambda self: "https://another.example")

    page = client.post(reverse("provider_begin", args=["ides"]))

    assert_refused(client, page, "untrusted")


def test_a_token_signed_with_another_key(client, agency, monkeypatch):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    other = agencies.PrivateKey(pem=_another_key())
    known, _ = jwkkit.load_jwk_from_pem(AgencyAdapter().list_private_keys()[0].pem)
    monkeypatch.setattr(AgencyAdapter, "get_signing_key", lambda self: other)
    real = jwt.encode
    monkeypatch.setattr(
        "allauth.idp.oidc.internal.oauthlib.request_validator.jwt.encode",
        lambda claims, key, **more: real(claims, key, **{**more, "headers": {"kid": known["kid"]}}),
    )

    page = client.get(back)

    assert assert_refused(client, page, "untrusted").reason == "InvalidSignatureError"


def test_a_token_signed_with_a_key_that_is_not_the_providers(client, agency, monkeypatch):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    other = agencies.PrivateKey(pem=_another_key())
    monkeypatch.setattr(AgencyAdapter, "get_signing_key", lambda self: other)

    page = client.get(back)

    assert assert_refused(client, page, "untrusted").reason == "no such key"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, "nonce differs"),
        ({"nonce": None}, "nonce differs"),
        ({"iss": "https://another.example"}, "InvalidIssuerError"),
        ({"aud": "demonstration-impact"}, "InvalidAudienceError"),
        ({"aud": ["demonstration-ides", "another"]}, "meant for somebody else"),
        ({"azp": "another"}, "meant for somebody else"),
        ({"exp": 1_000_000_000}, "ExpiredSignatureError"),
        ({"iat": 9_000_000_000}, "ImmatureSignatureError"),
        ({"sub": ""}, "subject not usable"),
        ({"sub": 7}, "InvalidSubjectError"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_token_that_proves_nothing(client, agency, monkeypatch, claims, reason):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    said(monkeypatch, **claims)

    page = client.get(back)

    assert assert_refused(client, page, "untrusted").reason == reason
    assert "so we let nobody in with it" in page.text


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_that_anybody_could_have_made(client, agency, monkeypatch, algorithm):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    key = "demonstration-ides-of-no-worth-and-long-enough" if algorithm == "HS256" else None
    real = jwt.encode
    monkeypatch.setattr(
        "allauth.idp.oidc.internal.oauthlib.request_validator.jwt.encode",
        lambda claims, _key, headers, **more: real(claims, key, algorithm=algorithm, headers=headers),
    )

    page = client.get(back)

    assert assert_refused(client, page, "untrusted").reason == "algorithm not accepted"


def test_an_answer_without_a_token(client, agency, monkeypatch):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    monkeypatch.setattr(
        views.TokenView,
        "post",
        lambda *args, **more: views.JsonResponse({"access_token": "x", "id_token": None}),
    )

    page = client.get(back)

    assert assert_refused(client, page, "untrusted").reason == "no ID token"


def test_a_code_used_twice_is_refused_by_the_provider(client, agency):
    back = agency.sign_in(leave(client), "demonstration-ides:grace")
    code = back.partition("code=")[2].partition("&")[0]
    client.get(back)
    client.post(reverse("account_logout"))
    second = agency.sign_in(leave(client), "demonstration-ides:grace")
    fresh = second.partition("code=")[2].partition("&")[0]

    page = client.get(second.replace(fresh, code))

    assert page.status_code == 502
    assert ProviderTrouble.objects.get().kind == "refused"


def test_what_the_provider_calls_its_fault_is_kept_and_nothing_else_it_says(client, agency):
    address = leave(client)
    state = address.partition("state=")[2].partition("&")[0]
    leave(client)

    page = client.get(
        reverse("provider_callback", args=["ides"]),
        {"error": "server_error", "error_description": "<b>call 555</b>", "state": state},
    )

    assert assert_refused(client, page, "refused").reason == "server_error"
    assert "call 555" not in page.text


def test_a_failure_while_somebody_is_signed_in_stands_in_their_diary(client, agency, monkeypatch):
    user = an_account()
    client.force_login(user)
    address = leave(client, route="provider_connect")
    back = agency.sign_in(address, "demonstration-ides:grace")
    said(monkeypatch, nonce="another")

    page = client.get(back)

    assert page.status_code == 502
    assert reverse("connections") in page.text
    assert SecurityEvent.objects.get(user=user, kind="provider_failed").means == "IDES unemployment insurance"


def test_a_call_of_the_way_back_by_hand_leads_to_the_page_of_signing_in(client, agency):
    assert client.get(reverse("provider_callback", args=["ides"])).url == reverse("account_login")


def test_an_address_from_the_user_info_of_somebody_else_is_not_believed(client, agency, monkeypatch):
    claims = AgencyAdapter.get_claims

    def hide(self, purpose, *args, **more):
        told = claims(self, purpose, *args, **more)
        return {"sub": told["sub"]} if purpose == "id_token" else {**told, "sub": "another"}

    monkeypatch.setattr(AgencyAdapter, "get_claims", hide)
    monkeypatch.setattr(
        views.UserInfoView,
        "get",
        lambda *args: views.JsonResponse({"sub": "another", "email": "x@example.org"}),
    )

    page = arrive(client, agency)

    assert assert_refused(client, page, "untrusted").reason == "answers about two people"


def test_an_address_told_by_the_user_info_alone_is_taken(client, agency, monkeypatch):
    claims = AgencyAdapter.get_claims
    monkeypatch.setattr(
        AgencyAdapter, "get_claims", lambda self, *args, **more: {"sub": claims(self, *args, **more)["sub"]}
    )
    told = {
        "sub": "demonstration-ides:grace",
        "email": "grace@example.net",
        "email_verified": True,
        "name": "Grace L",
    }
    monkeypatch.setattr(views.UserInfoView, "get", lambda *args: views.JsonResponse(told))

    arrive(client, agency)

    assert User.objects.get(email="grace@example.net").full_name == "Grace L"


def test_without_any_address_it_is_asked_for(client, agency, monkeypatch):
    claims = AgencyAdapter.get_claims
    monkeypatch.setattr(
        AgencyAdapter, "get_claims", lambda self, *args, **more: {"sub": claims(self, *args, **more)["sub"]}
    )

    page = client.get(arrive(client, agency).url)

    assert "told us no e-mail address" in page.text


def _another_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
