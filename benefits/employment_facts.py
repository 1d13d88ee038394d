"""Spells of work as the facts of a member need them: who was at work when, and who as a temporary retiree."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from benefits.models import Employment
from benefits.rules.months import Month


class EmploymentFacts(NamedTuple):
    """A spell of work, as far as it decides whether pay earns service."""

    employer_id: int
    hired_on: date
    left_on: date | None
    is_temporary_retiree: bool
    monthly_rate: Decimal | None
    is_full_time: bool


def employments_of(ids: list[int], through: date) -> defaultdict[int, list[EmploymentFacts]]:
    """The spells of work of each member that began by a day, an end still to come left out. One query."""
    found: defaultdict[int, list[EmploymentFacts]] = defaultdict(list)
    rows = Employment.objects.filter(member__in=ids, hired_on__lte=through).order_by("hired_on")
    columns = (
        "member",
        "employer",
        "hired_on",
        "left_on",
        "is_temporary_retiree",
        "monthly_rate",
        "is_full_time",
    )
    for member, employer, hired_on, left_on, is_temporary, rate, full_time in rows.values_list(*columns):
        has_left = left_on is not None and left_on <= through
        found[member].append(
            EmploymentFacts(employer, hired_on, left_on if has_left else None, is_temporary, rate, full_time)
        )
    return found


def is_temporary(employments: Iterable[EmploymentFacts], employer_id: int, month: date) -> bool:
    """Whether a month's pay is a temporary retiree's: no ordinary employment with that agency touches the month."""
    spells = [spell for spell in employments if spell.employer_id == employer_id and _touches(spell, month)]
    return bool(spells) and all(spell.is_temporary_retiree for spell in spells)


def _touches(spell: EmploymentFacts, month: date) -> bool:
    begins_by_its_end = spell.hired_on <= Month.of(month).last_day
    return begins_by_its_end and (spell.left_on is None or spell.left_on >= month)
