"""The desk in admin: the home by task, the queue, a claim's page and its steps, and who may do what."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from benefits.models import Annuity, Claim, LumpSum
from benefits.services import claims
from sers_portal.base import clock, jobs
from sers_portal.base.models import AccessEvent
from tests import people
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
LIST = "/admin/benefits/claim/"
ENTERED = {"monthly_annuity": "800", "entered_reason": "Found on paper", "source": "File, page 3"}


def at_desk(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(claim: Claim) -> str:
    return reverse("admin:benefits_claim_change", args=[claim.pk])


def step(client: Client, claim: Claim, name: str, **answers):
    return client.post(reverse("admin:benefits_claim_step", args=[claim.pk, name]), answers, follow=True)


def in_role(role: str):
    user = an_account(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_the_home_counts_work_by_task_and_how_old_it_is():
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    Claim.objects.filter(pk=claim.pk).update(received_at=clock.now() - timedelta(days=12))

    page = at_desk(erin).get("/admin/").content.decode()

    assert "Claims that nobody holds" in page
    assert "12 days" in page
    assert "?state=received&amp;kind=retirement" in page


def test_the_home_shows_only_work_one_has_the_right_to():
    people.a_survivor()

    page = at_desk(in_role("publisher")).get("/admin/").content.decode()

    assert "Claims that nobody holds" not in page
    assert "Held requests" not in page


def test_what_i_prepared_is_not_counted_among_what_i_may_approve():
    sol = a_supervisor()
    a_claim_to_approve(somebody_leaving(), sol)
    row = '<a href="/admin/benefits/claim/?holder=approve">Claims I may approve</a>'

    mine = at_desk(sol).get("/admin/").content.decode().split(row)[1][:400]
    others = at_desk(a_supervisor("Sam")).get("/admin/").content.decode().split(row)[1][:400]

    assert 'desk-number">none' in mine
    assert 'desk-number">1' in others


def test_the_queue_shows_open_claims_and_hides_drafts():
    lena, erin = somebody_leaving(), an_examiner()
    open_one = a_claim(lena)
    draft = claims.save_draft(
        kind="refund", person=lena, member=lena.member, answers={}, by=lena.account.actor
    )

    page = at_desk(erin).get(LIST).content.decode()

    assert open_one.reference in page
    assert draft.reference not in page
    assert at_desk(erin).get(page_of(draft)).status_code == 404


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("kind=retirement", True),
        ("kind=refund", False),
        ("holder=nobody", True),
        ("holder=me", False),
        ("due=over", True),
        ("due=later", False),
        ("age=7", True),
        ("age=90", False),
        ("state=denied", False),
        ("state=all", True),
        ("q=field", True),
        ("q=field, lena", True),
        ("q=lena field", True),
        ("q=nobody", False),
    ],
)
def test_the_queue_is_narrowed_by(query, is_found):
    claim, erin = a_claim(somebody_leaving()), an_examiner()
    Claim.objects.filter(pk=claim.pk).update(
        due_on=clock.today() - timedelta(days=1), received_at=clock.now() - timedelta(days=20)
    )

    page = at_desk(erin).get(f"{LIST}?{query}").content.decode()

    assert (claim.reference in page) == is_found


def test_a_claim_is_found_by_reference_number_and_four_digits_with_birth_date():
    lena, erin = somebody_leaving(), an_examiner()
    claim, client = a_claim(lena), at_desk(erin)
    birth = f"{lena.born_on:%m/%d/%Y}"

    for typed in (claim.reference.lower(), lena.member_id, f"{lena.ssn[-4:]} {birth}", lena.ssn):
        assert claim.reference in client.get(LIST, {"q": typed}).content.decode()

    assert claim.reference not in client.get(LIST, {"q": f"{lena.ssn[-4:]} 01/01/1950"}).content.decode()


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


def test_a_bulk_action_is_asked_first_and_names_every_claim():
    first, second = a_claim(somebody_leaving()), a_claim(people.a_retiree(), "correction", answers={})
    client = at_desk(an_examiner())
    chosen = {"action": "take_all", "_selected_action": [first.pk, second.pk]}

    asked = client.post(LIST, chosen).content.decode()
    untouched = Claim.objects.filter(assigned_to=None).count()
    client.post(LIST, {**chosen, "confirmed": "yes"})

    assert first.reference in asked
    assert second.reference in asked
    assert (untouched, Claim.objects.filter(assigned_to=None).count()) == (2, 0)


def test_a_supervisor_gives_several_claims_to_a_colleague():
    claim, erin, sol = a_claim(somebody_leaving()), an_examiner(), a_supervisor()
    chosen = {"action": "assign_all", "_selected_action": [claim.pk], "confirmed": "yes", "to": erin.pk}

    at_desk(sol).post(LIST, chosen)

    claim.refresh_from_db()
    assert claim.assigned_to == erin.public_id


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


def test_the_queue_asks_as_many_queries_for_forty_claims_as_for_one(django_assert_max_num_queries):
    lena, now = somebody_leaving(), clock.now()
    Claim.objects.bulk_create(
        Claim(
            reference=f"C-0000-{number:04}",
            kind="correction",
            person=lena,
            member=lena.member,
            state="received",
            state_since=now,
            opened_at=now,
            received_at=now,
            due_on=now.date(),
        )
        for number in range(40)
    )
    client = at_desk(an_examiner())

    with django_assert_max_num_queries(14):
        client.get(LIST)


def asks(client: Client, claim: Claim, title: str, **more):
    return step(
        client, claim, "request", title=title, due_on=f"{clock.today() + timedelta(days=9):%m/%d/%Y}", **more
    )


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


def test_a_supervisor_sees_what_one_colleague_holds():
    lena, erin = somebody_leaving(), an_examiner()
    hers, nobodys = a_claim(lena), a_claim(lena, "correction", answers={})
    claims.take(claim=hers, by=erin.actor)

    page = at_desk(a_supervisor()).get(f"{LIST}?holder={erin.public_id}").content.decode()

    assert (hers.reference in page, nobodys.reference in page) == (True, False)


def test_what_i_tied_to_a_record_is_not_counted_among_what_i_may_approve():
    sol, lena = a_supervisor(), somebody_leaving()
    claim = a_claim(lena, "correction", answers={})
    claims.identify(claim=claim, person=lena, member=lena.member, by=sol.actor)
    erin = an_examiner()
    claims.take(claim=claim, by=erin.actor)
    claims.approve_first(claim=claim, by=erin.actor)

    row = at_desk(sol).get("/admin/").content.decode().split("Claims I may approve</a>")[1][:400]
    listed = [
        claim.reference in at_desk(user).get(f"{LIST}?holder=approve").content.decode()
        for user in (sol, a_supervisor("Sam"))
    ]

    assert 'desk-number">none' in row
    assert listed == [False, True]


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


def test_a_granted_share_of_somebody_without_a_record_stays_work_until_there_is_one():
    ruth, erin = people.a_retiree(), an_examiner()
    claim = a_claim_to_approve(somebody_leaving(), erin)
    claims.approve_second(claim=claim, by=a_supervisor().actor)
    share = LumpSum.objects.create(
        claim=claim,
        member=ruth.member,
        payee_name="Max Miller",
        kind="death",
        gross=500,
        taxable=500,
        net=500,
    )
    client, waiting = at_desk(erin), f"{LIST}?state=all&message=record"

    before, page = client.get(waiting).content.decode(), client.get(page_of(claim)).content.decode()
    LumpSum.objects.filter(pk=share.pk).update(payee=ruth)
    after = client.get(waiting).content.decode()

    assert (claim.reference in before, claim.reference in after) == (True, False)
    assert "no record yet: cannot be paid" in page


def test_each_claim_leads_to_the_next_one_that_i_have_to_work_on_or_approve():
    lena, sol = somebody_leaving(), a_supervisor()
    urgent, later, waiting = (a_claim(lena, "correction", answers={}) for _number in range(3))
    for number, claim in enumerate((urgent, later, waiting)):
        claims.take(claim=claim, by=sol.actor)
        Claim.objects.filter(pk=claim.pk).update(due_on=clock.today() + timedelta(days=number))
    claims.request_document(claim=waiting, title="Pay stub", by=sol.actor)
    to_approve = a_claim_to_approve(lena, an_examiner())
    client = at_desk(sol)

    def next_of(claim: Claim) -> str:
        page = client.get(page_of(claim)).content.decode()
        return page.partition('class="claim-next"')[2][:120]

    assert page_of(urgent) in next_of(waiting)
    assert page_of(later) in next_of(urgent)
    assert page_of(urgent) in next_of(to_approve)
    claims.approve_first(claim=later, by=an_examiner("Otto").actor)
    assert page_of(later) in next_of(to_approve)
