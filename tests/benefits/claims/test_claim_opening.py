"""A claim that staff open for somebody: every kind of the list, with its days counted from when it came."""

from datetime import date, timedelta

import pytest

from benefits.admin.claim_opening_forms import STEPS
from benefits.models import Claim, PaymentHold
from benefits.services import claims
from sers_portal.base import clock
from tests import people
from tests.benefits.claims.desk import at_desk, in_role, step
from tests.factories.accounts import a_person, staff
from tests.factories.claims import a_file, a_supervisor, an_examiner, somebody_leaving

pytestmark = pytest.mark.django_db
ADD = "/admin/benefits/claim/add/"
BY_MAIL = {"came": "mail", "received_on": "11/16/2026"}
AFTER_A_DEATH = {"died_on": "10/20/2026", **BY_MAIL}
PAID = {"tax": "default", "pay_by": "check"}


def opened(client, kind: str, **answers):
    return client.post(f"{ADD}?kind={kind}", answers)


def test_an_examiner_opens_each_kind_that_the_page_offers():
    client, lena, ruth = at_desk(an_examiner()), somebody_leaving(), people.a_retiree()
    widow = a_person("Petra", "Miller", born_on=date(1958, 5, 1))
    own = {"claimant": lena.member_id, **BY_MAIL}
    of_widow = {"claimant": widow.member_id, "member": ruth.member_id, **AFTER_A_DEATH}
    spouse = {"relation": "spouse", "born_on": "05/01/1958", "married_on": "6/1/1980", "child_in_care": "no"}
    answers = {
        "retirement": {
            **own,
            "last_day": "10/31/2026",
            "retire_on": "11/01/2026",
            "offset_removal": "no",
            "is_married": "no",
            "has_children": "no",
            "survivor_refund": "no",
            **PAID,
        },
        "refund": {**own, "last_day": "10/31/2026", "rolls_over": "no"},
        "survivor": {**of_widow, **spouse, **PAID},
        "lump_sum_death": {**of_widow, "survivor_annuity_payable": "false", "rolls_over": "no"},
        "occupational_death": {**of_widow, **spouse, "workers_compensation": "$800"},
        "correction": {**own, "month": "03/2026", "what": "The overtime is missing."},
        "official_estimate": {**own, "retire_on": "07/01/2028"},
        "name_change": {**own, "given_name": "Lena", "family_name": "Reed", "reason": "marriage"},
    }

    answered = {kind: opened(client, kind, **answers[kind]).status_code for kind in STEPS}

    assert answered == dict.fromkeys(STEPS, 302)
    assert set(Claim.objects.values_list("kind", "state")) == {(kind, "received") for kind in STEPS}


def test_its_days_count_from_the_day_it_came_and_the_history_says_how():
    lena, erin = somebody_leaving(), an_examiner()
    came_on = clock.today() - timedelta(days=6)

    opened(
        at_desk(erin),
        "correction",
        claimant=lena.member_id,
        came="telephone",
        received_on=f"{came_on:%m/%d/%Y}",
        month="03/2026",
        what="The overtime is missing.",
    )

    claim = Claim.objects.get()
    assert (claim.opened_by, claim.due_on) == (erin.public_id, came_on + timedelta(days=30))
    assert claim.received_at.astimezone(clock.SPRINGFIELD).date() == came_on
    assert claim.events.get(kind="note").words == "Opened for the claimant; it came by telephone."


def test_a_beneficiary_without_a_record_is_written_to_at_the_address_on_the_paper():
    ruth = people.a_retiree()

    opened(
        at_desk(an_examiner()),
        "lump_sum_death",
        member=ruth.member_id,
        name="Max Miller",
        address="7 Oak Street\nChicago, IL 60601",
        rolls_over="yes",
        rollover_amount="5,000",
        rollover_to="Lake Bank IRA",
        rollover_address="1 Bank Street, Chicago",
        papers=a_file("death certificate.png"),
        **AFTER_A_DEATH,
    )

    claim = Claim.objects.get()
    assert claim.contact_data["address_lines"] == ["7 Oak Street", "Chicago, IL 60601"]
    assert claim.answer_data["rollover_amount"] == "5000"
    assert claim.files.get().upload.name == "death certificate.png"
    assert PaymentHold.objects.get().person == ruth


@pytest.mark.parametrize(
    ("kind", "answers", "said"),
    [
        ("refund", {}, "Enter the Member ID of the claimant."),
        ("refund", {"claimant": "999999"}, "No record has this number."),
        ("refund", {"claimant": "777123"}, "This person is no member."),
        ("refund", {"received_on": "01/01/2099"}, "This day is still to come. Check the year."),
        ("refund", {"rolls_over": "yes"}, "Write the name of the plan or IRA, as its papers have it."),
        ("refund", {"rolls_over": "yes", "rollover_to": "Lake Bank"}, 'value="Lake Bank"'),
        ("survivor", {}, "Enter the Member ID of the member who died."),
        ("survivor", {"married_on": "June first"}, 'value="June first"'),
        ("survivor", {"member": "RUTH", "claimant": "RUTH"}, "The claimant is not the person who died"),
        ("survivor", {"member": "RUTH", "name": "Petra"}, "Write the address: letters go there."),
    ],
)
def test_what_is_wrong_is_said_beside_the_question_and_nothing_typed_is_lost(kind, answers, said):
    ruth = people.a_retiree()
    a_person("Una", "Known", member_id="777123")
    typed = {name: ruth.member_id if value == "RUTH" else value for name, value in answers.items()}

    answer = opened(at_desk(an_examiner()), kind, **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Claim.objects.exists()


def test_a_second_claim_of_a_kind_that_may_be_open_once_is_refused_in_the_form():
    lena, client = somebody_leaving(), at_desk(an_examiner())
    answers = {"claimant": lena.member_id, "last_day": "10/31/2026", "rolls_over": "no", **BY_MAIL}
    opened(client, "refund", **answers)

    again = opened(client, "refund", **answers)

    assert "One is open already" in again.content.decode()
    assert Claim.objects.count() == 1


def test_nobody_opens_a_claim_of_their_own():
    lena = somebody_leaving()
    lena.account.is_staff = True

    with pytest.raises(claims.ClaimRefused, match="your own record"):
        claims.open_by_staff(
            kind="correction",
            person=lena,
            member=lena.member,
            answers={},
            by=lena.account.actor,
            came="by mail",
            received_on=clock.today(),
        )

    assert not Claim.objects.exists()


def test_whoever_opened_a_claim_is_not_offered_its_approval():
    sol, lena = a_supervisor(), somebody_leaving()
    opened(
        at_desk(sol),
        "correction",
        claimant=lena.member_id,
        month="03/2026",
        what="The overtime is missing.",
        **BY_MAIL,
    )
    claim, erin = Claim.objects.get(), an_examiner()
    claims.take(claim=claim, by=erin.actor)
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)

    answer = step(at_desk(sol), claim, "approve-second")

    assert "You opened this claim, so somebody else must approve it." in answer.content.decode()


def test_who_may_not_work_on_claims_opens_none():
    assert at_desk(in_role("member services")).get(ADD).status_code == 403
    assert at_desk(staff("benefits.view_claim")).get(f"{ADD}?kind=refund").status_code == 403
    assert at_desk(an_examiner()).get(f"{ADD}?kind=retire_again").status_code == 404
