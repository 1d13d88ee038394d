"""Settings stop at the door: production refuses what belongs to the demonstration, and says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SERS_MODE": "production",
    "SECRET_KEY": "a-long-secret-of-this-installation-0123456789-abcdefghij",
    "BLIND_INDEX_KEY": "b" * 40,
    "PIN_PEPPER": "p" * 40,
    "AUDIT_SEAL_KEY": "a" * 40,
    "SEALING_KEYS": "a=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
    "SEALING_KEY_ID": "a",
    "SITE_ADDRESS": "https://member.example.gov",
    "ALLOWED_HOSTS": "member.example.gov",
    "EMAIL_URL": "smtp://mail.example.gov:25",
    "TEXT_GATEWAY": "twilio",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "t" * 32,
    "TWILIO_NUMBER": "+12175550100",
    "DATABASE_URL": "postgres://u:p@127.0.0.1:1/x",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **GOOD, **changes}
    # Set for the browser tests that this process may have run before.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_production_setting_of_its_own_passes_the_deployment_check():
    result = check()

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"SERS_MODE": "staging"}, "set it to 'demonstration' or 'production'"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"BLIND_INDEX_KEY": "demonstration-index-key-of-no-worth"}, "Set BLIND_INDEX_KEY"),
        ({"PIN_PEPPER": ""}, "Set PIN_PEPPER"),
        ({"AUDIT_SEAL_KEY": ""}, "Set AUDIT_SEAL_KEY"),
        (
            {"SEALING_KEYS": "demo=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=", "SEALING_KEY_ID": "demo"},
            "SEALING_KEYS",
        ),
        ({"SITE_ADDRESS": "http://member.example.gov"}, "https"),
        ({"SIGN_IN_PROVIDERS": "ides"}, "Set SIGN_IN_IDES_NAME"),
        ({"DATABASE_URL": ""}, "Set DATABASE_URL"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_dangerous_setting_stops_with_advice(changes, advice):
    result = check(**changes)

    assert result.returncode != 0
    assert advice in result.stderr.splitlines()[-1]


def test_production_has_no_made_up_agencies():
    asked = (
        "from django.apps import apps; from django.conf import settings; from django.urls import Resolver404, resolve\n"
        "assert not apps.is_installed('allauth.idp.oidc') and not settings.SIGN_IN_PROVIDERS\n"
        "try: resolve('/demonstration/agencies/token/')\n"
        "except Resolver404: print('none')"
    )
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", asked]

    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **GOOD}, capture_output=True, text=True, check=False
    )

    assert result.stdout.strip() == "none", result.stderr


@pytest.mark.parametrize(
    "command", [["check_cases", "tests/cases/reference"], ["check_law"]], ids=lambda c: c[0]
)
def test_who_only_checks_the_law_needs_no_server(command):
    environment = {**os.environ, "DATABASE_URL": "", "REDIS_URL": ""}

    result = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
