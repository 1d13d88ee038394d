"""An estimate as a record: every figure with its working, or the reason why there is none. Pages and PDF print only this.

It is kept apart from the rules' own answers, so that rules may change their shape without touching what was saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from benefits.rules.assumptions import ASSUMPTION, Assumptions
from benefits.rules.increases import Increase
from benefits.rules.refusals import LawGap, NotCovered, Refusal
from benefits.rules.worksheet import (
    Worksheet,
    figure_from_record,
    figure_to_record,
    line_from_record,
    line_to_record,
)

Mark = Literal["law", "unconfirmed", "assumption"]
_FIGURES = (
    *("final_average", "annuity", "with_removal", "spouse", "spouse_least", "spouse_with_removal"),
    *("refund", "death_benefit", "increases"),
)
_REFUSALS: Mapping[str, type[Refusal]] = {"law_gap": LawGap, "not_covered": NotCovered}


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in dollars (a month, unless said otherwise), or the refusal that says why there is none.

    `mark` says what it rests on: the law in force alone, a value that is unconfirmed, or an assumption.
    """

    amount: Decimal | None
    refusal: Refusal | None
    worksheet: Worksheet
    mark: Mark


@dataclass(frozen=True, slots=True)
class Start:
    """The first day an annuity may start, and the annuity then."""

    starts_on: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class AtAge:
    """A bar of the chart: the annuity that starts at an age; `reduced` for an early start."""

    age: int
    starts_on: date
    monthly: Decimal | None
    is_reduced: bool


@dataclass(frozen=True, slots=True)
class EstimateRecord:
    """Everything an estimate tells."""

    figured_on: date
    retire_on: date
    law_edition: str
    assumptions: Assumptions
    age_months: int
    service_months: Decimal
    reciprocal_months: Decimal
    is_payable: bool
    reduction_percent: Decimal
    is_covered: bool
    has_spouse: bool
    final_average: Figure
    annuity: Figure
    with_removal: Figure | None
    spouse: Figure | None
    spouse_least: Figure | None
    spouse_with_removal: Figure | None
    refund: Figure | None
    death_benefit: Figure | None
    # The working of the increases; their amounts stand in `januaries`.
    increases: Figure
    januaries: tuple[Increase, ...]
    unreduced: Start | Figure | None
    reduced: Start | Figure | None
    ages: tuple[AtAge, ...]

    @property
    def best(self) -> Decimal:
        """The longest bar of the chart."""
        return max((bar.monthly for bar in self.ages if bar.monthly), default=Decimal(0))


def mark_of(worksheet: Worksheet) -> Mark:
    """What a figure rests on, by the least certain of its steps."""
    statuses = {step.status for step in worksheet}
    return "assumption" if ASSUMPTION in statuses else "unconfirmed" if "unconfirmed" in statuses else "law"


def record_to_json(record: EstimateRecord) -> dict[str, Any]:
    """The record as plain JSON values."""
    return {
        "figured_on": record.figured_on.isoformat(),
        "retire_on": record.retire_on.isoformat(),
        "law_edition": record.law_edition,
        "assumptions": assumptions_to_json(record.assumptions),
        "age_months": record.age_months,
        "service_months": str(record.service_months),
        "reciprocal_months": str(record.reciprocal_months),
        "is_payable": record.is_payable,
        "reduction_percent": str(record.reduction_percent),
        "is_covered": record.is_covered,
        "has_spouse": record.has_spouse,
        **{name: _figure_to_json(getattr(record, name)) for name in _FIGURES},
        "januaries": [[january.on.isoformat(), str(january.monthly)] for january in record.januaries],
        "unreduced": _start_to_json(record.unreduced),
        "reduced": _start_to_json(record.reduced),
        "ages": [
            [
                bar.age,
                bar.starts_on.isoformat(),
                None if bar.monthly is None else str(bar.monthly),
                bar.is_reduced,
            ]
            for bar in record.ages
        ],
    }


def record_from_json(kept: Mapping[str, Any]) -> EstimateRecord:
    """The record that `record_to_json` wrote."""
    return EstimateRecord(
        figured_on=date.fromisoformat(kept["figured_on"]),
        retire_on=date.fromisoformat(kept["retire_on"]),
        law_edition=kept["law_edition"],
        assumptions=assumptions_from_json(kept["assumptions"]),
        age_months=kept["age_months"],
        service_months=Decimal(kept["service_months"]),
        reciprocal_months=Decimal(kept["reciprocal_months"]),
        is_payable=kept["is_payable"],
        reduction_percent=Decimal(kept["reduction_percent"]),
        is_covered=kept["is_covered"],
        has_spouse=kept["has_spouse"],
        **{name: _figure_from_json(kept[name]) for name in _FIGURES},
        januaries=tuple(
            Increase(date.fromisoformat(on), Decimal(amount)) for on, amount in kept["januaries"]
        ),
        unreduced=_start_from_json(kept["unreduced"]),
        reduced=_start_from_json(kept["reduced"]),
        ages=tuple(
            AtAge(age, date.fromisoformat(on), None if monthly is None else Decimal(monthly), is_reduced)
            for age, on, monthly, is_reduced in kept["ages"]
        ),
    )


def assumptions_to_json(assumptions: Assumptions) -> dict[str, str]:
    """The assumptions as plain JSON values."""
    return {
        "pay_growth_percent": str(assumptions.pay_growth_percent),
        "cpi_change_percent": str(assumptions.cpi_change_percent),
    }


def assumptions_from_json(kept: Mapping[str, str]) -> Assumptions:
    """The assumptions that `assumptions_to_json` wrote."""
    return Assumptions(Decimal(kept["pay_growth_percent"]), Decimal(kept["cpi_change_percent"]))


def _figure_to_json(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "amount": None if figure.amount is None else str(figure.amount),
        "refusal": None if figure.refusal is None else _refusal_to_json(figure.refusal),
        "worksheet": [line_to_record(step) for step in figure.worksheet],
        "mark": figure.mark,
    }


def _figure_from_json(kept: Mapping[str, Any] | None) -> Any:
    if kept is None:
        return None
    return Figure(
        amount=None if kept["amount"] is None else Decimal(kept["amount"]),
        refusal=None if kept["refusal"] is None else _refusal_from_json(kept["refusal"]),
        worksheet=tuple(line_from_record(step) for step in kept["worksheet"]),
        mark=kept["mark"],
    )


def _refusal_to_json(refusal: Refusal) -> dict[str, Any]:
    kind = "law_gap" if isinstance(refusal, LawGap) else "not_covered"
    return {
        "kind": kind,
        "key": refusal.key,
        "params": {name: figure_to_record(value) for name, value in refusal.params.items()},
    }


def _refusal_from_json(kept: Mapping[str, Any]) -> Refusal:
    params: dict[str, Any] = {name: figure_from_record(value) for name, value in kept["params"].items()}
    return _REFUSALS[kept["kind"]](kept["key"], **params)


def _start_to_json(start: Start | Figure | None) -> dict[str, Any] | None:
    if start is None:
        return None
    if isinstance(start, Figure):
        return {"starts_on": None, "figure": _figure_to_json(start)}
    return {"starts_on": start.starts_on.isoformat(), "figure": _figure_to_json(start.figure)}


def _start_from_json(kept: Mapping[str, Any] | None) -> Start | Figure | None:
    if kept is None:
        return None
    figure: Figure = _figure_from_json(kept["figure"])
    return figure if kept["starts_on"] is None else Start(date.fromisoformat(kept["starts_on"]), figure)
