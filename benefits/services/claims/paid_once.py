"""What a claim pays once, as its claimant reads it: the own share gross to net, and where a rollover went.

The shares of others are theirs alone: no letter names them.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.names import bare_name
from benefits.models import Claim, LumpSum
from benefits.rules.money import ZERO
from benefits.rules.refusals import Refusal
from benefits.services.claims.figuring import Answers
from benefits.wording import say_figure


class Rollover(NamedTuple):
    """What was asked to go to another plan, and what goes there, in dollars."""

    asked: Decimal
    goes: Decimal

    @property
    def is_cut(self) -> bool:
        """Whether less goes there than was asked for: only what would be taxed may."""
        return self.goes < self.asked


def tables_of_claimant(claim: Claim) -> list[dict[str, Any]]:
    """A table for each single amount of the claimant: its title, and lines of words and figure. Plain texts only."""
    return [table_of(row) for row in _own(claim)]


def table_of(row: LumpSum) -> dict[str, Any]:
    """One single amount as its payee reads it."""
    return {"title": _title(row), "lines": [{"words": w, "figure": f} for w, f in _lines(row)]}


def rollover_told(claim: Claim) -> dict[str, str]:
    """The sentence's figures where less is rolled over than was asked; empty where nothing was asked, or all goes."""
    said = rollover(claim)
    if said is None or not said.is_cut:
        return {}
    return {"asked": say_figure(said.asked, "money"), "goes": say_figure(said.goes, "money")}


def rollover(claim: Claim) -> Rollover | None:
    """What was asked to be rolled over, and what is; None without an election, or before anything is figured."""
    try:
        asked = Answers(claim.answer_data).money("rollover_amount")
    except Refusal:
        return None
    rows = _own(claim)
    if not asked:
        return None
    if rows:
        return Rollover(asked, sum((row.rolled_over for row in rows), ZERO))
    figures = claim.calculation.figures if claim.calculation is not None else {}
    return Rollover(asked, Decimal(str(figures["rolled_over"]))) if "rolled_over" in figures else None


def _own(claim: Claim) -> list[LumpSum]:
    name = bare_name(claim.claimant_name)
    rows = claim.lump_sums.exclude(state=LumpSum.State.CANCELLED).order_by("id")
    return [
        row
        for row in rows
        if (row.payee_id == claim.person_id if row.payee_id else bare_name(row.payee_name) == name)
    ]


def _title(row: LumpSum) -> str:
    title = row.get_kind_display()
    title = title[:1].upper() + title[1:]
    if row.percent == 100:
        return title
    return _("%(what)s, your share of %(percent)s") % {
        "what": title,
        "percent": say_figure(row.percent.normalize(), "percent"),
    }


def _lines(row: LumpSum) -> list[tuple[str, str]]:
    lines = [(_("Before tax"), row.gross), (_("Taxable part"), row.taxable)]
    if row.rolled_over:
        lines.append((_("Goes straight to %(plan)s") % {"plan": row.rollover_to}, row.rolled_over))
    lines += [(_("Federal income tax withheld"), row.federal_tax), (_("Paid out"), row.net)]
    return [(words, say_figure(amount, "money")) for words, amount in lines]
