"""The annual increases of a January: what each annuity gets and why, planned with the January run."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from django.utils.translation import gettext as _

from benefits.models import (
    Annuity,
    AnnuityAmount,
    AnnuityPart,
    AnnuitySuspension,
    PaymentRun,
    PlannedIncrease,
)
from benefits.rules.annuity import minimum_annuity
from benefits.rules.facts import Coverage, Formula, StatusAtDeath, Tier
from benefits.rules.increases import (
    AnnualIncreases,
    Increase,
    annual_increases,
    survivor_increases,
)
from benefits.rules.law import Law
from benefits.rules.money import ZERO
from benefits.rules.monthly_payment import amount_in_force
from benefits.rules.months import ONE_DAY
from benefits.rules.refusals import Refusal
from benefits.rules.worksheet import Line, line_to_record
from benefits.services import annuity_parts
from benefits.services.annuity_parts import basis_of
from benefits.wording import say_refusal

Amounts = list[tuple[date, Decimal]]


class _Raised(NamedTuple):
    """The rules' amounts before and from a January, and the steps that led there."""

    before: Decimal
    after: Decimal
    steps: Sequence[Line]


def plan_increases(run: PaymentRun, annuities: Iterable[Annuity], law: Law) -> None:
    """A row for each annuity that gets an increase on the run's January 1, or should and cannot. Idempotent."""
    rows = [annuity for annuity in annuities if annuity.starts_on <= run.month]
    amounts: defaultdict[int, Amounts] = defaultdict(list)
    has_one = set()
    for amount in AnnuityAmount.objects.filter(annuity__in=rows):
        amounts[amount.annuity_id].append((amount.from_on, amount.monthly))
        if amount.from_on == run.month:
            has_one.add(amount.annuity_id)
    suspended = set(
        AnnuitySuspension.objects.filter(
            annuity__in=rows, state=AnnuitySuspension.State.IN_FORCE, from_on__lte=run.month
        )
        .exclude(until_on__lt=run.month)
        .values_list("annuity", flat=True)
    )
    parts = annuity_parts.in_force(rows, on=run.month)
    planned = [
        _planned(
            run, annuity, amounts[annuity.pk], parts[annuity.pk], law, is_suspended=annuity.pk in suspended
        )
        for annuity in rows
        if annuity.pk not in has_one and annuity.payee.died_on is None
    ]
    PlannedIncrease.objects.bulk_create([row for row in planned if row is not None], ignore_conflicts=True)


def _planned(
    run: PaymentRun,
    annuity: Annuity,
    amounts: Amounts,
    parts: Sequence[AnnuityPart],
    law: Law,
    *,
    is_suspended: bool,
) -> PlannedIncrease | None:
    recorded = amount_in_force(amounts, on=run.month)
    if recorded is None:
        return None
    row = PlannedIncrease(run=run, annuity=annuity, from_on=run.month, before=recorded, monthly=recorded)
    try:
        raised = _raise_parts(annuity, parts, run.month, law) if parts else _raise(annuity, run.month, law)
    except Refusal as refusal:
        row.refusal = say_refusal(refusal)[:300]
        return row
    if raised is None:
        return None
    if is_suspended or annuity.state == Annuity.State.SUSPENDED:
        row.refusal = _("The annuity is suspended: somebody must decide on its increase.")
        return row
    if not _agrees(annuity, recorded, raised.before, amounts):
        row.refusal = _("The amount on record is not what the rules give. Somebody must look at it.")
        return row
    # Where a Social Security offset is taken, it stays as it is: the increase rests on the amount before it.
    row.monthly = recorded + raised.after - raised.before
    row.worksheet = [line_to_record(step) for step in raised.steps]
    return row


def _agrees(annuity: Annuity, recorded: Decimal, by_rules: Decimal, amounts: Amounts) -> bool:
    if recorded == by_rules:
        return True
    first = amount_in_force(amounts, on=annuity.starts_on)
    lowered = min(monthly for _from_on, monthly in amounts) < annuity.original_monthly or (
        first is not None and first < annuity.original_monthly
    )
    return annuity.kind == Annuity.Kind.SURVIVOR and recorded < by_rules and lowered


def _raise(annuity: Annuity, january: date, law: Law) -> _Raised | None:
    """The amounts by the rules around a January; None if it brings no increase. Refusals go up."""
    found = _by_rules(annuity, january, law)
    rows = list(found.increases)
    if not rows or rows[-1].on != january:
        return None
    before = rows[-2].monthly if len(rows) > 1 else annuity.original_monthly
    return _Raised(before, rows[-1].monthly, (found.worksheet[0], found.worksheet[-1]))


def _raise_parts(annuity: Annuity, parts: Sequence[AnnuityPart], january: date, law: Law) -> _Raised | None:
    """The same for an annuity paid again after State service: each part rises by itself, and the least annuity holds
    for their sum."""
    before, after = ZERO, ZERO
    steps: list[Line] = []
    for part in parts:
        found = annuity_parts.grown(annuity, part, through=january, law=law)
        rows = [Increase(part.from_on, part.monthly), *found.increases]
        rises = rows[-1].on == january and len(rows) > 1
        before += rows[-2].monthly if rises else rows[-1].monthly
        after += rows[-1].monthly
        if rises:
            steps += (found.worksheet[0], found.worksheet[-1])
    least = _minimum(annuity, law)
    return _Raised(max(before, least), max(after, least), steps) if steps else None


def _by_rules(annuity: Annuity, through: date, law: Law) -> AnnualIncreases:
    tier = cast(Tier, annuity.member.tier)
    if annuity.kind != Annuity.Kind.RETIREMENT:
        return survivor_increases(
            tier=tier,
            status_at_death=cast(StatusAtDeath, annuity.status_at_death),
            benefit_start=annuity.starts_on,
            original_annuity=annuity.original_monthly,
            through=through,
            law=law,
            occupational=annuity.kind == Annuity.Kind.OCCUPATIONAL_DEATH,
        )
    return annual_increases(
        tier=tier,
        formula=cast(Formula, annuity.formula),
        born=annuity.member.person.born_on,
        annuity_start=annuity.starts_on,
        original_annuity=annuity.original_monthly,
        through=through,
        law=law,
        basis=basis_of(annuity),
        minimum=_minimum(annuity, law),
    )


def _minimum(annuity: Annuity, law: Law) -> Decimal:
    """The least annuity (40 ILCS 5/14-109), in dollars a month."""
    return minimum_annuity(
        service_months=annuity.service_months,
        coverage=cast(Coverage, annuity.coverage),
        on=annuity.starts_on - ONE_DAY,
        law=law,
    )[0]
