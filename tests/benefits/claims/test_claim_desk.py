"""The desk in admin: a claim's page and its steps, and who may do what."""

import pytest
from django.urls import reverse

from benefits.models import Annuity
from benefits.services import claims
from sers_portal.base import clock, jobs
from sers_portal.base.models import AccessEvent
from tests import people
from tests.benefits.claims.desk import at_desk, page_of, step
from tests.factories.accounts import a_person, an_account, staff
from tests.factories.claims import (
    a_claim,
    a_claim_to_approve,
    a_file,
    a_supervisor,
    an_examiner,
    somebody_leaving,
)

pytestmark = pytest.mark.django_db
ENTERED = {"monthly_annuity": "800", "entered_reason": "Found on paper", "source": "File, page 3"}


def test_an_examiner_takes_calculates_and_sends_on_a_claim():
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    client = at_desk(erin)

    step(client, claim, "take")
    step(client, claim, "calculate")
    page = step(client, claim, "approve-first", reason="All there.").content.decode()

    claim.refresh_from_db()
    assert claim.state == "awaiting_second_approval"
    assert "$1,603.20" in page
    assert "Sent on: a second person approves it now." in page


def test_a_supervisor_approves_and_the_annuity_is_there():
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())

    step(at_desk(a_supervisor()), claim, "approve-second")

    claim.refresh_from_db()
    assert claim.state == "approved"
    assert Annuity.objects.filter(payee=claim.person).exists()


def test_the_page_does_not_offer_and_the_form_refuses_ones_own_approval():
    sol = a_supervisor()
    claim = a_claim_to_approve(somebody_leaving(), sol)
    client = at_desk(sol)

    page = client.get(page_of(claim)).content.decode()
    answer = step(client, claim, "approve-second")

    claim.refresh_from_db()
    assert "step/approve-second" not in page
    assert "somebody else must approve it" in answer.content.decode()
    assert answer.status_code == 422
    assert claim.state == "awaiting_second_approval"


def test_an_examiner_may_not_approve():
    claim = a_claim_to_approve(somebody_leaving(), an_examiner())

    answer = step(at_desk(an_examiner("Otto")), claim, "approve-second")

    assert answer.status_code == 403
    assert AccessEvent.objects.filter(was_refused=True, page="admin:benefits_claim_step").exists()


@pytest.mark.parametrize("name", ["take", "calculate", "note", "deny", "enter"])
def test_who_may_only_read_takes_no_step(name):
    claim = a_claim(somebody_leaving())

    answer = step(at_desk(staff("benefits.view_claim")), claim, name, reason="x", words="x")

    assert answer.status_code == 403


def test_the_rules_refusal_is_shown_in_the_form_and_figures_are_entered_by_hand():
    young, erin = people.an_active_member(), an_examiner()
    claim, client = a_claim(young), at_desk(erin)
    step(client, claim, "take")

    refused = step(client, claim, "calculate").content.decode()
    figures = {"starts_on": "12/01/2026", "monthly_annuity": "$1,100.50", "entered_reason": "Board"}
    incomplete = step(client, claim, "enter", **figures).content.decode()
    step(client, claim, "enter", **figures, source="Minutes of May 2")

    claim.refresh_from_db()
    assert "the age or the service is not reached" in refused
    assert "Say where the figures come from" in incomplete
    assert "$1,100.50" in incomplete
    assert claim.calculation.entered == {
        "starts_on": "2026-12-01",
        "monthly_annuity": "1100.50",
        "offset_removal": False,
    }


def test_an_override_stands_beside_the_computed_figure():
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    client = at_desk(erin)
    step(client, claim, "take")
    step(client, claim, "calculate")

    page = step(
        client,
        claim,
        "enter",
        starts_on="11/01/2026",
        monthly_annuity="1700",
        formula="regular",
        entered_reason="Service found on paper",
        source="File, page 3",
    ).content.decode()

    assert "$1,603.20" in page
    assert "$1,700.00" in page
    assert "Service found on paper" in page


def test_a_held_file_is_opened_only_after_it_is_let_through():
    claim, erin = a_claim(somebody_leaving(), files=[a_file("Birth.png")]), an_examiner()
    client = at_desk(erin)
    address = reverse("admin:benefits_claim_file", args=[claim.pk, claim.files.get().upload.pk])

    before = client.get(address)
    step(client, claim, "release-files", reason="Known sender")
    after = client.get(address)

    assert before.status_code == 404
    assert after["Content-Disposition"] == 'attachment; filename="Birth.png"'


def test_each_look_at_a_claim_is_in_the_access_log_with_its_purpose():
    claim, erin = a_claim(somebody_leaving()), an_examiner()

    at_desk(erin).get(page_of(claim))

    seen = AccessEvent.objects.get(page="claim", by=erin.public_id)
    assert (seen.person, seen.purpose) == (claim.person.public_id, f"claim {claim.reference}")


def test_a_claimant_is_tied_to_a_record_by_number():
    claim = claims.open_claim(
        kind="survivor",
        person=None,
        member=None,
        answers={},
        contact={"name": "Petra Novak", "email": "petra@example.org"},
        by=an_account().actor,
    )
    petra, ruth = a_person("Petra", "Novak"), people.a_retiree()
    client = at_desk(an_examiner())

    wrong = step(client, claim, "identify", claimant="999999").content.decode()
    step(client, claim, "identify", claimant=petra.member_id, member=ruth.member_id)

    claim.refresh_from_db()
    assert "No record has this number." in wrong
    assert (claim.person, claim.member.person) == (petra, ruth)


def test_a_survivor_is_not_tied_to_the_record_of_who_died():
    ruth = people.a_retiree()
    claim = claims.open_claim(
        kind="survivor",
        person=None,
        member=ruth.member,
        answers={},
        contact={"name": "Petra Novak", "email": "petra@example.org"},
        by=an_account().actor,
    )

    answer = step(at_desk(an_examiner()), claim, "identify", claimant=ruth.member_id)

    claim.refresh_from_db()
    assert "The claimant is not the person who died" in answer.content.decode()
    assert claim.person is None


def test_people_are_found_whatever_accents_and_case():
    a_person("José", "Núñez-O'Hara", member_id="777123")
    client = at_desk(staff("accounts.view_person"))

    for typed in ("nunez", "NÚÑEZ-O", "nunezohara, jose", "777123", "jose nunez"):
        assert "777123" in client.get("/admin/accounts/person/", {"q": typed}).content.decode()

    assert "777123" not in client.get("/admin/accounts/person/", {"q": "unez"}).content.decode()


def test_a_claims_page_leads_to_its_people_its_letters_and_their_other_claims():
    lena, erin = somebody_leaving(), an_examiner()
    claim, other = a_claim_to_approve(lena, erin), a_claim(lena, "correction", answers={})
    jobs.work_off("claim-letter")
    client, letter = at_desk(erin), claim.letters.get().document

    page = client.get(page_of(claim)).content.decode()
    read = client.get(reverse("admin:benefits_claim_letter", args=[claim.pk, letter.pk]))
    foreign = client.get(reverse("admin:benefits_claim_letter", args=[other.pk, letter.pk]))

    assert reverse("admin:accounts_person_change", args=[lena.pk]) in page
    assert page_of(other) in page
    assert (read["Content-Type"], foreign.status_code) == ("application/pdf", 404)


def test_an_earlier_calculation_can_still_be_read():
    claim, client = a_claim(somebody_leaving()), at_desk(an_examiner())
    step(client, claim, "take")
    step(client, claim, "calculate")
    figures = {"starts_on": "2026-11-01", "monthly_annuity": "1700", "formula": "regular"}
    step(client, claim, "enter", **figures, entered_reason="Found on paper", source="File, page 3")

    page = step(client, claim, "calculate").content.decode()

    assert "1 earlier calculation" not in page
    assert "2 earlier calculations are kept" in page
    assert "Monthly amount: $1,700.00" in page


def test_a_survivor_without_a_record_is_not_sent_on_and_the_form_says_what_to_do():
    ruth, erin = people.a_retiree(), an_examiner()
    claim = claims.open_claim(
        kind="survivor",
        person=None,
        member=ruth.member,
        answers={
            "died_on": clock.today().isoformat(),
            "relation": "spouse",
            "born_on": "1957-04-02",
            "married_on": "1980-06-15",
        },
        contact={"name": "Petra Miller", "email": "petra@example.org"},
        by=an_account().actor,
    )
    client = at_desk(erin)
    step(client, claim, "take")
    step(client, claim, "calculate")

    without = step(client, claim, "approve-first").content.decode()
    refused = step(client, claim, "approve-first", has_certificate="on").content.decode()

    claim.refresh_from_db()
    assert "A death certificate comes before any payment." in without
    assert "The claimant has no record." in refused
    assert claim.state == "calculated"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"monthly_annuity": "about 1,000"}, "Write an amount in dollars, for example $4,850.00 or 4850."),
        ({"monthly_annuity": "-5"}, "Write an amount in dollars, for example $4,850.00 or 4850."),
        ({"monthly_annuity": "1e6"}, "Write an amount in dollars, for example $4,850.00 or 4850."),
        ({"service_months": "-4"}, "This cannot be below zero."),
        ({**ENTERED, "starts_on": "12/15/2026"}, "An annuity begins on the first day of a month."),
        ({"service_months": "26 years"}, "Write a number, for example 321.25."),
        ({"starts_on": "next month"}, 'value="next month"'),
    ],
)
def test_a_figure_typed_wrongly_is_said_beside_its_field(typed, said):
    claim, client = a_claim(somebody_leaving()), at_desk(an_examiner())
    step(client, claim, "take")

    answer = step(client, claim, "enter", **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
