"""Claims of those who worked after retirement: retiring again, and a benefit recomputed after all was repaid.

The rules do not figure them (40 ILCS 5/14-111): they gather the facts, and staff enter the amounts.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from benefits.claim_kinds import ClaimKind, Figure, Outcome
from benefits.models import Annuity, AnnuityAmount, AnnuitySuspension, Claim
from benefits.rules.months import Month
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Worksheet, line
from benefits.selectors import effective_records, law_in_force
from benefits.services.claims import ClaimRefused
from reemployment.models import ReturnNotice
from reemployment.rules.suspension import additional_annuity
from reemployment.selectors import Retiree, retiree
from reemployment.services.repayments import RECOMPUTED, reentry
from sers_portal.base import audit
from sers_portal.base.audit import Actor

RETIRE_AGAIN = "retire_again"
DAYS, USUAL_DAYS = 70, (56, 70)


def payable_at_reentry(someone: Retiree) -> Decimal | None:
    """The monthly amount that was payable when State service began again, in dollars."""
    reentered_on = reentry(someone)
    if reentered_on is None:
        return None
    rows = AnnuityAmount.objects.filter(annuity=someone.annuity, from_on__lte=reentered_on)
    return rows.order_by("-from_on").values_list("monthly", flat=True).first()


def facts_of_new_period(someone: Retiree) -> dict[str, Any]:
    """What a person needs to figure the additional annuity: the work told of, and the pay since re-entry."""
    reentered_on = reentry(someone)
    pay = effective_records(someone.member.pay_records.all())
    if reentered_on is not None:
        pay = pay.filter(month__gte=Month.of(reentered_on).first_day)
    columns = ("month", "employer__name", "earnings", "retirement_contribution", "survivor_contribution")
    jobs = ReturnNotice.objects.filter(member=someone.member, kind__in=["temporary", "permanent"])
    return {
        "retired_on": someone.annuity.starts_on.isoformat(),
        "reentered_on": reentered_on.isoformat() if reentered_on else None,
        "payable_at_reentry": str(payable_at_reentry(someone) or ""),
        "pay": [[str(value) for value in row] for row in pay.order_by("month").values_list(*columns)],
        "work": [
            [job.reference, job.employer_name, str(job.starts_on), str(job.ended_on or "")] for job in jobs
        ],
    }


def gather(claim: Claim, on: date) -> Outcome:
    """The facts, with the amount payable at re-entry as the worksheet; the rest goes to a person."""
    law = law_in_force(on=on)
    someone = retiree(claim.member.person) if claim.member is not None else None
    if someone is None:
        return Outcome(law.edition, {"answers": claim.answer_data}, refusal=NotCovered("claim.no_member"))
    facts = {"answers": claim.answer_data, **facts_of_new_period(someone)}
    monthly, rule = payable_at_reentry(someone), law.value("recomputation", on=on)
    steps: Worksheet = ()
    if monthly is not None:
        steps = (line("retire_again.at_reentry", monthly, "retire_again.and_more", rule),)
    try:
        additional_annuity()
    except NotCovered as refusal:
        return Outcome(law.edition, facts, worksheet=steps, refusal=refusal)


def grant(claim: Claim, by: Actor) -> None:
    """The amounts a person entered become what the annuity pays from its new first month."""
    figures = claim.calculation.figures if claim.calculation is not None else {}
    someone = retiree(claim.member.person) if claim.member is not None else None
    if someone is None or not figures:
        raise ClaimRefused(str(_("There is no retirement annuity to raise, or no figures were entered.")))
    total = Decimal(str(figures["monthly_annuity"]))
    parts = [figures.get("payable_at_reentry"), figures.get("additional_annuity")]
    if all(parts) and sum(Decimal(str(part)) for part in parts) != total:
        raise ClaimRefused(
            str(_("The amount at re-entry and the additional annuity do not sum to the monthly amount."))
        )
    _pay(someone.annuity, date.fromisoformat(str(figures["starts_on"])), total, claim, by)


def _pay(annuity: Annuity, starts_on: date, monthly: Decimal, claim: Claim, by: Actor) -> None:
    open_ones = AnnuitySuspension.objects.filter(annuity=annuity, state="in_force", until_on=None)
    if open_ones.exists():
        raise ClaimRefused(str(_("The annuity is still suspended. End the suspension first.")))
    if AnnuityAmount.objects.filter(annuity=annuity, from_on__gte=starts_on).exists():
        raise ClaimRefused(str(_("Another amount is on record from that month or later. Look at it first.")))
    row = AnnuityAmount.objects.create(
        annuity=annuity, from_on=starts_on, monthly=monthly, reason=AnnuityAmount.Reason.GRANT
    )
    audit.record(
        by=by,
        verb="granted an annuity after work",
        subject=row,
        person=annuity.payee.public_id,
        claim=claim.reference,
        monthly=str(monthly),
    )


STARTS_ON = Figure("starts_on", _("First month"), "date")
MONTHLY = Figure("monthly_annuity", _("Monthly amount"), "money")
RETIRE_AGAIN_KIND = ClaimKind(
    name=RETIRE_AGAIN,
    letter="Q",
    title=_("Retiring again"),
    days=DAYS,
    usual_days=USUAL_DAYS,
    figures=(
        STARTS_ON,
        Figure("payable_at_reentry", _("Amount payable when you went back to work"), "money"),
        Figure("additional_annuity", _("Additional annuity earned since"), "money"),
        MONTHLY,
    ),
    calculate=gather,
    on_approval=grant,
    is_paid=False,
    is_single=True,
    questions={
        "last_day": _("Last day of work"),
        "retire_on": _("Annuity starts"),
        "payable_at_reentry": _("Amount payable when you went back to work"),
        "note": _("What else we should know"),
    },
)
RECOMPUTED_KIND = ClaimKind(
    name=RECOMPUTED,
    letter="Y",
    title=_("Annuity recomputed after all was repaid"),
    days=DAYS,
    usual_days=USUAL_DAYS,
    figures=(STARTS_ON, MONTHLY),
    calculate=gather,
    on_approval=grant,
    is_single=True,
    questions={
        "retired_on": _("First retirement"),
        "repaid": _("Repaid with interest"),
        "completed_on": _("Repaid in full on"),
    },
)
