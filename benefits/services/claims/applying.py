"""Filling in an application step by step: every step is kept at once in the draft, and the whole is sent in once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import OPEN_STATES, Claim, ClaimState, Member
from benefits.rules.assumptions import standard_assumptions
from benefits.rules.law import Law
from benefits.rules.refunds import may_have_refund
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.selectors import law_in_force
from benefits.services.claims.deaths import tell_staff_who_it_may_be
from benefits.services.claims.figuring import Answers, refund
from benefits.services.claims.opening import save_draft, submit
from benefits.services.claims.steps import held
from benefits.services.claims.trouble import ClaimRefused
from benefits.services.estimates.record import EstimateRecord
from benefits.services.estimates.saving import Basis, basis_of, is_retired
from benefits.wording import SpokenLine, say_figure, say_line, say_refusal
from sers_portal.base import clock
from sers_portal.base.audit import Actor

# Whose service it is about is the claimant's own; of the others staff find the record.
OF_OWN_SERVICE = ("retirement", "refund")


def draft_of(person: Person, kind: str) -> Claim | None:
    """The person's draft of a kind."""
    return Claim.objects.filter(person=person, kind=kind, state=ClaimState.DRAFT).order_by("-id").first()


def open_of(person: Person, kind: str) -> Claim | None:
    """The person's claim of a kind that is being worked on."""
    return Claim.objects.filter(person=person, kind=kind, state__in=OPEN_STATES).order_by("-id").first()


def begin(*, kind: str, person: Person, by: Actor) -> Claim:
    """The person's draft of a kind, begun if there is none. Two begun at once are one."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        return draft_of(person, kind) or save_draft(
            kind=kind, person=person, member=_own_member(kind, person), answers={}, by=by
        )


def answer(*, claim: Claim, answers: Mapping[str, Any], by: Actor) -> Claim:
    """Keep a step's answers with those of the other steps, whichever window they came from.

    Raises `ClaimRefused` when the draft was sent in or thrown away meanwhile.
    """
    with transaction.atomic():
        draft = held(claim)
        merged = {**draft.answer_data, **answers}
        return save_draft(
            kind=draft.kind, person=draft.person, member=draft.member, answers=merged, by=by, claim=draft
        )


def send(*, claim: Claim, answers: Mapping[str, Any], by: Actor) -> Claim:
    """Send a draft in with the answers that its steps call for. Sent twice it is received once.

    Raises `ClaimRefused` where the person has one open already, or has thrown the draft away.
    """
    with transaction.atomic():
        draft = held(claim)
        if draft.state == ClaimState.WITHDRAWN:
            raise ClaimRefused(_("This draft was thrown away. Begin a new one."))
        if draft.state == ClaimState.DRAFT:
            draft.answer_data = answers
            draft.save(update_fields=["answers_token"])
            if draft.member is None and "member_name" in answers:
                tell_staff_who_it_may_be(draft)
        return submit(claim=draft, by=by)


@dataclass(frozen=True)
class Obstacle:
    """Why an application cannot be begun online, and what to do instead."""

    heading: str
    words: str


def obstacle(kind: str, person: Person) -> Obstacle | None:
    """What makes an application of this kind pointless; None where it can be begun."""
    if kind not in OF_OWN_SERVICE:
        return None
    member = _own_member(kind, person)
    if member is None:
        return Obstacle(
            _("There is no State service on record for you"),
            _(
                "This application is for people who worked for the State themselves. If you did, call us at "
                "217-785-7444. If somebody else did who has died, apply for a survivor benefit."
            ),
        )
    if is_retired(member):
        return Obstacle(
            _("You are retired already"),
            _(
                "Your annuity is on record. If you have gone back to State work and want to retire again, call us at "
                "217-785-7444: this is figured by hand."
            ),
        )
    return None


@dataclass(frozen=True)
class RetirementPreview:
    """What the rules make of an application today: an estimate, or why there is none. Staff decide in any case."""

    told: EstimateRecord | None
    refusal: Refusal | None


def preview_retirement(claim: Claim) -> RetirementPreview:
    """The estimate for the day applied for."""
    person = claim.person
    basis = answer_or_refusal(lambda: basis_of(person)) if person else None
    if basis is None or isinstance(basis, Refusal):
        return RetirementPreview(None, basis)
    said = Answers(claim.answer_data)
    told = answer_or_refusal(
        lambda: _with_last_day(basis, said.day("last_day")).figure(
            retire_on=said.day("retire_on"), assumptions=standard_assumptions()
        )
    )
    return RetirementPreview(None, told) if isinstance(told, Refusal) else RetirementPreview(told, None)


def _with_last_day(basis: Basis, last_day: date) -> Basis:
    """Somebody who has left is believed before the agency reports it; whose last day is to come works until then."""
    if basis.facts.left_on is not None or last_day >= basis.today:
        return basis
    return basis._replace(facts=replace(basis.facts, left_on=last_day))


@dataclass(frozen=True)
class RefundPreview:
    """What a refund would be by the record of today, in words; `why_not` where it cannot be told."""

    amount: str
    interest: str
    worksheet: list[SpokenLine]
    why_not: str = ""


def preview_refund(claim: Claim) -> RefundPreview:
    """The refund and the interest given up, by the record of today."""
    outcome = refund(claim, clock.today())
    if outcome.computed is None:
        return RefundPreview("", "", [], say_refusal(outcome.refusal) if outcome.refusal else "")
    said = {name: say_figure(str(outcome.computed[name]), "money") for name in ("amount", "interest_forgone")}
    return RefundPreview(
        said["amount"], said["interest_forgone"], [say_line(line) for line in outcome.worksheet]
    )


def refund_is_too_soon(claim: Claim) -> bool:
    """Whether the days off the payroll are not over yet: the application waits for them."""
    left_on = Answers(claim.answer_data).maybe_day("last_day")
    law: Law = law_in_force(on=clock.today())
    return left_on is not None and not may_have_refund(left_on=left_on, on=clock.today(), law=law)


def _own_member(kind: str, person: Person) -> Member | None:
    if kind not in OF_OWN_SERVICE:
        return None
    return Member.objects.filter(person=person).first()
