"""Codes by text message and voice call: HOTP with a secret of each telephone's own and a counter raised per sending."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import PhoneFactor, User
from accounts.services.correspondence import note_text
from accounts.services.languages import language_of
from notices.services.texts import queue_text
from sers_portal.base import clock, limits
from sers_portal.base.limits import Limit
from sers_portal.base.sealing import blind_index

VALID_FOR = timedelta(minutes=10)
TRIES_A_CODE = 5
PHONES_AN_ACCOUNT = 3
SENDINGS_A_NUMBER = [
    Limit(1, timedelta(seconds=30)),
    Limit(5, timedelta(minutes=15)),
    Limit(10, timedelta(days=1)),
]
# One account cannot make us ring many numbers.
SENDINGS_AN_ACCOUNT = [Limit(10, timedelta(hours=1)), Limit(20, timedelta(days=1))]


class NoCode(Exception):
    """No code is waiting for this telephone: it expired, was used, or was typed wrong five times."""


class TooManyPhones(Exception):
    """An account has at most three telephones."""


def add_phone(user: User, *, number: str, channel: str) -> PhoneFactor:
    """Note a telephone (E.164) that is to become a factor once a code sent to it was typed. Raises `TooManyPhones`."""
    index = PhoneFactor.number.index_of(number)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        phones = PhoneFactor.objects.filter(user=user)
        known = phones.filter(number_index=index).first()
        if known is not None:
            return known
        phones.filter(confirmed_at=None).delete()
        if phones.count() >= PHONES_AN_ACCOUNT:
            raise TooManyPhones
        phone = PhoneFactor(user=user, channel=channel, created_at=clock.now())
        phone.number, phone.secret = number, pyotp.random_base32()
        phone.save()
    return phone


def send_code(phone: PhoneFactor, *, channel: str, bound_to: str = "") -> None:
    """Send a new code; whatever was sent before stops working. Raises `LimitReached`.

    `bound_to` is a secret of the browser that asks: the code is good only together with it.
    """
    with transaction.atomic():
        phone = PhoneFactor.objects.select_for_update().get(pk=phone.pk)
        limits.take("phone-code", phone.number, SENDINGS_A_NUMBER)
        limits.take("phone-code-of-account", str(phone.user.public_id), SENDINGS_AN_ACCOUNT)
        phone.counter += 1
        phone.code_expires_at, phone.code_tries = clock.now() + VALID_FOR, 0
        phone.code_bound_to = _binding(bound_to)
        phone.save(update_fields=["counter", "code_expires_at", "code_tries", "code_bound_to"])
        _queue(phone, channel)


def use_code(phone_id: UUID, code: str, *, bound_to: str = "") -> bool:
    """Whether this is the code last sent, which then is used up. Called inside `factor_tries.judge`. Raises `NoCode`."""
    phone = PhoneFactor.objects.select_for_update().get(pk=phone_id)
    if phone.code_expires_at is None or phone.code_expires_at <= clock.now():
        raise NoCode
    if phone.code_tries >= TRIES_A_CODE or phone.code_bound_to != _binding(bound_to):
        raise NoCode
    phone.code_tries += 1
    is_right = pyotp.HOTP(phone.secret).verify(code, phone.counter)
    if is_right:
        phone.code_expires_at = None
        phone.last_used_at = clock.now()
        phone.confirmed_at = phone.confirmed_at or phone.last_used_at
    phone.save(update_fields=["code_tries", "code_expires_at", "last_used_at", "confirmed_at"])
    return bool(is_right)


def _binding(secret: str) -> str:
    return blind_index(secret, purpose="browser of a code") if secret else ""


def _queue(phone: PhoneFactor, channel: str) -> None:
    code = pyotp.HOTP(phone.secret).at(phone.counter)
    language = language_of(phone.user)
    with translation.override(language):
        body = _spoken(code) if channel == PhoneFactor.Channel.VOICE else _written(code)
    assert phone.code_expires_at is not None
    text = queue_text(
        # The counter makes a key of its own for each sending; the rest keeps it from being guessed.
        key=f"sign-in-code:{phone.pk}:{phone.counter}:{secrets.token_hex(4)}",
        channel=channel,
        to=phone.number,
        body=body,
        language=language,
        expires_at=phone.code_expires_at,
    )
    note_text(text, phone.user.person)


def _written(code: str) -> str:
    words = _("%(code)s is your SERS sign-in code. It works for 10 minutes. We never call to ask for it.")
    # The last line lets a telephone fill the code in on our own pages only (domain-bound codes).
    return f"{words % {'code': code}}\n\n@{urlsplit(settings.SITE_ADDRESS).hostname} #{code}"


def _spoken(code: str) -> str:
    said = ", ".join(code)
    return _(
        "Hello. This is the State Employees' Retirement System. Your sign-in code is %(said)s. "
        "Again, your code is %(said)s. It works for 10 minutes. We never call to ask for it."
    ) % {"said": said}
