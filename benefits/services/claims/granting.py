"""What an approval does to the records: annuities with their first amount, refunds, and shares of a lump sum.

Each runs inside the approval's transaction: approved and granted, or neither.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.names import bare_name
from benefits.models import AccountEntry, Annuity, AnnuityAmount, Claim, LumpSum, Member
from benefits.rules.death import beneficiary_shares
from benefits.rules.law import Law
from benefits.rules.lump_sum_tax import rollover_of_each, taxable_of_each
from benefits.rules.money import ZERO
from benefits.rules.refusals import Refusal
from benefits.rules.tax import lump_sum_withholding
from benefits.selectors import law_in_force
from benefits.services.claims.death_records import record_death
from benefits.services.claims.figuring import Answers
from benefits.services.claims.trouble import ClaimRefused
from benefits.wording import say_refusal
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

Kind = LumpSum.Kind


def grant_retirement(claim: Claim, by: Actor) -> None:
    """The annuity from its first month, and the contributions that are refunded with it."""
    figures, member = _figures(claim), _held_member(claim)
    if _has_retirement_annuity(member):
        raise ClaimRefused(_("A retirement annuity is already paid to this member."))
    annuity = _annuity(claim, Annuity.Kind.RETIREMENT, figures, by)
    annuity.contributions_at_start = _money(figures, "contributions_at_start")
    annuity.reduction_percent = Decimal(figures.get("reduction_percent") or 0)
    annuity.offset_removal = bool(figures.get("offset_removal"))
    annuity.save()
    _refund_parts(claim, by)


def grant_survivor(claim: Claim, by: Actor) -> None:
    """The survivor's annuity; what the member was still paid ends with the month of the death."""
    record_death(claim, by)
    _annuity(claim, Annuity.Kind.SURVIVOR, _figures(claim), by)


def grant_occupational_death(claim: Claim, by: Actor) -> None:
    """The occupational death annuity."""
    record_death(claim, by)
    _annuity(claim, Annuity.Kind.OCCUPATIONAL_DEATH, _figures(claim), by)


def grant_refund(claim: Claim, by: Actor) -> None:
    """The refund, what of it goes to another plan, and the account emptied: interest is forgone."""
    figures, member = _figures(claim), _held_member(claim)
    if _has_retirement_annuity(member):
        raise ClaimRefused(_("A retirement annuity is paid to this member: contributions are not refunded."))
    amount = _money(figures, "amount")
    retirement = (
        _money(figures, "retirement_contributions") if "retirement_contributions" in figures else amount
    )
    AccountEntry.objects.create(
        member=member,
        kind=AccountEntry.Kind.REFUND,
        on=clock.today(),
        retirement=-retirement,
        survivor=-_money(figures, "survivor_contributions"),
        interest=-_money(figures, "interest_forgone"),
        note=claim.reference,
    )
    _pay_once(
        claim,
        Kind.REFUND,
        payee=claim.person,
        name=claim.claimant_name,
        gross=amount,
        taxable=_money(figures, "taxable"),
        rolled_over=_money(figures, "rolled_over"),
        # As figured, or as staff entered it: what was approved is what is paid.
        federal_tax=_money(figures, "federal_tax"),
        by=by,
    )


def grant_lump_sum(claim: Claim, by: Actor) -> None:
    """A row for each beneficiary by the shares of the form; a claimant's rollover is honoured on the own share."""
    figures, member = _figures(claim), _member(claim)
    # It holds the row of who died: of two claims approved at once the second sees what the first has granted.
    record_death(claim, by)
    if LumpSum.objects.filter(member=member, kind=Kind.DEATH).exclude(state="cancelled").exists():
        raise ClaimRefused(_("The lump sum for this member is granted already."))
    law, payees = law_in_force(on=clock.today()), list(figures.get("payees") or [])
    amount, taxable = _money(figures, "amount"), _money(figures, "taxable")
    gross = _shares(amount, payees, law)
    parts = taxable_of_each(parts=_shares(min(taxable, amount), payees, law), gross=gross)
    elected = Answers(claim.answer_data).money("rollover_amount")
    for payee, share, taxed in zip(payees, gross, parts, strict=True):
        is_claimant = bare_name(payee["name"]) == bare_name(claim.claimant_name)
        rolled_over = min(elected, taxed) if is_claimant else ZERO
        # The form may name one person twice: the election is made once.
        elected -= rolled_over
        _pay_once(
            claim,
            Kind.DEATH,
            payee=claim.person if is_claimant else None,
            name=payee["name"],
            relationship=payee.get("relationship", ""),
            percent=Decimal(payee["percent"]),
            gross=share,
            taxable=taxed,
            rolled_over=rolled_over,
            federal_tax=_withheld(taxed, rolled_over),
            by=by,
        )


def change_name(claim: Claim, by: Actor) -> None:
    """The new name as it is on the proof."""
    if claim.person is None:
        raise ClaimRefused(_("First say which record the claimant has."))
    said, person = claim.answer_data, Person.objects.select_for_update().get(pk=claim.person.pk)
    before = person.full_name
    for part in ("given_name", "middle_name", "family_name", "suffix"):
        if part in said:
            setattr(person, part, str(said[part]).strip())
    if not (person.given_name and person.family_name):
        raise ClaimRefused(_("A record needs a first and a last name."))
    person.save(update_fields=["given_name", "middle_name", "family_name", "suffix"])
    audit.record(
        by=by,
        verb="changed a name",
        subject=person,
        person=person.public_id,
        before=before,
        after=person.full_name,
    )


def _annuity(claim: Claim, kind: str, figures: Mapping[str, Any], by: Actor) -> Annuity:
    if claim.person is None:
        raise ClaimRefused(_("First say which record the claimant has: an annuity needs a payee."))
    member, monthly = _member(claim), _money(figures, "monthly_annuity")
    paid = Annuity.objects.filter(member=member, payee=claim.person, kind=kind)
    if paid.exclude(state=Annuity.State.ENDED).exists():
        raise ClaimRefused(_("This benefit is paid to this person already."))
    starts_on = date.fromisoformat(figures["starts_on"])
    annuity = Annuity.objects.create(
        member=member,
        payee=claim.person,
        kind=kind,
        starts_on=starts_on,
        formula=figures.get("formula") or member.formula,
        coverage=member.coverage,
        service_months=Decimal(figures.get("service_months") or 0),
        final_average_compensation=_money(figures, "final_average_compensation"),
        # Increases of survivors rest on the amount before the Social Security offset.
        original_monthly=_money(figures, "before_offset") or monthly,
        status_at_death=figures.get("status_at_death") or "",
    )
    AnnuityAmount.objects.create(
        annuity=annuity, from_on=starts_on, monthly=monthly, reason=AnnuityAmount.Reason.GRANT
    )
    audit.record(
        by=by,
        verb=f"granted an annuity: {kind}",
        subject=annuity,
        person=claim.person.public_id,
        claim=claim.reference,
        monthly=str(monthly),
    )
    return annuity


def _refund_parts(claim: Claim, by: Actor) -> None:
    """The refunds paid with an annuity: off the account, and to the member; one rollover election for all of them."""
    figures = _figures(claim)
    parts = [
        (Kind.SURVIVOR_REFUND, _money(figures, "survivor_refund"), _taxable(figures, "survivor_refund")),
        (
            Kind.ALTERNATIVE_EXCESS,
            _money(figures, "alternative_refund"),
            _taxable(figures, "alternative_refund"),
        ),
    ]
    rolled_over = rollover_of_each(
        taxable=[taxable for _kind, _gross, taxable in parts],
        elected=Answers(claim.answer_data).money("rollover_amount"),
    )
    for (kind, gross, taxable), rolled in zip(parts, rolled_over, strict=True):
        if gross:
            _off_the_account(claim, kind, gross)
            _pay_once(
                claim,
                kind,
                payee=claim.person,
                name=claim.claimant_name,
                gross=gross,
                taxable=taxable,
                rolled_over=rolled,
                federal_tax=_withheld(taxable, rolled),
                by=by,
            )


def _taxable(figures: Mapping[str, Any], name: str) -> Decimal:
    # Figures frozen before the taxable part was told apart: all of it, for too much withheld comes back.
    known = f"{name}_taxable" in figures
    return _money(figures, f"{name}_taxable") if known else _money(figures, name)


def _off_the_account(claim: Claim, kind: str, amount: Decimal) -> None:
    is_survivor = kind == Kind.SURVIVOR_REFUND
    AccountEntry.objects.create(
        member=_member(claim),
        kind=AccountEntry.Kind.REFUND,
        on=clock.today(),
        retirement=ZERO if is_survivor else -amount,
        survivor=-amount if is_survivor else ZERO,
        note=claim.reference,
    )


def _withheld(taxable: Decimal, rolled_over: Decimal) -> Decimal:
    today = clock.today()
    return lump_sum_withholding(
        taxable=taxable, rolled_over=rolled_over, on=today, law=law_in_force(on=today)
    ).withheld


def _pay_once(
    claim: Claim,
    kind: str,
    *,
    payee: Person | None,
    name: str,
    gross: Decimal,
    taxable: Decimal,
    rolled_over: Decimal,
    federal_tax: Decimal,
    by: Actor,
    relationship: str = "",
    percent: Decimal = Decimal(100),
) -> LumpSum:
    row = LumpSum.objects.create(
        claim=claim,
        member=_member(claim),
        payee=payee,
        payee_name=name,
        relationship=relationship,
        percent=percent,
        kind=kind,
        gross=gross,
        taxable=taxable,
        rolled_over=rolled_over,
        rollover_to=Answers(claim.answer_data).text("rollover_to") if rolled_over else "",
        federal_tax=federal_tax,
        net=gross - rolled_over - federal_tax,
    )
    audit.record(
        by=by,
        verb=f"granted a lump sum: {kind}",
        subject=row,
        person=payee.public_id if payee else None,
        claim=claim.reference,
        gross=str(gross),
    )
    return row


def _shares(amount: Decimal, payees: list[dict[str, str]], law: Law) -> tuple[Decimal, ...]:
    if not payees:
        raise ClaimRefused(_("Nobody is named for the lump sum. Enter who is paid, with percents."))
    percents = [Decimal(payee["percent"]) for payee in payees]
    try:
        return beneficiary_shares(amount=amount, percents=percents, law=law).amounts
    except Refusal as refusal:
        raise ClaimRefused(say_refusal(refusal)) from refusal


def _member(claim: Claim) -> Member:
    if claim.member is None:
        raise ClaimRefused(_("First say whose service the claim is about."))
    return claim.member


def _held_member(claim: Claim) -> Member:
    """The member with the row held: of a refund and an annuity approved at once the second sees the first.

    Raises `ClaimRefused` where a refund since the calculation has ended the service that it rests on.
    """
    member = Member.objects.select_for_update().get(pk=_member(claim).pk)
    assert claim.calculation is not None
    refunds = AccountEntry.objects.filter(member=member, kind=AccountEntry.Kind.REFUND)
    since = Claim.objects.filter(
        reference__in=refunds.values("note"), approved_at__gt=claim.calculation.made_at
    )
    if since.exclude(pk=claim.pk).exists():
        raise ClaimRefused(_("A refund was granted since this was calculated. Calculate the claim anew."))
    return member


def _has_retirement_annuity(member: Member) -> bool:
    annuities = Annuity.objects.filter(member=member, kind=Annuity.Kind.RETIREMENT)
    return annuities.exclude(state=Annuity.State.ENDED).exists()


def _figures(claim: Claim) -> Mapping[str, Any]:
    if claim.calculation is None:
        raise ClaimRefused(_("Calculate the claim first."))
    return claim.calculation.figures


def _money(figures: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(str(figures.get(name) or 0)).quantize(ZERO)
