"""A member's facts as plain JSON, so that a saved estimate can be figured again and a later change explained."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.rules.member import EntryFacts, GrantFacts, MemberFacts, PayFacts
from benefits.rules.months import Month


def facts_to_json(facts: MemberFacts) -> dict[str, Any]:
    """The facts as plain JSON values; rows as lists in the order of their columns, for there are many."""
    return {
        "tier": facts.tier,
        "formula": facts.formula,
        "coverage": facts.coverage,
        "is_police": facts.is_police,
        "born_on": _day(facts.born_on),
        "left_on": _day(facts.left_on),
        "final_monthly_rate": None if facts.final_monthly_rate is None else str(facts.final_monthly_rate),
        "is_full_time": facts.is_full_time,
        "spouse_born_on": _day(facts.spouse_born_on),
        "pay": [
            [str(row.month), _day(row.paid_on), row.pay_basis, *map(str, row[3:5]), row.formula]
            + [*map(str, row[6:9]), row.earns_service]
            for row in facts.pay
        ],
        "grants": [[grant.kind, str(grant.months), grant.formula] for grant in facts.grants],
        "entries": [[_day(entry.on), *map(str, entry[1:])] for entry in facts.entries],
    }


def facts_from_json(kept: Mapping[str, Any]) -> MemberFacts:
    """The facts that `facts_to_json` wrote."""
    return MemberFacts(
        tier=kept["tier"],
        formula=kept["formula"],
        coverage=kept["coverage"],
        is_police=kept["is_police"],
        born_on=date.fromisoformat(kept["born_on"]),
        left_on=_read_day(kept["left_on"]),
        final_monthly_rate=None
        if kept["final_monthly_rate"] is None
        else Decimal(kept["final_monthly_rate"]),
        is_full_time=kept["is_full_time"],
        spouse_born_on=_read_day(kept["spouse_born_on"]),
        pay=tuple(_read_pay(row) for row in kept["pay"]),
        grants=tuple(GrantFacts(kind, Decimal(months), formula) for kind, months, formula in kept["grants"]),
        entries=tuple(
            EntryFacts(date.fromisoformat(on), *(Decimal(amount) for amount in amounts))
            for on, *amounts in kept["entries"]
        ),
    )


def _read_pay(row: list[Any]) -> PayFacts:
    month, paid_on, basis, units, earnings, formula, retirement, survivor, picked_up, earns_service = row
    return PayFacts(
        Month.parse(month),
        date.fromisoformat(paid_on),
        basis,
        Decimal(units),
        Decimal(earnings),
        formula,
        Decimal(retirement),
        Decimal(survivor),
        Decimal(picked_up),
        earns_service,
    )


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
