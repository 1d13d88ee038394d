"""Refusals: the rules stop, and say why, where the law or the facts do not carry an answer."""

from datetime import date
from decimal import Decimal


class Refusal(Exception):
    """The rules cannot give a figure. `key` names the reason; words for it live outside the rules."""

    def __init__(self, key: str, **params: Decimal | int | str | date) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class NotCovered(Refusal):
    """The facts lie outside what the rules cover: SERS must compute the case by hand."""


class LawGap(Refusal):
    """The law needs a figure for a year for which none is held: it must be entered first."""
