"""Figures that staff enter instead of the rules': made whole, and refused where they do not fit together.

What is left empty is figured by the rules from what was entered; what was entered counts as it is.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from benefits.models import Claim
from benefits.rules.money import ZERO
from benefits.rules.tax import lump_sum_withholding
from benefits.selectors import law_in_force
from benefits.services.claims.figuring import Answers
from benefits.services.claims.trouble import ClaimRefused
from sers_portal.base import clock

Entered = Mapping[str, Any]
# A refund paid with a retirement annuity, and the figure that says what of it is taxed.
WITH_AN_ANNUITY = {
    "survivor_refund": "survivor_refund_taxable",
    "alternative_refund": "alternative_refund_taxable",
}


def complete_refund(claim: Claim, entered: Entered) -> Entered:
    """A refund gross to net: rollover, tax and what is paid out, as entered or else by the rules."""
    amount, taxable = _money(entered, "amount"), _money(entered, "taxable")
    _check_taxable(amount, taxable)
    _check_shares(entered, amount)
    said = Answers(claim.answer_data)
    rolled_over = _entered_or(entered, "rolled_over", min(said.money("rollover_amount"), taxable))
    if rolled_over > taxable:
        raise ClaimRefused(_("Only the taxable part can go to another plan: $%(most)s.") % {"most": taxable})
    if rolled_over and not said.text("rollover_to"):
        raise ClaimRefused(_("The application names no plan for a rollover. Leave it out, or ask for one."))
    today = clock.today()
    by_rule = lump_sum_withholding(
        taxable=taxable, rolled_over=rolled_over, on=today, law=law_in_force(on=today)
    )
    tax = _entered_or(entered, "federal_tax", by_rule.withheld)
    left = amount - rolled_over - tax
    if left < 0 or _entered_or(entered, "net", left) != left:
        raise ClaimRefused(
            _(
                "These figures do not fit: $%(amount)s less $%(rolled)s rolled over and $%(tax)s tax is $%(net)s. "
                "Mend them, or leave tax and what is paid out empty: then they are figured."
            )
            % {"amount": amount, "rolled": rolled_over, "tax": tax, "net": left}
        )
    figured = {"rolled_over": rolled_over, "federal_tax": tax, "net": left}
    return {**entered, **{name: str(figure) for name, figure in figured.items()}}


def complete_annuity(claim: Claim, entered: Entered) -> Entered:
    """An annuity entered by hand: it is paid for whole calendar months (law.md 5 and 7)."""
    if date.fromisoformat(str(entered["starts_on"])).day != 1:
        raise ClaimRefused(_("An annuity begins on the first day of a month. Mend the first month."))
    return entered


def complete_retirement(claim: Claim, entered: Entered) -> Entered:
    """An annuity entered by hand, with the taxable part of each refund that is paid with it."""
    complete_annuity(claim, entered)
    for name, taxable_name in WITH_AN_ANNUITY.items():
        if not _money(entered, name):
            continue
        if not entered.get(taxable_name):
            raise ClaimRefused(_("Enter the taxable part of each refund too; 0 where nothing is taxed."))
        _check_taxable(_money(entered, name), _money(entered, taxable_name))
    return entered


def complete_lump_sum(claim: Claim, entered: Entered) -> Entered:
    """A lump sum at a death."""
    _check_taxable(_money(entered, "amount"), _money(entered, "taxable"))
    return entered


def _check_taxable(amount: Decimal, taxable: Decimal) -> None:
    if taxable > amount:
        raise ClaimRefused(
            _("The taxable part cannot be more than the whole, $%(amount)s.") % {"amount": amount}
        )


def _check_shares(entered: Entered, amount: Decimal) -> None:
    """What leaves the account must be what is paid: else the books would not balance."""
    names = ("retirement_contributions", "survivor_contributions")
    if any(entered.get(name) for name in names) and sum((_money(entered, n) for n in names), ZERO) != amount:
        raise ClaimRefused(
            _("Retirement and survivor contributions must come to the refund, $%(amount)s.")
            % {"amount": amount}
        )


def _entered_or(entered: Entered, name: str, otherwise: Decimal) -> Decimal:
    return _money(entered, name) if entered.get(name) not in (None, "") else otherwise


def _money(entered: Entered, name: str) -> Decimal:
    return Decimal(str(entered.get(name) or 0)).quantize(ZERO)
