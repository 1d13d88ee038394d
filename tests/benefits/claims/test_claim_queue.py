"""The examiner's work: the home by task and age, the list of claims, finding one, handing several over, and the next one."""

from datetime import timedelta

import pytest

from benefits.models import Claim, LumpSum
from benefits.services import claims
from sers_portal.base import clock
from tests import people
from tests.benefits.claims.desk import LIST, at_desk, in_role, page_of
from tests.factories.claims import (
    a_claim,
    a_claim_to_approve,
    a_supervisor,
    an_examiner,
    somebody_leaving,
)

pytestmark = pytest.mark.django_db


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
