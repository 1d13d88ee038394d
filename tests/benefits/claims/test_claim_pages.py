"""The tracker: a person sees their own claims, sends in what is missing, and nobody else's is shown."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from benefits.models import Claim
from benefits.services import claims
from benefits.services.claims.waiting import UsualRange, usual_range
from notices.documents import storage
from sers_portal.base import clock, jobs
from sers_portal.base.models import AccessEvent
from tests import people
from tests.factories.claims import (
    a_claim,
    a_claim_to_approve,
    a_file,
    a_picture,
    a_supervisor,
    an_examiner,
    somebody_leaving,
)

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def page_of(claim: Claim, name: str = "claim", *more) -> str:
    return reverse(name, args=[claim.reference, *more])


def test_the_list_tells_what_each_claim_waits_for():
    lena = somebody_leaving()
    claims.request_document(claim=a_claim(lena), title="Birth certificate", by=an_examiner().actor)

    page = signed_in(lena).get(reverse("claims")).content.decode()

    assert "Retirement application" in page
    assert "We wait for 1 thing from you." in page


def test_a_claim_tells_stage_holder_days_and_the_published_range():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    claims.take(claim=claim, by=erin.actor)
    cache.clear()

    page = signed_in(lena).get(page_of(claim)).content.decode()

    assert "One of us is looking at it." in page
    assert "Erin, claims examiner" in page
    assert "Examiner, claims examiner" not in page
    assert "56 to 70 days" in page


def test_anothers_claim_is_refused_as_if_it_were_not_there_and_noted():
    claim, ruth = a_claim(somebody_leaving()), people.a_retiree()

    for name in ("claim", "claim_withdraw", "claim_files"):
        assert signed_in(ruth).get(page_of(claim, name)).status_code == 404

    refused = AccessEvent.objects.filter(was_refused=True, page="claim")
    assert refused.count() == 3
    assert refused.first().person == claim.person.public_id


def test_notes_for_staff_are_not_shown_and_shared_ones_are():
    lena, erin = somebody_leaving(), an_examiner()
    claim = a_claim(lena)
    claims.note(claim=claim, words="Suspicious signature.", by=erin.actor)
    claims.note(claim=claim, words="Please call us.", is_shared=True, by=erin.actor)

    page = signed_in(lena).get(page_of(claim)).content.decode()

    assert "Please call us." in page
    assert "Suspicious" not in page


def test_what_was_asked_for_is_sent_in_by_the_page():
    lena = somebody_leaving()
    claim = a_claim(lena)
    asked = claims.request_document(claim=claim, title="Birth certificate", by=an_examiner().actor)
    client = signed_in(lena)

    response = client.post(page_of(claim, "claim_answer", asked.public_id), {"papers": [a_file()]})

    claim.refresh_from_db()
    assert response.url == page_of(claim)
    assert claim.state == "in_review"
    assert claim.files.get().upload.person == lena


def test_a_wrong_file_is_said_beside_its_field_and_what_was_written_stays():
    lena = somebody_leaving()
    claim = a_claim(lena)
    asked = claims.request_document(claim=claim, title="Birth certificate", by=an_examiner().actor)

    response = signed_in(lena).post(
        page_of(claim, "claim_answer", asked.public_id),
        {"papers": [a_file("page.pdf", b"<html>")], "answer": "It burned."},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("“page.pdf” is not a PDF, JPEG or PNG file") == 2
    assert "It burned." in page
    assert not claim.files.exists()


def test_nothing_sent_in_is_said_so():
    lena = somebody_leaving()
    claim = a_claim(lena)
    asked = claims.request_document(claim=claim, title="Birth certificate", by=an_examiner().actor)

    page = signed_in(lena).post(page_of(claim, "claim_answer", asked.public_id), {}).content.decode()

    assert "Choose a file, or write an answer below." in page


def test_ones_own_file_comes_back_as_an_attachment_that_no_browser_runs():
    lena = somebody_leaving()
    claim = a_claim(lena, files=[a_file("Birth.png")])

    response = signed_in(lena).get(page_of(claim, "claim_file", claim.files.get().upload.pk))

    assert response.content == a_picture()
    assert response["Content-Disposition"] == 'attachment; filename="Birth.png"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AccessEvent.objects.filter(page="claim file", person=lena.public_id).exists()


def test_a_file_of_another_claim_is_not_reached_through_ones_own():
    ruth = people.a_retiree()
    theirs = a_claim(somebody_leaving(), files=[a_file()])
    own = a_claim(ruth, "correction", answers={"what": "x"})

    response = signed_in(ruth).get(page_of(own, "claim_file", theirs.files.get().upload.pk))

    assert response.status_code == 404


def test_a_file_that_cannot_be_read_is_said_to_be_our_fault(monkeypatch):
    lena = somebody_leaving()
    claim = a_claim(lena, files=[a_file()])

    def gone(document):
        raise OSError

    monkeypatch.setattr(storage, "read", gone)

    response = signed_in(lena).get(page_of(claim, "claim_file", claim.files.get().upload.pk))

    assert response.status_code == 503
    assert "not lost" in response.content.decode()


def test_withdrawing_is_asked_once_more_and_then_done():
    lena = somebody_leaving()
    claim, client = a_claim(lena), signed_in(lena)

    asked = client.get(page_of(claim, "claim_withdraw")).content.decode()
    client.post(page_of(claim, "claim_withdraw"), {"reason": "I stay at work."})

    claim.refresh_from_db()
    assert "Withdraw this claim?" in asked
    assert claim.state == "withdrawn"
    assert claim.events.filter(to_state="withdrawn", words="I stay at work.").exists()


def test_an_approved_claim_cannot_be_withdrawn():
    lena = somebody_leaving()
    claim = a_claim_to_approve(lena, an_examiner())
    claims.approve_second(claim=claim, by=a_supervisor().actor)

    signed_in(lena).post(page_of(claim, "claim_withdraw"), {})

    claim.refresh_from_db()
    assert claim.state == "approved"


def test_the_letter_of_a_claim_is_downloaded_by_its_claimant_only():
    lena = somebody_leaving()
    claim = a_claim_to_approve(lena, an_examiner())
    jobs.work_off("claim-letter")
    letter = claim.letters.get()

    own = signed_in(lena).get(page_of(claim, "claim_letter", letter.document_id))
    others = signed_in(people.a_retiree()).get(page_of(claim, "claim_letter", letter.document_id))

    assert own.content.startswith(b"%PDF")
    assert others.status_code == 404


def test_the_usual_range_is_the_middle_half_of_what_was_decided():
    lena, now = somebody_leaving(), clock.now()
    for number in range(20):
        Claim.objects.create(
            reference=f"C-0000-{number:04}",
            kind="correction",
            person=lena,
            state="received",
            state_since=now,
            opened_at=now,
            received_at=now - timedelta(days=number + 1),
            due_on=now.date(),
        )
    _decide_all()
    cache.clear()

    usual = usual_range("correction")

    assert usual == UsualRange(6, 15, is_measured=True)


def test_with_few_decided_claims_the_published_range_is_told():
    cache.clear()

    assert usual_range("retirement") == UsualRange(56, 70, is_measured=False)


def test_claims_pages_ask_few_queries_however_many_claims(django_assert_max_num_queries):
    lena = somebody_leaving()
    for _number in range(4):
        a_claim(lena, "correction", answers={"what": "x"})
    client = signed_in(lena)
    client.get(reverse("claims"))

    with django_assert_max_num_queries(12):
        client.get(reverse("claims"))


def _decide_all() -> None:
    rows = Claim.objects.all()
    rows.update(state="in_review")
    rows.update(state="denied", closed_at=clock.now())
