"""What an estimate supposes about the years to come: never law, and every figure that rests on it says so."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from benefits.rules.compensation import next_tier_2_year
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
    last = law.latest("tier_2_year").from_.year
    for year in range(last + 1, through_year + 1):
        supposed = next_tier_2_year(cpi_change_percent=assumptions.cpi_change_percent, law=law)
        law = law.with_figures(
            ApprovedFigure(
                topic="tier_2_year",
                year=year,
                figures={
                    "cap": supposed.cap,
                    "increase_percent": supposed.increase_percent or Decimal(0),
                    "cpi_change_percent": assumptions.cpi_change_percent,
                },
                cite="assumption of this estimate",
                source=ASSUMPTION,
                checked=date(year, 1, 1),
                status=ASSUMPTION,
            )
        )
    return law
