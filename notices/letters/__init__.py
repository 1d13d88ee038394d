"""Ways to the print shop: one file each, chosen by the setting LETTER_WAY.

A way is a module with `hand_over(batch, letters)`, which returns the path of the batch's manifest. It may be called
again for the same batch, after a crash or a broken connection: the print shop then has the batch once all the same.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from django.conf import settings

from notices.models import Letter, LetterBatch


class NotHandedOver(Exception):
    """The print shop did not take the batch. The message says why, and what to do; nothing is lost."""


class Way(Protocol):
    """What every way offers."""

    def hand_over(self, batch: LetterBatch, letters: Sequence[Letter]) -> str:
        """Hand a batch over; the path of its manifest."""


def way() -> Way:
    """The way of this installation."""
    module: Way = import_module(f"notices.letters.{settings.LETTER_WAY}")
    return module
