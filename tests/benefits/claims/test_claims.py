"""A claim's way: drafts, sending in, the desk, papers, and who is told."""

import uuid
from datetime import timedelta

import pytest

from accounts.services import uploads
from benefits.models import Claim, ClaimEvent, ClaimRequest
from benefits.services import claims
from benefits.services.claims import ClaimRefused, opening
from benefits.services.claims.reference import new_reference
from notices.models import Email, Letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import AuditEvent
from tests.factories.accounts import a_person, an_account
from tests.factories.claims import a_claim, a_file, an_examiner, retirement_answers, somebody_leaving

pytestmark = pytest.mark.django_db


def draft_of(person, answers):
    return claims.save_draft(
        kind="retirement",
        person=person,
        member=person.member,
        answers=answers,
        by=person.account.actor,
    )


def tell():
    jobs.work_off("tell-claimant")
    jobs.work_off("claim-letter")


def test_a_draft_is_one_however_often_it_is_saved_and_keeps_the_last_answers():
    lena = somebody_leaving()

    first = draft_of(lena, {"last_day": "2026-01-31"})
    second = draft_of(lena, {"last_day": "2026-02-28"})

    assert first.pk == second.pk
    assert Claim.objects.get().answer_data == {"last_day": "2026-02-28"}
    assert second.draft_until == clock.today() + timedelta(days=90)


def test_answers_are_sealed_in_the_database():
    lena = somebody_leaving()

    draft_of(lena, {"rollover_to": "Prairie Bank IRA 7781"})

    assert "Prairie" not in Claim.objects.values_list("answers_token", flat=True).get()


def test_a_draft_sent_in_twice_is_received_once():
    lena = somebody_leaving()
    draft = draft_of(lena, retirement_answers())

    once = claims.submit(claim=draft, by=lena.account.actor, files=[a_file()])
    twice = claims.submit(claim=draft, by=lena.account.actor, files=[a_file()])

    assert once.pk == twice.pk
    assert twice.state == "received"
    assert twice.files.count() == 1
    assert ClaimEvent.objects.filter(claim=once, to_state="received").count() == 1


def test_saving_a_draft_that_was_sent_in_meanwhile_is_refused_with_its_number():
    lena = somebody_leaving()
    draft = draft_of(lena, retirement_answers())
    claims.submit(claim=draft, by=lena.account.actor)

    with pytest.raises(ClaimRefused, match=draft.reference):
        claims.save_draft(
            kind="retirement",
            person=lena,
            member=lena.member,
            answers={},
            by=lena.account.actor,
            claim=draft,
        )


def test_a_second_retirement_application_is_refused_while_one_is_open():
    lena = somebody_leaving()
    first = a_claim(lena)

    with pytest.raises(ClaimRefused, match=first.reference):
        a_claim(lena)


def test_an_old_draft_ends_and_its_answers_are_forgotten():
    lena = somebody_leaving()
    draft = draft_of(lena, {"last_day": "2026-01-31"})
    Claim.objects.filter(pk=draft.pk).update(draft_until=clock.today() - timedelta(days=1))

    ended = opening.end_old_drafts()

    draft.refresh_from_db()
    assert ended == 1
    assert (draft.state, draft.answer_data) == ("withdrawn", {})


def test_a_claim_is_due_as_its_kind_says():
    lena = somebody_leaving()

    retirement = a_claim(lena)
    survivor = a_claim(lena, "survivor", answers={})

    assert retirement.due_on == clock.today() + timedelta(days=70)
    assert survivor.due_on == clock.today() + timedelta(days=30)


def test_a_reference_can_be_typed_in_any_way_people_write_it():
    reference = new_reference("retirement")

    typed = reference.lower().replace("-", " ")

    assert claims.read_reference(f"  {typed} ") == reference


def test_a_reference_that_is_none_is_answered_with_an_example():
    with pytest.raises(ValueError, match="R-7K3M-92QX"):
        claims.read_reference("R-12")


def test_taking_a_claim_puts_it_into_review_and_into_the_audit():
    claim, erin = a_claim(somebody_leaving()), an_examiner()

    claims.take(claim=claim, by=erin.actor)

    claim.refresh_from_db()
    assert (claim.state, claim.assigned_to) == ("in_review", erin.public_id)
    assert AuditEvent.objects.filter(subject_type="benefits.Claim", by=erin.public_id).count() == 2


def test_a_claim_that_a_colleague_holds_cannot_be_taken():
    claim, erin, otto = a_claim(somebody_leaving()), an_examiner(), an_examiner("Otto")
    claims.take(claim=claim, by=erin.actor)

    with pytest.raises(ClaimRefused, match="Erin Examiner holds this claim"):
        claims.take(claim=claim, by=otto.actor)


def test_a_claim_handed_back_can_be_taken_by_anybody():
    claim, erin, otto = a_claim(somebody_leaving()), an_examiner(), an_examiner("Otto")
    claims.take(claim=claim, by=erin.actor)

    claims.hand_back(claim=claim, by=erin.actor)

    assert claims.take(claim=claim, by=otto.actor).assigned_to == otto.public_id


def test_staff_do_not_work_on_a_claim_of_their_own():
    lena = somebody_leaving()
    claim = a_claim(lena)

    with pytest.raises(ClaimRefused, match="your own record"):
        claims.take(claim=claim, by=lena.account.actor)


def test_a_document_asked_for_reaches_the_member_and_the_answer_brings_the_claim_back():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    asked = claims.request_document(claim=claim, title="Birth certificate", by=erin.actor)
    tell()
    waiting = Claim.objects.get().state

    upload = uploads.receive(file=a_file(), person=lena, by=lena.account.actor)
    claims.answer_request(request=asked, by=lena.account.actor, uploads=[upload])

    claim.refresh_from_db()
    assert (waiting, claim.state) == ("documents_requested", "in_review")
    mail = Email.objects.get(subject__contains="need something")
    assert "Birth certificate" in mail.body
    assert claim.files.get().request == asked


def test_a_claim_waits_until_everything_asked_for_has_come():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    first = claims.request_document(claim=claim, title="Birth certificate", by=erin.actor)
    claims.request_document(claim=claim, title="Marriage certificate", by=erin.actor)

    claims.answer_request(request=first, by=lena.account.actor, answer="It burned.")

    claim.refresh_from_db()
    assert claim.state == "documents_requested"


def test_a_request_is_answered_once():
    lena, erin = somebody_leaving(), an_examiner()
    asked = claims.request_document(claim=a_claim(lena), title="Birth certificate", by=erin.actor)
    claims.answer_request(request=asked, by=lena.account.actor, answer="It burned.")

    with pytest.raises(ClaimRefused):
        claims.answer_request(request=asked, by=lena.account.actor, answer="Again.")

    assert ClaimRequest.objects.get().answer == "It burned."


def test_who_prefers_paper_is_told_by_letter():
    lena = somebody_leaving()
    lena.delivery = "paper"
    lena.save()

    a_claim(lena)
    tell()

    assert Letter.objects.filter(kind="claim").count() == 1
    assert not Email.objects.filter(subject__contains="received").exists()


def test_no_mail_about_a_claim_holds_a_figure():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    claims.take(claim=claim, by=erin.actor)
    claims.calculate(claim=claim, by=erin.actor)
    claims.approve_first(claim=claim, by=erin.actor)
    tell()

    assert not [mail for mail in Email.objects.all() if "$" in mail.body or "$" in mail.subject]
    assert claim.letters.get().document.title == "Notice of preliminary approval"
    assert Letter.objects.filter(kind="claim").count() == 1


def test_a_claimant_without_a_record_is_told_at_the_contact_given():
    by = Actor(id=None, name="Petra Novak")
    contact = {"name": "Petra Novak", "address_lines": ["1 Oak St", "Springfield, IL 62704"]}

    claim = claims.open_claim(kind="survivor", person=None, member=None, answers={}, contact=contact, by=by)
    tell()

    assert claim.claimant_name == "Petra Novak"
    assert Letter.objects.get(kind="claim").recipient == "Petra Novak"


def test_somebody_nobody_can_reach_is_noted_for_staff():
    lena = somebody_leaving()
    lena.delivery = "paper"
    lena.save()
    lena.addresses.update(returned_on=clock.today())

    claim = a_claim(lena)
    tell()

    assert claim.events.filter(kind="told", words__contains="Nobody could be told").exists()


def test_a_note_for_staff_tells_nobody_and_a_shared_one_tells_the_claimant():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    tell()
    before = Email.objects.count()

    claims.note(claim=claim, words="Called, no answer.", by=erin.actor)
    tell()
    after_staff_note = Email.objects.count()
    claims.note(claim=claim, words="Please call us.", is_shared=True, by=erin.actor)
    tell()

    assert (after_staff_note - before, Email.objects.count() - before) == (0, 1)


def test_a_denial_needs_its_reason_and_closes_the_claim():
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    claims.take(claim=claim, by=erin.actor)

    with pytest.raises(ClaimRefused):
        claims.move(claim=claim, to="denied", by=erin.actor, reason="")
    denied = claims.move(claim=claim, to="denied", by=erin.actor, reason="Not enough service.")

    assert (denied.state, denied.closed_at is not None) == ("denied", True)


def test_a_claimant_is_tied_to_a_record_later():
    claim = claims.open_claim(
        kind="survivor",
        person=None,
        member=None,
        answers={},
        contact={"name": "Petra Novak", "email": "petra@example.org"},
        by=Actor(id=uuid.uuid4(), name="Petra Novak"),
    )
    person = a_person("Petra", "Novak")

    claims.identify(claim=claim, person=person, by=an_examiner().actor)

    assert Claim.objects.get().claimant_name == "Petra Novak"
    assert person.claims.get() == claim


def test_only_who_may_work_on_claims_is_given_one():
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    stranger = an_account(is_staff=True)

    with pytest.raises(ClaimRefused):
        claims.assign(claim=claim, to=stranger, by=erin.actor)
