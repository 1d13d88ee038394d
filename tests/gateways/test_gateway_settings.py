"""Gateways stop at the door: what production may not have, or lacks, is said with what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_settings import GOOD

ROOT = Path(__file__).resolve().parents[2]
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
SHOP = {
    "LETTER_WAY": "sftp",
    "PRINT_SHOP_HOST": "sftp.example.com",
    "PRINT_SHOP_USER": "sers",
    "PRINT_SHOP_KEY_FILE": str(Path(__file__)),
    "PRINT_SHOP_HOST_KEY": KEY,
    "PRINT_SHOP_FOLDER": "/incoming",
}


def load(**changes: str) -> subprocess.CompletedProcess[str]:
    """The settings of production with these changes, loaded by a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", "import sers_portal.settings"],
        cwd=ROOT,
        env={**os.environ, **GOOD, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"TEXT_GATEWAY": ""}, "TEXT_GATEWAY is missing; set it to one of: twilio."),
        ({"TEXT_GATEWAY": "outbox"}, "TEXT_GATEWAY is 'outbox'"),
        ({"TEXT_GATEWAY": "console"}, "TEXT_GATEWAY is 'console'"),
        ({"TWILIO_ACCOUNT_SID": "AC123"}, "Set TWILIO_ACCOUNT_SID to"),
        ({"TWILIO_AUTH_TOKEN": ""}, "Set TWILIO_AUTH_TOKEN to"),
        ({"TWILIO_NUMBER": "217-555-0100"}, "Set TWILIO_NUMBER to"),
        ({"TWILIO_ADDRESS": "http://twilio.example.com"}, "Set TWILIO_ADDRESS to an https address"),
        ({"LETTER_WAY": "pigeon"}, "set it to one of: sftp, spool."),
        ({**SHOP, "PRINT_SHOP_HOST": ""}, "Set PRINT_SHOP_HOST to"),
        ({**SHOP, "PRINT_SHOP_KEY_FILE": "/nowhere/key"}, "no file is there"),
        ({**SHOP, "PRINT_SHOP_HOST_KEY": "ssh-ed25519 AAAA"}, "not a whole key"),
        ({**SHOP, "PRINT_SHOP_FOLDER": "incoming"}, "Set PRINT_SHOP_FOLDER to"),
        ({"EMAIL_URL": "filemail:///tmp/mail"}, "Set EMAIL_URL to the mail server"),
        ({"EMAIL_URL": ""}, "Set EMAIL_URL to the mail server"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_gateway_setting_stops_with_advice(changes, advice):
    result = load(**changes)

    assert result.returncode != 0
    assert advice in result.stderr.splitlines()[-1]


def test_a_print_shop_that_is_whole_is_taken():
    result = load(**SHOP)

    assert result.returncode == 0, result.stderr
