"""Texts and voice calls through Twilio, by Twilio's own client.

Twilio's interface has no idempotency key; the address it reports to carries our row's id instead, so that a report tells
the fate even of a message whose sending we did not live to record.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from requests.exceptions import ConnectionError, ConnectTimeout, Timeout
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse
from urllib3.exceptions import MaxRetryError, NewConnectionError

from notices.models import TextMessage
from notices.texts import Busy, InDoubt, Refused
from sers_portal.base import clock

Failure, State = TextMessage.Failure, TextMessage.State

SECONDS_TO_WAIT = 10.0
API = "https://api.twilio.com"
VOICES = {"en": "en-US", "es": "es-MX"}
# Twilio keeps no message in its own queue for longer than this many seconds.
LONGEST_VALIDITY = 36000
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500

# https://www.twilio.com/docs/api/errors: what the vendor says when asked, and in its later report.
FAILURES = {
    "13224": Failure.INVALID_NUMBER,
    "13227": Failure.REFUSED,  # no permission for calls to that country
    "21211": Failure.INVALID_NUMBER,
    "21217": Failure.INVALID_NUMBER,
    "21408": Failure.REFUSED,  # no permission for texts to that country
    "21610": Failure.OPTED_OUT,
    "21614": Failure.NO_TEXTS,
    "30003": Failure.UNREACHABLE,
    "30005": Failure.INVALID_NUMBER,
    "30006": Failure.NO_TEXTS,  # a landline
    "30036": Failure.EXPIRED,
}
# What a report says of a text (MessageStatus) or a call (CallStatus); whatever else it says shows that Twilio has it.
DELIVERED = ("delivered", "read", "completed")
NOT_DELIVERED = ("undelivered", "failed", "busy", "no-answer", "canceled")


class _Http(TwilioHttpClient):  # type: ignore[misc]  # the vendor gives no types
    """Asks at the address of the settings, which a test or an outgoing proxy may stand behind."""

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        return super().request(method, url.replace(API, settings.TWILIO_ADDRESS, 1), *args, **options)


def send(message: TextMessage) -> str:
    """Hand one message to Twilio; its SID. Raises `Busy`, `Refused` or `InDoubt`."""
    try:
        return _call(message) if message.channel == TextMessage.Channel.VOICE else _text(message)
    except (TwilioRestException, TwilioServiceException) as error:
        raise _meaning_of(error) from None
    except ConnectionError as error:
        # That nothing was taken is certain only where no connection came about.
        raise (Busy("no connection") if _never_connected(error) else InDoubt("connection")) from None
    except Timeout:
        raise InDoubt("timeout") from None


def outcome(report: Mapping[str, str]) -> tuple[TextMessage.State, TextMessage.Failure | None, str]:
    """What a report of Twilio's says: the state, why it failed if it did, and the vendor's code."""
    said = report.get("MessageStatus") or report.get("CallStatus") or ""
    code = report.get("ErrorCode", "")
    if said in NOT_DELIVERED:
        return State.FAILED, FAILURES.get(code, Failure.UNREACHABLE), code
    return (State.DELIVERED if said in DELIVERED else State.SENT), None, code


def is_signed(path: str, report: Mapping[str, str], signature: str) -> bool:
    """Whether a report comes from Twilio: signed with our token, for the address we told Twilio."""
    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    return bool(validator.validate(_address(path), report, signature))


def spoken(words: str, language: str) -> str:
    """TwiML that reads a message twice, digits one by one with a pause after each."""
    slowly = re.sub(r"\d(?=\d)", r"\g<0>, ", words)
    response = VoiceResponse()
    for _time in range(2):
        response.pause(length=1)
        response.say(slowly, language=VOICES.get(language, VOICES["en"]))
    return str(response)


def _text(message: TextMessage) -> str:
    left = int((message.expires_at - clock.now()).total_seconds())
    sent = _client().messages.create(
        to=message.to,
        from_=settings.TWILIO_NUMBER,
        body=message.body,
        validity_period=max(1, min(left, LONGEST_VALIDITY)),
        status_callback=_report_to(message),
    )
    return str(sent.sid)


def _call(message: TextMessage) -> str:
    called = _client().calls.create(
        to=message.to,
        from_=settings.TWILIO_NUMBER,
        twiml=spoken(message.body, message.language),
        status_callback=_report_to(message),
        status_callback_event=["completed"],
    )
    return str(called.sid)


def _client() -> Client:
    http = _Http(timeout=SECONDS_TO_WAIT, max_retries=0)
    return Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)


def _report_to(message: TextMessage) -> str:
    return _address(reverse("twilio_report", args=[message.pk]))


def _address(path: str) -> str:
    # From the setting, not from the request: behind a proxy the two differ, and Twilio signs what we told it.
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"


def _meaning_of(error: TwilioRestException | TwilioServiceException) -> Exception:
    # Never the vendor's own words: they repeat the number.
    status, code = error.status, str(error.code)
    if status == TOO_MANY_REQUESTS:
        return Busy(code)
    if status >= SERVER_ERROR:
        return InDoubt(code)
    return Refused(FAILURES.get(code, Failure.REFUSED), code)


def _never_connected(error: ConnectionError) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(error, ConnectTimeout) or (
        isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    )
