"""Keeping the law's yearly figures: one person enters the index change, a second approves what follows from it.

Nothing is recomputed by an approval: recorded estimates, statements and payments stay as they were made. What waited
for the figure (payroll rows "awaiting law") is taken up by its own job.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from benefits.models import Annuity, AnnuityAmount, HeldRow, YearlyFigure
from benefits.rules.compensation import next_tier_2_year
from benefits.rules.increases import first_increase
from benefits.rules.law import Law
from benefits.rules.money import ZERO, half_up, percent_of
from benefits.selectors import law_in_force
from benefits.services import annuity_parts
from benefits.services.two_people import entered, sign
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record

State = YearlyFigure.State
EXAMPLES = 5


class FigureRefused(Exception):
    """A yearly figure cannot be entered or approved; the message says why and what to do."""


def next_year(law: Law) -> int:
    """The year whose figure must be entered next."""
    return law.latest("tier_2_year").from_.year + 1


@transaction.atomic
def enter(
    *, year: int, cpi_change_percent: Decimal, source: str, effective_on: date, by: Actor
) -> YearlyFigure:
    """Enter a year's index change; the cap and rate follow by law and wait for a second person."""
    law = law_in_force(on=effective_on)
    if year != next_year(law):
        raise FigureRefused(_("The figure to enter next is the one for %(year)s.") % {"year": next_year(law)})
    follows = next_tier_2_year(cpi_change_percent=cpi_change_percent, law=law)
    try:
        with transaction.atomic():
            figure = YearlyFigure.objects.create(
                year=year,
                cpi_change_percent=cpi_change_percent,
                cap=follows.cap,
                increase_percent=follows.increase_percent or ZERO,
                source=source,
                effective_on=effective_on,
                **entered(by, refused=FigureRefused),
            )
    except IntegrityError as error:
        raise FigureRefused(
            _("A figure for %(year)s is already waiting. Withdraw it before you enter another.")
            % {"year": year}
        ) from error
    record(by=by, verb="entered a yearly figure", subject=figure, **_said(figure))
    return figure


@transaction.atomic
def approve(*, figure_id: int, by: Actor) -> YearlyFigure:
    """Approve a figure that somebody else entered. From its effective day it is law; nothing is recomputed."""
    figure = _pending(figure_id)
    sign(figure, by, refused=FigureRefused)
    law = law_in_force(on=figure.effective_on)
    follows = next_tier_2_year(cpi_change_percent=figure.cpi_change_percent, law=law)
    if figure.year != next_year(law) or (figure.cap, figure.increase_percent) != (
        follows.cap,
        follows.increase_percent,
    ):
        raise FigureRefused(_("The law changed since this was entered. Withdraw it and enter it again."))
    figure.state, figure.approved_at = State.APPROVED, clock.now()
    figure.save()
    record(by=by, verb="approved a yearly figure", subject=figure, **_said(figure))
    for listener in _listeners:
        listener()
    return figure


@transaction.atomic
def withdraw(*, figure_id: int, by: Actor) -> YearlyFigure:
    """Withdraw a figure that is not yet approved."""
    figure = _pending(figure_id)
    figure.state = State.WITHDRAWN
    figure.save()
    record(by=by, verb="withdrew a yearly figure", subject=figure, **_said(figure))
    return figure


def _pending(figure_id: int) -> YearlyFigure:
    figure = YearlyFigure.objects.select_for_update().get(pk=figure_id)
    if figure.state != State.PENDING:
        raise FigureRefused(_("This figure is %(state)s already.") % {"state": figure.get_state_display()})
    return figure


def _said(figure: YearlyFigure) -> dict[str, Any]:
    return {
        "year": str(figure.year),
        "cpi_change_percent": str(figure.cpi_change_percent),
        "cap": str(figure.cap),
        "increase_percent": str(figure.increase_percent),
        "effective_on": figure.effective_on.isoformat(),
    }


_listeners: list[Callable[[], None]] = []


def when_approved(listener: Callable[[], None]) -> Callable[[], None]:
    """Have something done in the transaction that approves a figure: adding a job, for example."""
    _listeners.append(listener)
    return listener


@dataclass(frozen=True)
class Raised:
    """One annuity as the January of the figure's year would raise it, in dollars a month."""

    annuity: Annuity
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Preview:
    """What a pending figure would change: nothing recorded, only what comes after."""

    cap_before: Decimal
    awaiting_rows: int
    annuities: int
    increase_a_month: Decimal
    examples: list[Raised]


def preview(figure: YearlyFigure) -> Preview:
    """The payroll rows the figure would let in, and the Tier 2 annuities it would raise each month."""
    before = law_in_force(on=figure.effective_on).latest("tier_2_year").decimal("cap")
    raised = list(_raised(figure))
    return Preview(
        cap_before=before,
        awaiting_rows=HeldRow.objects.filter(state=HeldRow.State.AWAITING_LAW).count(),
        annuities=len(raised),
        increase_a_month=sum((one.after - one.before for one in raised), ZERO),
        examples=raised[:EXAMPLES],
    )


def _raised(figure: YearlyFigure) -> list[Raised]:
    january = date(figure.year, 1, 1)
    annuities = (
        Annuity.objects.filter(member__tier=2, state=Annuity.State.IN_PAYMENT, kind=Annuity.Kind.RETIREMENT)
        .select_related("member__person", "payee")
        .order_by("pk")
    )
    current = dict(
        AnnuityAmount.objects.filter(annuity__in=annuities, from_on__lt=january)
        .order_by("annuity", "-from_on")
        .distinct("annuity")
        .values_list("annuity", "monthly")
    )
    law = law_in_force(on=figure.effective_on)
    parts = annuity_parts.in_force(annuities, on=january)
    found = []
    for annuity in annuities:
        # An annuity paid again after State service rises in parts.
        bases = [
            (part.starts_on, part.original_monthly) for part in parts[annuity.pk] if part.from_on < january
        ]
        steps = [
            half_up(percent_of(figure.increase_percent, original))
            for starts_on, original in bases or [(annuity.starts_on, annuity.original_monthly)]
            if _is_raised(annuity, starts_on, january, law)
        ]
        if (before := current.get(annuity.pk)) is not None and steps:
            found.append(Raised(annuity, before, before + sum(steps, ZERO)))
    return found


def _is_raised(annuity: Annuity, starts_on: date, january: date, law: Law) -> bool:
    return (
        first_increase(
            tier=2,
            formula="alternative" if annuity.formula == "alternative" else "regular",
            born=annuity.member.person.born_on,
            annuity_start=starts_on,
            law=law,
        )
        <= january
    )
