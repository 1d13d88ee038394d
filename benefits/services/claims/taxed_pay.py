"""What of a retired member's contributions came from taxed pay, and what of that was given back: as far as on record.

None means that the record does not tell: then nobody guesses, and staff enter the taxable part.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from benefits.models import Annuity, LumpSum, TaxForm
from benefits.rules.account import account
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, PayFacts
from benefits.rules.money import ZERO
from benefits.rules.months import Month
from benefits.rules.refusals import Refusal, answer_or_refusal

REFUNDS = (LumpSum.Kind.SURVIVOR_REFUND, LumpSum.Kind.ALTERNATIVE_EXCESS)


def contributed_from_taxed_pay(retired: Annuity, facts: MemberFacts, *, law: Law) -> Decimal | None:
    """Contributions that the member paid from taxed pay and that were not refunded with the annuity, in dollars.

    None where a balance was carried over or paid in beside payroll, or where pay records do not come to the account
    that the annuity was granted with.
    """
    before = tuple(row for row in facts.pay if row.month < Month.of(retired.starts_on))
    refunded = list(
        LumpSum.objects.filter(member=retired.member, kind__in=REFUNDS).exclude(state="cancelled")
    )
    if any(entry.retirement > 0 or entry.survivor > 0 or entry.interest > 0 for entry in facts.entries):
        return None
    if not _comes_to_the_account(retired, facts, before, refunded, law):
        return None
    paid = sum((row.retirement + row.survivor - row.picked_up for row in before), ZERO)
    return paid - sum((row.gross - row.taxable for row in refunded), ZERO)


def given_back_untaxed(retired: Annuity, *, died_on: date) -> Decimal | None:
    """What of the annuity's payments was not taxed, by the last form 1099-R of each year, in dollars.

    None where a form is missing or says that the taxable amount is not determined, or where an annuity came before.
    """
    if Annuity.objects.filter(member=retired.member, kind=retired.kind).exclude(pk=retired.pk).exists():
        return None
    forms = {form.year: form for form in TaxForm.objects.filter(annuity=retired).order_by("issued_on", "pk")}
    total = ZERO
    for year in range(retired.starts_on.year, died_on.year + 1):
        form = forms.get(year)
        if form is None or form.taxable is None:
            return None
        total += form.gross - form.taxable
    return total


def _comes_to_the_account(
    retired: Annuity, facts: MemberFacts, pay: Sequence[PayFacts], refunded: Sequence[LumpSum], law: Law
) -> bool:
    own = replace(facts, pay=tuple(pay), entries=())
    held = answer_or_refusal(lambda: account(own, law=law, on=retired.starts_on))
    if isinstance(held, Refusal) or not pay:
        return False
    left: Decimal = held.balance - sum((row.gross for row in refunded), ZERO)
    return bool(left == retired.contributions_at_start)
