"""The steps of a claim as staff take them: who may, in which form, and what is done. One table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people
from accounts.models import Address, Person, Upload
from accounts.services import uploads
from benefits import claim_kinds
from benefits.admin.claim_figures_form import EnterForm
from benefits.admin.claim_forms import (
    AssignForm,
    BeneficiaryForm,
    CancelForm,
    CertificateForm,
    FilesForm,
    IdentifyForm,
    NoteForm,
    ReasonForm,
    ReasonToldForm,
    RecordForm,
    RequestForm,
    StepForm,
)
from benefits.models import Claim, ClaimState, Member
from benefits.services import claims as service
from benefits.services.claims import deaths, tracker
from benefits.services.claims.recording_people import GRANTED, record_person
from benefits.services.claims.telling_beneficiaries import write_to_beneficiary
from benefits.services.claims.workspace import issue_code
from sers_portal.base.audit import Actor
from sers_portal.base.limits import LimitReached

State = ClaimState
WORK, ASSIGN, APPROVE = "benefits.work_claim", "benefits.assign_claim", "benefits.approve_claim"
Act = Callable[[Claim, Any, Actor], "str | Promise"]


@dataclass(frozen=True)
class Step:
    """A step: its words on the button, the right it needs, the states it is offered in, its form, and the deed."""

    words: Any
    permission: str
    states: tuple[str, ...]
    form: type[forms.Form]
    act: Act

    def form_for(self, claim: Claim, name: str, data: Any = None, files: Any = None) -> forms.Form:
        """The step's form; its fields' ids are its own, for several forms share a page."""
        form = self.form
        more: dict[str, Any] = {"auto_id": f"{name}_%s"}
        if name == "approve-first" and claim_kinds.of(claim.kind).is_after_a_death:
            form = CertificateForm
        if issubclass(self.form, (RecordForm, BeneficiaryForm, FilesForm, CancelForm)):
            more |= {"claim": claim}
        if issubclass(self.form, EnterForm):
            more |= {"claim": claim, "computed": _known(claim) if data is None else None}
        return form(data, files, **more)


def _known(claim: Claim) -> Mapping[str, Any] | None:
    """What the form for figures begins with: those that count, or those that the rules give without the rest."""
    if claim.calculation is not None:
        return claim.calculation.figures
    return service.outcome_of(claim).computed if claim_kinds.of(claim.kind).calculate else None


def _take(claim: Claim, form: Any, by: Actor) -> Any:
    service.take(claim=claim, by=by)
    return _("You hold this claim now.")


def _hand_back(claim: Claim, form: Any, by: Actor) -> Any:
    service.hand_back(claim=claim, by=by, reason=form.cleaned_data["reason"])
    return _("Handed back: everybody can take it.")


def _assign(claim: Claim, form: Any, by: Actor) -> Any:
    service.assign(claim=claim, to=form.cleaned_data["to"], by=by)
    return _("Given to %(name)s.") % {"name": form.cleaned_data["to"]}


def _identify(claim: Claim, form: Any, by: Actor) -> Any:
    found = [
        find_people(form.cleaned_data[name]) for name in ("claimant", "member") if form.cleaned_data[name]
    ]
    if any(people.count() != 1 for people in found):
        raise service.ClaimRefused(_("No record has this number."))
    claimant = _person(form.cleaned_data["claimant"]) or claim.person
    concerned = _person(form.cleaned_data["member"])
    member = Member.objects.filter(person=concerned).first() if concerned else None
    # A survivor who is paid may die as well: a report may be about somebody who was no member.
    deceased = concerned if member is None and claim.kind == deaths.REPORT else None
    if concerned and member is None and deceased is None:
        raise service.ClaimRefused(_("This person is no member."))
    service.identify(claim=claim, person=claimant, member=member, deceased=deceased, by=by)
    return _("The claim is tied to the record.")


def _person(number: str) -> Person | None:
    return find_people(number).first() if number else None


def _record(claim: Claim, form: Any, by: Actor) -> Any:
    chosen = form.cleaned_data["for_whom"]
    payee = claim.lump_sums.get(pk=chosen) if chosen else None
    person = record_person(claim=claim, payee=payee, by=by, **form.record())
    return _("The record is made: Member ID %(number)s.") % {"number": person.member_id}


def _write_to_beneficiary(claim: Claim, form: Any, by: Actor) -> Any:
    share = claim.lump_sums.get(pk=form.cleaned_data["for_whom"])
    address, language = Address(**form.address()), form.cleaned_data["language"]
    write_to_beneficiary(claim=claim, share=share, address=address, language=language, by=by)
    return _("The letter to %(name)s is in the mail queue.") % {"name": share.payee_name}


def _note(claim: Claim, form: Any, by: Actor) -> Any:
    service.note(
        claim=claim, words=form.cleaned_data["words"], is_shared=form.cleaned_data["is_shared"], by=by
    )
    return _("The note is kept.")


def _request(claim: Claim, form: Any, by: Actor) -> Any:
    service.request_document(claim=claim, by=by, **form.cleaned_data)
    return _("Asked for: the claimant is told by e-mail or letter.")


def _cancel_request(claim: Claim, form: Any, by: Actor) -> Any:
    for asked in form.cleaned_data["which"]:
        service.cancel_request(request=asked, by=by, reason=form.cleaned_data["reason"])
    if claim.requests.filter(state="open").exists():
        return _("This is not asked for any more. The claim still waits for the rest.")
    return _("Nothing is asked for any more.")


def _add_files(claim: Claim, form: Any, by: Actor) -> Any:
    papers, asked = form.cleaned_data["papers"], form.cleaned_data.get("asked")
    if asked is not None:
        tracker.answer(request=asked, files=papers, answer="", person=claim.person, by=by)
    else:
        tracker.add_files(claim=claim, files=papers, description=form.words, person=claim.person, by=by)
    return _("The papers are kept with the claim.")


def _calculate(claim: Claim, form: Any, by: Actor) -> Any:
    service.calculate(claim=claim, by=by)
    return _("Calculated by the rules. Facts and working are frozen with it.")


def _enter(claim: Claim, form: Any, by: Actor) -> Any:
    service.calculate(
        claim=claim,
        by=by,
        entered=form.entered(),
        reason=form.cleaned_data["entered_reason"],
        source=form.cleaned_data["source"],
    )
    return _("Your figures are kept, with what the rules say beside them.")


def _approve_first(claim: Claim, form: Any, by: Actor) -> Any:
    service.approve_first(claim=claim, by=by, **form.cleaned_data)
    return _("Sent on: a second person approves it now.")


def _approve_second(claim: Claim, form: Any, by: Actor) -> Any:
    service.approve_second(claim=claim, by=by, reason=form.cleaned_data["reason"])
    return _("Approved. What follows from it is done.")


def _move(to: str, done: Any) -> Act:
    def act(claim: Claim, form: Any, by: Actor) -> Any:
        service.move(claim=claim, to=to, by=by, reason=form.cleaned_data["reason"])
        return done

    return act


def _withdraw(claim: Claim, form: Any, by: Actor) -> Any:
    service.withdraw(claim=claim, by=by, reason=form.cleaned_data["reason"])
    return _("Withdrawn. The claimant is told, and reads the reason.")


def _mail_code(claim: Claim, form: Any, by: Actor) -> Any:
    try:
        issue_code(claim=claim, by=by)
    except LimitReached as reached:
        raise service.ClaimRefused(
            _("Two letters with a code went to this address in the last 30 days. Call the claimant.")
        ) from reached
    return _("A letter with a new code is in the mail queue. The code before it has ended.")


def _release(claim: Claim, form: Any, by: Actor) -> Any:
    held = Upload.objects.filter(pk__in=claim.files.values("upload"), state__in=["waiting", "not_scanned"])
    for upload in held:
        uploads.release(upload=upload, reason=form.cleaned_data["reason"], by=by)
    return _("The files can be opened now. Open them with care.")


OPEN = (
    State.RECEIVED,
    State.DOCUMENTS_REQUESTED,
    State.IN_REVIEW,
    State.CALCULATED,
    State.AWAITING_SECOND_APPROVAL,
)
FIGURED = (State.IN_REVIEW, State.CALCULATED)
STEPS: dict[str, Step] = {
    "take": Step(_("Take"), WORK, OPEN, StepForm, _take),
    "approve-second": Step(
        _("Approve (second person)"), APPROVE, (State.AWAITING_SECOND_APPROVAL,), StepForm, _approve_second
    ),
    "calculate": Step(_("Calculate by the rules"), WORK, FIGURED, StepForm, _calculate),
    "approve-first": Step(
        _("Send on to the second approval"),
        WORK,
        (State.IN_REVIEW, State.CALCULATED),
        StepForm,
        _approve_first,
    ),
    "enter": Step(_("Enter figures by hand"), WORK, FIGURED, EnterForm, _enter),
    "request": Step(
        _("Ask for a document"),
        WORK,
        (State.RECEIVED, State.DOCUMENTS_REQUESTED, State.IN_REVIEW, State.CALCULATED),
        RequestForm,
        _request,
    ),
    "cancel-requests": Step(
        _("Documents are no longer needed"), WORK, (State.DOCUMENTS_REQUESTED,), CancelForm, _cancel_request
    ),
    "add-files": Step(_("Add papers that came to the office"), WORK, OPEN, FilesForm, _add_files),
    "review": Step(
        _("Back into review"),
        WORK,
        (State.RECEIVED, State.CALCULATED, State.AWAITING_SECOND_APPROVAL, State.DENIED),
        ReasonForm,
        _move(State.IN_REVIEW, _("In review again.")),
    ),
    "deny": Step(
        _("Deny"),
        WORK,
        (State.DOCUMENTS_REQUESTED, State.IN_REVIEW, State.CALCULATED),
        ReasonToldForm,
        _move(State.DENIED, _("Denied: the claimant is told, with the reason.")),
    ),
    "withdraw": Step(_("Withdraw for the claimant"), WORK, OPEN, ReasonToldForm, _withdraw),
    "paid": Step(
        _("Is in payment"),
        APPROVE,
        (State.APPROVED,),
        ReasonForm,
        _move(State.IN_PAYMENT, _("Marked as in payment.")),
    ),
    "identify": Step(
        _("Tie to a record"),
        WORK,
        (State.RECEIVED, State.DOCUMENTS_REQUESTED, State.IN_REVIEW),
        IdentifyForm,
        _identify,
    ),
    "record": Step(
        _("Make a record for somebody SERS does not know"),
        "accounts.add_person",
        (
            State.RECEIVED,
            State.DOCUMENTS_REQUESTED,
            State.IN_REVIEW,
            State.APPROVED,
            State.IN_PAYMENT,
        ),
        RecordForm,
        _record,
    ),
    "write-to-beneficiary": Step(
        _("Write to a beneficiary without a record"), WORK, GRANTED, BeneficiaryForm, _write_to_beneficiary
    ),
    "mail-code": Step(
        _("Mail a new code for the workspace"), WORK, (State.DRAFT, *OPEN), StepForm, _mail_code
    ),
    "note": Step(_("Write a note"), WORK, tuple(State.values), NoteForm, _note),
    "hand-back": Step(_("Hand back"), WORK, OPEN, StepForm, _hand_back),
    "assign": Step(_("Give to a colleague"), ASSIGN, OPEN, AssignForm, _assign),
    "release-files": Step(
        _("Open files without a virus scan"), "accounts.release_upload", OPEN, ReasonForm, _release
    ),
}
