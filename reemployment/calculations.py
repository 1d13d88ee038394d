"""The calculations of this app, added to the registry of the plan from above."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from benefits import calculations, wording
from benefits import case_values as read
from benefits.calculations import Calculation
from reemployment import wording as words
from reemployment.rules.facts import DaySpan, EmploymentKind
from reemployment.rules.recomputation import recomputation
from reemployment.rules.working_days import reemployment

LAW_DIRECTORY = Path(__file__).resolve().parent / "law"
KIND = read.choice(*get_args(EmploymentKind))

_span = read.table(from_=read.day, to=read.day)


def register_calculations() -> None:
    """Add this app's law, words and calculations; doing it twice changes nothing."""
    calculations.register_law_directory(LAW_DIRECTORY)
    wording.register_words(labels=words.LABELS, hows=words.HOWS, refusals=words.REFUSALS)
    calculations.register(
        Calculation(
            name="reemployment",
            function=reemployment,
            required={
                "tier": calculations.TIER,
                "kind": KIND,
                "days": read.listed(_day_or_span),
            },
            optional={},
            expect={
                "days_counted": read.integer,
                "annuity_continues": read.yes_no,
                "suspended_on": read.day,
            },
        )
    )
    calculations.register(
        Calculation(
            name="recomputation",
            function=recomputation,
            required={"retired_on": read.day, "reentered_on": read.day},
            optional={
                "next_retirement": read.day,
                "received": read.listed(read.receipt),
                "repaid_on": read.day,
            },
            expect={
                "may_repay": read.yes_no,
                "deadline": read.day,
                "interest": read.number,
                "due": read.number,
            },
            check=_received_with_repaid_on,
        )
    )


def _day_or_span(value: object) -> object:
    if not isinstance(value, dict):
        return read.day(value)
    span = _span(value)
    if span["to"] < span["from"]:
        raise read.WrongValue("must not be before its from", "to")
    return DaySpan(span["from"], span["to"])


def _received_with_repaid_on(facts: Mapping[str, Any]) -> None:
    for name, other in (("received", "repaid_on"), ("repaid_on", "received")):
        if name in facts and other not in facts:
            raise read.WrongValue(f"is missing: it belongs to {name}", other)
