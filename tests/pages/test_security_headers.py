"""What every answer tells the browser: what may run, what may be kept, and who may frame it."""

import json
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from tests import people
from tests.architecture.test_settings import GOOD, ROOT

pytestmark = pytest.mark.django_db

PUBLIC = ["home", "account_login", "account_signup", "activation_request", "calendar", "law", "alive"]
OWN = ["member_home", "mfa_index", "activity", "activation_enter", "factor_choice"]
# Keeps the page that holds a code or a number out of every cache, the browser's own too.
IDENTITY = ["account_login", "account_signup", "account_reset_password", "activation_request", "mfa_lost"]
ASK_PRODUCTION = """
import json
from django.test import Client
https = Client().get("/health/alive/", secure=True, headers={"host": "member.example.gov"})
http = Client().get("/accounts/login/", headers={"host": "member.example.gov"})
print(json.dumps({"https": dict(https.headers), "http": [http.status_code, http.headers["Location"]]}))
"""


def policy_of(response) -> dict[str, str]:
    directives = response.headers["Content-Security-Policy"].split("; ")
    return dict((one.split(" ", 1) + [""])[:2] for one in directives)


def signed_in() -> Client:
    client = Client()
    client.force_login(people.a_survivor().account)
    return client


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_carries_every_header(client, name):
    check(client.get(reverse(name)))


def test_a_page_that_is_not_there_carries_every_header(client):
    check(client.get("/nowhere/"))


def test_a_page_of_an_account_carries_every_header_and_is_kept_nowhere():
    client = signed_in()

    for name in OWN:
        response = client.get(reverse(name))
        check(response)
        assert "no-store" in response.headers["Cache-Control"], name


@pytest.mark.parametrize("name", IDENTITY)
def test_a_page_that_takes_a_password_code_or_number_is_kept_nowhere(client, name):
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def check(response) -> None:
    policy = policy_of(response)
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert (policy["base-uri"], policy["frame-ancestors"], policy["form-action"]) == (
        "'none'",
        "'none'",
        "'self'",
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response.headers["Permissions-Policy"]


def test_signing_out_clears_what_the_browser_kept():
    response = signed_in().post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_production_speaks_https_only_and_says_so_for_two_years():
    environment = {**GOOD, "PATH": "/usr/bin:/bin"}

    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK_PRODUCTION],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    answers = json.loads(told.stdout.splitlines()[-1])
    assert answers["https"]["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert answers["http"] == [301, "https://member.example.gov/accounts/login/"]
