"""Refusals: the rules stop, and say why, where the law or the facts do not carry an answer."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

Answer = TypeVar("Answer")


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


def answer_or_refusal(calculate: Callable[[], Answer]) -> Answer | Refusal:
    """The answer of a calculation, or its refusal as a value."""
    try:
        return calculate()
    except Refusal as refusal:
        return refusal


def given(answer: Answer | Refusal) -> Answer:
    """The answer; raises the refusal where there is none, so that what rests on it is refused for its reason."""
    if isinstance(answer, Refusal):
        raise answer
    return answer
