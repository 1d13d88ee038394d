"""Papers of a claim at the desk: asked for by a day, no longer needed, come by mail, and what was seen of them."""

from datetime import timedelta

import pytest

from benefits.services import claims
from sers_portal.base import clock
from tests import people
from tests.benefits.claims.desk import LIST, asks, at_desk, page_of, step
from tests.factories.accounts import an_account
from tests.factories.claims import (
    a_claim,
    a_file,
    an_examiner,
    somebody_leaving,
)

pytestmark = pytest.mark.django_db


def test_a_document_is_asked_for_by_a_day_that_the_examiner_chooses():
    claim, client = a_claim(somebody_leaving()), at_desk(an_examiner())

    refused = step(client, claim, "request", title="Proof of age", due_on=f"{clock.today():%m/%d/%Y}")
    asks(client, claim, "Proof of age")

    assert "Give the claimant time: choose a later day." in refused.content.decode()
    assert claim.requests.get().due_on == clock.today() + timedelta(days=9)


def test_one_of_two_documents_is_no_longer_needed_and_the_claim_waits_for_the_other():
    claim, client = a_claim(somebody_leaving()), at_desk(an_examiner())
    asks(client, claim, "Proof of age")
    asks(client, claim, "Pay stub")
    age, stub = claim.requests.all()

    step(client, claim, "cancel-requests", which=[age.pk], reason="The record shows it")
    claim.refresh_from_db()
    between = claim.state
    step(client, claim, "cancel-requests", which=[stub.pk], reason="Not needed")

    claim.refresh_from_db()
    assert (between, claim.state) == ("documents_requested", "in_review")
    assert [asked.state for asked in claim.requests.all()] == ["cancelled", "cancelled"]


def test_a_paper_that_came_by_mail_meets_what_was_asked_for():
    claim, client = a_claim(somebody_leaving()), at_desk(an_examiner())
    asks(client, claim, "Proof of age")

    nothing = step(client, claim, "add-files").content.decode()
    step(client, claim, "add-files", papers=a_file("scan.png"), asked=claim.requests.get().pk)

    claim.refresh_from_db()
    assert "Choose a file." in nothing
    assert (claim.requests.get().state, claim.state) == ("answered", "in_review")
    assert claim.files.get().description == "Proof of age"


def test_a_paper_marked_as_one_that_the_claim_needs_is_told_to_have_come():
    claim, client = a_claim(somebody_leaving()), at_desk(an_examiner())
    before = client.get(page_of(claim)).content.decode()

    after = step(client, claim, "add-files", papers=a_file(), which="Your Social Security card")

    assert before.count("not marked among the files") == 2
    assert after.content.decode().count("not marked among the files") == 1


def test_what_the_claimant_sent_since_and_what_did_not_come_in_time_is_work_of_its_own():
    lena, erin = somebody_leaving(), an_examiner()
    sent, quiet = a_claim(lena), a_claim(lena, "correction", answers={})
    client = at_desk(erin)
    for claim in (sent, quiet):
        asks(client, claim, "Proof of age")
    claims.answer_request(request=sent.requests.get(), by=lena.account.actor, answer="I have none.")
    quiet.requests.update(due_on=clock.today() - timedelta(days=1))

    news = client.get(f"{LIST}?message=news").content.decode()
    late = client.get(f"{LIST}?message=late").content.decode()
    home = client.get("/admin/").content.decode()

    assert (sent.reference in news, quiet.reference in news) == (True, False)
    assert (sent.reference in late, quiet.reference in late) == (False, True)
    assert "?message=news" in home
    claims.note(claim=sent, words="Seen.", by=erin.actor)
    assert sent.reference not in client.get(f"{LIST}?message=news").content.decode()


def test_that_the_death_certificate_was_seen_stays_in_the_history():
    claim = claims.open_claim(
        kind="death_report",
        person=None,
        member=people.a_retiree().member,
        answers={"died_on": clock.today().isoformat()},
        contact={"name": "Petra Miller", "email": "petra@example.org"},
        by=an_account().actor,
    )
    client = at_desk(an_examiner())
    step(client, claim, "take")

    step(client, claim, "approve-first", has_certificate="on", reason="Paper file 12")

    moved = claim.events.get(to_state="awaiting_second_approval")
    assert moved.words == "The death certificate was seen. Paper file 12"
