"""Claims of those who worked after retirement: retiring again, and a benefit recomputed after all was repaid.

Retiring again pays the amount at re-entry and an additional annuity, which people figure (40 ILCS 5/14-111). Whoever
repaid all of the annuity has one benefit on all service, as if never retired: the plan's own calculation.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.claim_kinds import ClaimKind, Figure, Outcome
from benefits.models import (
    Annuity,
    AnnuityAmount,
    AnnuityPart,
    AnnuitySuspension,
    Claim,
    ClaimState,
    Payment,
)
from benefits.rules.months import ONE_DAY, Month
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Worksheet, line
from benefits.selectors import effective_records, law_in_force
from benefits.services import annuity_parts
from benefits.services.claims import ClaimRefused, figuring, granting
from benefits.services.claims.kinds import RETIREMENT
from benefits.services.payment_runs import deductions
from reemployment.models import ReturnNotice
from reemployment.rules.suspension import additional_annuity
from reemployment.selectors import Retiree, retiree
from reemployment.services.repayments import RECOMPUTED, has_repaid_all, reentry
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


def compute_whole(claim: Claim, on: date) -> Outcome:
    """One benefit on all service, as if never retired: the plan's own calculation from the newest application."""
    law, again = law_in_force(on=on), _application(claim)
    someone = retiree(claim.member.person) if claim.member is not None else None
    facts = {"answers": claim.answer_data, **(facts_of_new_period(someone) if someone else {})}
    if again is None or someone is None:
        return Outcome(law.edition, facts, refusal=NotCovered("recomputation.not_applied_for"))
    figured = figuring.retirement(again, on)
    facts |= {"application": again.reference, **figured.facts}
    reentered_on, left_on = reentry(someone), facts.get("record", {}).get("left_on")
    if reentered_on and left_on and date.fromisoformat(str(left_on)) < reentered_on:
        # The record of employment knows nothing of the new period: figures from it would leave it out.
        return Outcome(law.edition, facts, refusal=NotCovered("recomputation.period_not_on_record"))
    return Outcome(law.edition, facts, figured.computed, figured.worksheet, figured.refusal)


def check_parts(claim: Claim, entered: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures that staff entered, where both parts sum to the monthly amount. Raises `ClaimRefused`."""
    if sum(_parts(entered)) != Decimal(str(entered["monthly_annuity"])):
        raise ClaimRefused(
            _("The amount at re-entry and the additional annuity do not sum to the monthly amount.")
        )
    return entered


def grant(claim: Claim, by: Actor) -> None:
    """Both parts a person entered become what the annuity pays from its new first month, and what increases rest on."""
    someone, figures, starts_on = _approved(claim)
    if has_repaid_all(someone):
        raise ClaimRefused(_("All was repaid with interest: approve the recomputed benefit instead of this."))
    check_parts(claim, figures)
    parts, total = _parts(figures), Decimal(str(figures["monthly_annuity"]))
    recorded, reentered_on = payable_at_reentry(someone), reentry(someone)
    if recorded is None or reentered_on is None or parts[0] < recorded:
        raise ClaimRefused(_("The amount at re-entry is less than the record says was payable then."))
    annuity = _payable_again(someone, starts_on)
    amount = AnnuityAmount.objects.create(
        annuity=annuity, from_on=starts_on, monthly=total, reason=AnnuityAmount.Reason.GRANT
    )
    AnnuityPart.objects.bulk_create(
        annuity_parts.parts_after(
            annuity,
            from_on=starts_on,
            reentered_on=reentered_on,
            at_reentry=parts[0],
            additional=parts[1],
            law=law_in_force(on=starts_on),
        )
    )
    _take_over(annuity, figures)
    _note("granted an annuity after work", amount, annuity, claim, by, monthly=str(total))


def grant_whole(claim: Claim, by: Actor) -> None:
    """The first annuity ends, and one benefit on all service begins: increases rest on it alone."""
    someone, _figures, starts_on = _approved(claim)
    annuity = _payable_again(someone, starts_on)
    annuity.state, annuity.ends_on = Annuity.State.ENDED, starts_on - ONE_DAY
    annuity.save(update_fields=["state", "ends_on"])
    _note("ended an annuity: recomputed", annuity, annuity, claim, by)
    granting.grant_retirement(claim, by)
    new = Annuity.objects.exclude(state=Annuity.State.ENDED).get(member=annuity.member, kind=annuity.kind)
    deductions.carry_over(before=annuity, after=new, from_month=starts_on, by=by)


def _parts(figures: Mapping[str, Any]) -> list[Decimal]:
    return [Decimal(str(figures.get(name) or 0)) for name in ("payable_at_reentry", "additional_annuity")]


def _approved(claim: Claim) -> tuple[Retiree, Mapping[str, Any], date]:
    """Whose claim it is, its figures, and the new first month. Raises `ClaimRefused`."""
    figures = claim.calculation.figures if claim.calculation is not None else {}
    someone = retiree(claim.member.person) if claim.member is not None else None
    if someone is None or not figures:
        raise ClaimRefused(_("There is no retirement annuity to raise, or no figures were entered."))
    starts_on = date.fromisoformat(str(figures["starts_on"]))
    if starts_on.day != 1:
        raise ClaimRefused(_("An annuity begins on the first of a month. Calculate the claim anew."))
    return someone, figures, starts_on


def _payable_again(someone: Retiree, starts_on: date) -> Annuity:
    """The annuity, held, that is payable from a month on and has no later amount. Raises `ClaimRefused`."""
    annuity = Annuity.objects.select_for_update(of=("self",)).select_related("member__person", "payee")
    held = annuity.get(pk=someone.annuity.pk)
    in_force = AnnuitySuspension.objects.filter(annuity=held, state="in_force")
    if in_force.filter(until_on=None).exists():
        raise ClaimRefused(_("The annuity is still suspended. End the suspension first."))
    if in_force.filter(until_on__gte=starts_on).exists():
        raise ClaimRefused(_("The annuity is still suspended in that month. Begin with a later one."))
    if AnnuityAmount.objects.filter(annuity=held, from_on__gte=starts_on).exists():
        raise ClaimRefused(_("Another amount is on record from that month or later. Look at it first."))
    if Payment.objects.filter(annuity=held, month__gte=starts_on).exists():
        raise ClaimRefused(_("That month was paid already. Look at the payments first."))
    return held


def _take_over(annuity: Annuity, figures: Mapping[str, Any]) -> None:
    """Service credit and contributions with those of the new period, where they were entered."""
    for name in ("service_months", "contributions_at_start"):
        if figures.get(name):
            setattr(annuity, name, Decimal(str(figures[name])))
    annuity.save(update_fields=["service_months", "contributions_at_start"])


def _application(claim: Claim) -> Claim | None:
    """The newest application to retire again, which says the last day of work."""
    rows = Claim.objects.filter(member=claim.member, kind=RETIRE_AGAIN).exclude(member=None)
    return rows.exclude(state__in=[ClaimState.DENIED, ClaimState.WITHDRAWN]).order_by("-pk").first()


def _note(verb: str, subject: Model, annuity: Annuity, claim: Claim, by: Actor, **detail: str) -> None:
    audit.record(
        by=by, verb=verb, subject=subject, person=annuity.payee.public_id, claim=claim.reference, **detail
    )


STARTS_ON = Figure("starts_on", gettext_lazy("First month"), "date")
MONTHLY = Figure("monthly_annuity", gettext_lazy("Monthly amount"), "money")
REFUNDS = ("survivor_refund", "alternative_refund")
RETIRE_AGAIN_KIND = ClaimKind(
    name=RETIRE_AGAIN,
    letter="Q",
    title=gettext_lazy("Retiring again"),
    days=DAYS,
    usual_days=USUAL_DAYS,
    figures=(
        STARTS_ON,
        Figure("payable_at_reentry", gettext_lazy("Amount payable when you went back to work"), "money"),
        Figure("additional_annuity", gettext_lazy("Additional annuity earned since"), "money"),
        MONTHLY,
        Figure("service_months", gettext_lazy("Service credit in all"), "duration", is_required=False),
        Figure(
            "contributions_at_start",
            gettext_lazy("Contributions and interest in all"),
            "money",
            is_required=False,
        ),
    ),
    calculate=gather,
    complete=check_parts,
    on_approval=grant,
    is_paid=False,
    is_single=True,
    approval_letter="retire_again_approval",
    questions={
        "last_day": gettext_lazy("Last day of work"),
        "retire_on": gettext_lazy("Annuity starts"),
        "payable_at_reentry": gettext_lazy("Amount payable when you went back to work"),
        "note": gettext_lazy("What else we should know"),
    },
)
RECOMPUTED_KIND = ClaimKind(
    name=RECOMPUTED,
    letter="Y",
    title=gettext_lazy("Annuity recomputed after all was repaid"),
    days=DAYS,
    usual_days=USUAL_DAYS,
    figures=tuple(figure for figure in RETIREMENT.figures if figure.name not in REFUNDS),
    calculate=compute_whole,
    on_approval=grant_whole,
    is_single=True,
    approval_letter="retirement_approval",
    questions={
        "retired_on": gettext_lazy("First retirement"),
        "repaid": gettext_lazy("Repaid with interest"),
        "completed_on": gettext_lazy("Repaid in full on"),
    },
)
