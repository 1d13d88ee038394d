"""Running cases: the rule's answer against the exact answer the case expects."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from benefits.case_files import Case
from benefits.rules.law import Law
from benefits.rules.months import Month
from benefits.rules.refusals import LawGap, Refusal
from benefits.rules.worksheet import Worksheet
from benefits.wording import say_line, say_refusal


@dataclass(frozen=True)
class Outcome:
    """What came of a case: the rule's answer or its refusal, and every difference from what is expected."""

    case: Case
    answer: Any
    refusal: Refusal | None
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.differences

    @property
    def worksheet(self) -> Worksheet:
        """The steps that led to the answer; none if the rules refused."""
        return () if self.answer is None else tuple(self.answer.worksheet)


def run_case(case: Case, law: Law) -> Outcome:
    """Run one case against an edition of the law."""
    try:
        answer = case.calculation.run(case.facts, law)
    except Refusal as refusal:
        return Outcome(case, None, refusal, _refusal_differences(case, refusal))
    return Outcome(case, answer, None, _answer_differences(case, answer))


def _refusal_differences(case: Case, refusal: Refusal) -> tuple[str, ...]:
    kind = "law_gap" if isinstance(refusal, LawGap) else "not_covered"
    if kind == case.expected_refusal:
        return ()
    return (f"expected {_expected(case)}, got {kind}: {say_refusal(refusal)}",)


def _answer_differences(case: Case, answer: Any) -> tuple[str, ...]:
    if case.expected_refusal:
        got = ", ".join(f"{name} = {show(getattr(answer, name))}" for name in case.calculation.expect)
        return (f"expected {case.expected_refusal}, got {got}",)
    return tuple(
        f"expected {name} = {show(expected)}, got {show(plain(getattr(answer, name)))}"
        for name, expected in case.expect.items()
        if plain(getattr(answer, name)) != expected
    )


def _expected(case: Case) -> str:
    if case.expected_refusal:
        return case.expected_refusal
    return ", ".join(f"{name} = {show(value)}" for name, value in case.expect.items())


def plain(value: Any) -> Any:
    """An answer in the shape in which cases are read: rows as tables."""
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return value


def show(value: Any) -> str:
    """A value as a case file would write it."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f'"{value:f}"'
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple | list):
        return "[" + ", ".join(show(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {show(item)}" for name, item in value.items()) + " }"
    return "nothing" if value is None else str(value)


def describe_failure(outcome: Outcome) -> str:
    """A failing case in one line: file, name, expected, got, and the worksheet that led there."""
    differences = "; ".join(outcome.differences)
    steps = (say_line(line) for line in outcome.worksheet)
    worksheet = " | ".join(f"{step.label}: {step.figure} = {step.how} [{step.citation}]" for step in steps)
    led = f" — worksheet: {worksheet}" if worksheet else ""
    return f'{outcome.case.path}: "{outcome.case.name}": {differences}{led}'
