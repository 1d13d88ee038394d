"""What a thief of the database, of Redis, of the logs or of the print shop's list reads after somebody's whole journey:
no Social Security number, code, PIN, secret or telephone number. (The letter itself holds its code; the list holds the
address it goes to.)"""

import logging
import re

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import ActivationLetter, Person, User
from accounts.services.activation import requests
from notices.documents import render
from notices.services import batches
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.logs import Impersonal
from tests.accounts import walking
from tests.factories.accounts import a_person
from tests.factories.activation import answers, code_in, plain_pdf
from tests.gateways.test_nothing_in_clear import every_row

pytestmark = pytest.mark.django_db
PIN, SSN = "8265", "234567890"
# Of the registration; SERS's own number stands in every letter.
CALLED_AT = "217-555-0177"
WORK = ("email", "text", requests.JOB, "account-linked")


@pytest.fixture
def logged(caplog, monkeypatch) -> pytest.LogCaptureFixture:
    """All that is logged, without the second fence that blots out numbers."""
    monkeypatch.setattr(Impersonal, "filter", lambda self, record: True)
    caplog.set_level(logging.DEBUG)
    # The database driver's own diary is off in production, and quotes every row.
    for name in ("django.db.backends", "django.template", "asyncio"):
        caplog.set_level(logging.INFO, logger=name)
    return caplog


def journey(client: Client, ada: Person) -> dict[str, str]:
    """Walk it, wrong turns included. Returns every secret on the way, by what it is."""
    walking.sign_up(client)
    secrets = {"mailed code": walking.code_from_mail()}
    client.post(reverse("account_email_verification_sent"), {"code": secrets["mailed code"]})
    walking.add_phone(client)
    secrets["texted code"] = walking.texted_code()
    secrets["app's secret"] = client.get(reverse("mfa_activate_totp")).context["secret"]
    secrets["app's code"] = pyotp.TOTP(secrets["app's secret"]).now()
    client.post(reverse("mfa_activate_totp"), {"code": secrets["app's code"]})
    recovery_codes = client.post(reverse("mfa_view_recovery_codes")).context["codes"]
    secrets |= {f"recovery code {number}": code for number, code in enumerate(recovery_codes)}
    asked = {"family_name": "Nowak", "born_on": "05/17/1980", "number": SSN, "zip_code": "62704"}
    client.post(reverse("activation_request"), asked)
    work_off()
    secrets["letter's code"] = code_in(ActivationLetter.objects.get())
    client.post(reverse("activation_enter"), {"code": "ZZZZZ-ZZZZZ"})
    client.post(reverse("activation_enter"), {"code": secrets["letter's code"]})
    changes = {"pin": PIN, "pin_again": PIN, "phone": CALLED_AT, "number": SSN}
    registered = answers(User.objects.get(), ada, **changes)
    client.post(reverse("registration_start"), {**registered, "number": "234567891"})
    client.post(reverse("registration_start"), registered)
    return secrets


def work_off() -> None:
    for kind in WORK:
        jobs.work_off(kind)


def kept_in_redis() -> str:
    cache.set("looked-at", "by this test")
    redis = cache._cache.get_client(None)
    return "\n".join(f"{key!r} {redis.dump(key)!r}" for key in redis.scan_iter())


def kept_in_sessions() -> str:
    return "\n".join(str(session.get_decoded()) for session in Session.objects.all())


def found(secrets: dict[str, str], place: str) -> list[str]:
    """Which secrets stand in a place as a word of their own, however they are spaced."""
    return [
        what
        for what, secret in secrets.items()
        for spelling in {secret, re.sub(r"[ -]", "", secret)}
        if re.search(rf"(?<![\w.:+/-]){re.escape(spelling)}(?![\w+/=-])", place)
    ]


def test_this_test_finds_what_lies_in_clear():
    Person.objects.filter(pk=a_person().pk).update(family_name=f"called at {walking.PHONE}")

    assert found({"telephone": walking.PHONE, "another": CALLED_AT}, every_row()) == ["telephone"]


def test_after_the_whole_journey_no_secret_lies_in_clear(client, logged, monkeypatch, settings):
    monkeypatch.setattr(render, "pdf", plain_pdf)
    ada = a_person("Ada", "Nowak")
    ada.set_ssn(SSN)
    ada.save()
    secrets = journey(client, ada)
    half_way = every_row() + kept_in_sessions()
    client.post(reverse("registration_review"))
    work_off()
    (batch,) = batches.make_batches(on=clock.today(), by=SYSTEM)
    secrets |= {
        "Social Security number": SSN,
        "the same with hyphens": "234-56-7890",
        "a wrong one": "234567891",
        "PIN": PIN,
        "telephone": walking.PHONE,
        "telephone as it is called": "+12175550123",
        "telephone of the registration": CALLED_AT,
        "the same as it is called": "+12175550177",
        "the same as it is written": "(217) 555-0177",
    }

    assert Person.objects.get(pk=ada.pk).account.email == walking.EMAIL
    for place, content in {
        "the database half way": half_way,
        "the database": every_row() + kept_in_sessions(),
        "Redis": kept_in_redis(),
        "the logs": "\n".join(record.getMessage() + str(record.__dict__) for record in logged.records),
        "the print shop's list": (settings.SPOOL_DIR / batch.manifest_path).read_text(),
    }.items():
        assert content, place
        assert found(secrets, content) == [], place
