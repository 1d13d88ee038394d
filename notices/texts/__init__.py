"""Gateways for texts and voice calls: one file each, chosen by the setting TEXT_GATEWAY.

A gateway is a module with `send(message)`, which hands one message to the vendor and returns the vendor's name for it.
What it raises says what may be done next: after `Busy` the message was certainly not taken, and is tried again; after
`Refused` it never will be; after `InDoubt`, or anything else, nobody knows, and it is not sent again.
"""

from importlib import import_module
from typing import Protocol

from django.conf import settings

from notices.models import TextMessage


class Busy(Exception):
    """The vendor could not be reached, or had no time, and certainly took nothing."""

    def __init__(self, error_code: str = "") -> None:
        super().__init__(error_code)
        self.error_code = error_code


class Refused(Exception):
    """The vendor will not take this message. `failure` says why in our words, `error_code` in the vendor's."""

    def __init__(self, failure: TextMessage.Failure, error_code: str = "") -> None:
        super().__init__(f"{failure} {error_code}")
        self.failure, self.error_code = failure, error_code


class InDoubt(Exception):
    """The vendor may have taken the message, or not: it is not sent again."""

    def __init__(self, error_code: str = "") -> None:
        super().__init__(error_code)
        self.error_code = error_code


class Gateway(Protocol):
    """What every gateway offers."""

    def send(self, message: TextMessage) -> str:
        """Hand one message over; the vendor's name for it, or "" where it has none."""


def gateway() -> Gateway:
    """The gateway of this installation."""
    module: Gateway = import_module(f"notices.texts.{settings.TEXT_GATEWAY}")
    return module
