"""Whether known and unknown e-mail addresses wait equally long: medians of 200 sign-ups, sign-ins and lost passwords."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from sers_portal.base import jobs
from tests.benchmarks.measuring import Measurement, say

TRIES = 200
PASSWORD = "violet kettle drummer seven"  # noqa: S105  of made-up accounts in a scratch database


def measure() -> list[Measurement]:
    """The three forms that somebody could ask "is this person a member" with, each for known and unknown in turns."""
    say("signing up and in with known and unknown addresses …")
    users = [User(email=f"known{number}@example.org", password="!") for number in range(TRIES)]
    hashed = User()
    hashed.set_password(PASSWORD)
    for user in users:
        user.password = hashed.password
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    with patch.object(jobs, "nudge"), override_settings(ALLOWED_HOSTS=["testserver"]):
        return [_compare(what, ask) for what, ask in FORMS.items()]


def _compare(what: str, ask: Callable[[Client, str], None]) -> Measurement:
    seconds: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(TRIES):
        for who, times in seconds.items():
            # An address of origin of its own for each, so that no rate limit answers.
            client = Client(REMOTE_ADDR=f"10.{number // 250}.{number % 250}.{hash((what, who)) % 250}")
            started = perf_counter()
            ask(client, f"{who}{number}@example.org")
            times.append(perf_counter() - started)
    one, other = (median(times) for times in seconds.values())
    return Measurement(
        f"{what}, known and unknown addresses",
        f"{TRIES} each",
        f"{1000 * one:.1f} ms and {1000 * other:.1f} ms",
        f"{abs(one / other - 1):.1%} apart",
    )


def _sign_up(client: Client, email: str) -> None:
    names = {"given_name": "Nora", "family_name": "Quist", "password": PASSWORD}
    response = client.post(reverse("account_signup"), {"email": email, "email_again": email, **names})
    assert response.status_code == 302


def _sign_in(client: Client, email: str) -> None:
    response = client.post(reverse("account_login"), {"login": email, "password": "not the password"})
    assert response.status_code == 200


def _lost_password(client: Client, email: str) -> None:
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert response.status_code == 302


FORMS = {"sign-ups": _sign_up, "wrong passwords": _sign_in, "lost passwords": _lost_password}
