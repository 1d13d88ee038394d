"""The parts of an annuity paid again after State service: each rises each January by itself (40 ILCS 5/14-111)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from benefits.models import Annuity, AnnuityPart
from benefits.rules.facts import Formula, IncreaseBasis, Tier
from benefits.rules.increases import AnnualIncreases, increases_of_part
from benefits.rules.law import Law
from benefits.rules.months import completed_months

SIXTY_YEARS, THIRTY_FIVE_YEARS = 720, 420
PartsByAnnuity = defaultdict[int, list[AnnuityPart]]


def in_force(annuities: Iterable[Annuity], *, on: date) -> PartsByAnnuity:
    """The parts that hold on a day, by the annuity's number: those with the latest first month. One query."""
    found: PartsByAnnuity = defaultdict(list)
    for part in AnnuityPart.objects.filter(annuity__in=annuities, from_on__lte=on):
        known = found[part.annuity_id]
        if known and known[0].from_on < part.from_on:
            known.clear()
        known.append(part)
    return found


def grown(annuity: Annuity, part: AnnuityPart, *, through: date, law: Law) -> AnnualIncreases:
    """A part's amounts from each January through a day. Refusals of the rules go up."""
    return increases_of_part(
        tier=cast(Tier, annuity.member.tier),
        formula=cast(Formula, annuity.formula),
        born=annuity.member.person.born_on,
        part_start=part.starts_on,
        original=part.original_monthly,
        payable=part.monthly,
        payable_from=part.from_on,
        through=through,
        law=law,
        basis=basis_of(annuity),
    )


def parts_after(
    annuity: Annuity, *, from_on: date, reentered_on: date, at_reentry: Decimal, additional: Decimal, law: Law
) -> list[AnnuityPart]:
    """The parts from a new first month on: those of before as they stood at re-entry, and the additional annuity.

    They are not saved. What a person granted at re-entry beyond the record (an increase while suspended) goes to the
    first part.
    """
    before = _at_reentry(annuity, reentered_on, at_reentry, law)
    return [
        *(
            AnnuityPart(
                annuity=annuity, from_on=from_on, starts_on=starts_on, original_monthly=original, monthly=now
            )
            for starts_on, original, now in before
        ),
        AnnuityPart(
            annuity=annuity,
            from_on=from_on,
            starts_on=from_on,
            original_monthly=additional,
            monthly=additional,
        ),
    ]


def _at_reentry(
    annuity: Annuity, reentered_on: date, at_reentry: Decimal, law: Law
) -> Sequence[tuple[date, Decimal, Decimal]]:
    """Start, original amount and amount at re-entry of each part of before; they sum to what was payable then."""
    parts = in_force([annuity], on=reentered_on)[annuity.pk]
    if not parts:
        return [(annuity.starts_on, annuity.original_monthly, at_reentry)]
    amounts = []
    for part in parts:
        rows = grown(annuity, part, through=reentered_on, law=law).increases
        amounts.append(rows[-1].monthly if rows else part.monthly)
    amounts[0] += at_reentry - sum(amounts)
    return [
        (part.starts_on, part.original_monthly, amount) for part, amount in zip(parts, amounts, strict=True)
    ]


def basis_of(annuity: Annuity) -> IncreaseBasis | None:
    """How a Tier 1 retiree became eligible, from what the annuity records; None where the age at the start tells."""
    if annuity.member.tier != 1 or annuity.formula != "regular":
        return None
    if annuity.reduction_percent > 0:
        return "reduced"
    if completed_months(annuity.member.person.born_on, annuity.starts_on) >= SIXTY_YEARS:
        return None
    return "35_years" if annuity.service_months >= THIRTY_FIVE_YEARS else "rule_of_85"
