"""Walking the journey as a browser does: what the mails, texts and pages of the tests say."""

import re
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import PhoneFactor, User
from notices.models import TextMessage
from sers_portal.base import jobs
from sers_portal.base.models import DemonstrationClock

EMAIL = "nora@example.org"
PASSWORD = "violet kettle drummer seven"
PHONE = "217-555-0123"


def sign_up(client: Client, *, email: str = EMAIL, password: str = PASSWORD, **fields):
    """Fill in and send the sign-up form."""
    typed = {
        "email": email,
        "email_again": email,
        "given_name": "Nora",
        "family_name": "Quist",
        "password": password,
        **fields,
    }
    return client.post(reverse("account_signup"), typed)


def last_mail(to: str = EMAIL) -> str:
    """The words of the newest mail to an address."""
    jobs.work_off("email")
    return next(message.body for message in reversed(mail.outbox) if message.to == [to])


def link_in(body: str) -> str:
    """The path of the one-time link of a mail."""
    return re.search(r"http://localhost:8000(/accounts/(?:confirm-email|not-me|stop)/\S+)", body)[1]


def code_behind(link: str) -> str:
    """What the page behind a link shows once its button is pressed, in a browser of its own."""
    page = Client().post(link).text
    return re.search(r"\b(\d{4} \d{4})\b", page)[1]


def code_from_mail(to: str = EMAIL) -> str:
    return code_behind(link_in(last_mail(to)))


def texted_code() -> str:
    """The code of the newest text or call."""
    body = TextMessage.objects.order_by("-created_at").first().body
    return re.search(r"\d{6}", body.replace(", ", ""))[0]


def an_opened_account(client: Client, email: str = EMAIL) -> User:
    """Signed up and confirmed, signed in, without a second step."""
    sign_up(client, email=email)
    client.post(reverse("account_email_verification_sent"), {"code": code_from_mail(email)})
    return User.objects.get(email=email)


def add_phone(client: Client, number: str = PHONE) -> PhoneFactor:
    """Set up a telephone with the code texted to it."""
    response = client.post(reverse("factor_add_phone"), {"number": number, "channel": "text"})
    client.post(response.url, {"code": texted_code()})
    return PhoneFactor.objects.latest("created_at")


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD):
    """Send e-mail address and password; the answer leads to the second step."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def later(**period: float) -> None:
    """Let time pass on the portal's clock: `later(minutes=10)`."""
    row, _ = DemonstrationClock.objects.get_or_create(only=True)
    row.forward += timedelta(**period)
    row.save()
