"""Asking for a code by telephone, from one browser: the code works in that browser only."""

import secrets

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import PhoneFactor
from accounts.services import phone_codes

PHONE, SECRET = "phone_sent", "phone_secret"


def send(session: SessionBase, phone: PhoneFactor, *, channel: str) -> None:
    """Send a code that is good in this session. Raises `LimitReached`; what was sent before then stays good."""
    secret = secrets.token_urlsafe(16)
    # Also where nothing can be sent now: the page says to which telephone a code can go later.
    session.setdefault(PHONE, str(phone.pk))
    phone_codes.send_code(phone, channel=channel, bound_to=secret)
    session[PHONE], session[SECRET] = str(phone.pk), secret


def has_asked(session: SessionBase) -> bool:
    """Whether a code was sent that is good in this session."""
    return SECRET in session


def secret_of(session: SessionBase) -> str:
    """What this session's code is bound to."""
    return str(session.get(SECRET, "")) or "none asked for"


def forget(session: SessionBase) -> None:
    """The code was used."""
    session.pop(PHONE, None)
    session.pop(SECRET, None)
