"""What an estimate supposes about the years to come: never law, and every figure that rests on it says so."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from benefits.rules.compensation import next_tier_2_year, raised_cap
from benefits.rules.law import ApprovedFigure, Law

STANDARD = Path(__file__).resolve().parent.parent / "assumptions" / "standard.toml"
ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Yearly growth of pay (each July 1) and change of the consumer price index, in percent."""

    pay_growth_percent: Decimal
    cpi_change_percent: Decimal


@lru_cache(maxsize=1)
def standard_assumptions() -> Assumptions:
    """The assumptions an estimate begins with; a member may choose others."""
    stated = tomllib.loads(STANDARD.read_text(), parse_float=Decimal)
    return Assumptions(Decimal(stated["pay_growth_percent"]), Decimal(stated["cpi_change_percent"]))


@lru_cache(maxsize=64)
def projected_law(law: Law, assumptions: Assumptions, through_year: int) -> Law:
    """The law with a supposed Tier 2 cap and rate for each year not yet published, up to a year.

    Lines that rest on such a year carry the status `assumption`.
    """
    last = law.latest("tier_2_year")
    if through_year <= last.from_.year:
        return law
    percent = next_tier_2_year(
        cpi_change_percent=assumptions.cpi_change_percent, law=law
    ).increase_percent or Decimal(0)
    figures, cap = [], last.decimal("cap")
    for year in range(last.from_.year + 1, through_year + 1):
        cap = raised_cap(cap, percent)
        figures.append(_supposed_year(year, cap, percent, assumptions))
    return law.with_figures(*figures)


def _supposed_year(year: int, cap: Decimal, percent: Decimal, assumptions: Assumptions) -> ApprovedFigure:
    return ApprovedFigure(
        topic="tier_2_year",
        year=year,
        figures={
            "cap": cap,
            "increase_percent": percent,
            "cpi_change_percent": assumptions.cpi_change_percent,
        },
        cite="assumption of this estimate",
        source=ASSUMPTION,
        checked=date(year, 1, 1),
        status=ASSUMPTION,
    )
