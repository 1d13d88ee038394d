"""A survivor SERS did not know gets a record from the claim: proven, once, and by somebody who does not approve it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Person
from accounts.services.person_records import FIRST_NUMBER
from benefits.models import LumpSum
from benefits.services import claims
from benefits.services.claims import ClaimRefused
from benefits.services.claims.recording_people import record_person
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.accounts import a_person, staff
from tests.factories.claims import WORK, a_file, a_supervisor, an_examiner

pytestmark = pytest.mark.django_db
CONTACT = {"name": "Sofia Novak", "address_lines": ["12 Elm Street", "Springfield, IL 62704"]}
TYPED = {
    "for_whom": "",
    "given_name": "Sofia",
    "family_name": "Novak",
    "born_on": "05/09/1951",
    "ssn": "219-09-9999",
    "line_1": "12 Elm Street",
    "city": "Springfield",
    "state": "IL",
    "zip_code": "62704",
    "proof": "Birth certificate and Social Security card, file 1",
}
SAID = {
    "names": {"given_name": "Sofia", "middle_name": "", "family_name": "Novak", "suffix": ""},
    "born_on": date(1951, 5, 9),
    "ssn": "219099999",
    "address": {
        "line_1": "12 Elm Street",
        "line_2": "",
        "city": "Springfield",
        "state": "IL",
        "zip_code": "62704",
    },
    "proof": "Birth certificate, file 1",
}


def an_unknown_widow(files=1, **options):
    return claims.open_claim(
        kind="survivor",
        person=None,
        member=options.pop("member", None),
        answers={"born_on": "1951-05-09"},
        contact=CONTACT,
        files=[a_file() for _ in range(files)],
        by=SYSTEM,
        **options,
    )


def test_the_claim_offers_a_record_with_what_was_applied_with_and_ties_the_claimant_to_it(client):
    claim = an_unknown_widow()
    client.force_login(staff(*WORK, "accounts.add_person"))

    page = client.get(reverse("admin:benefits_claim_change", args=[claim.pk])).content.decode()
    response = client.post(reverse("admin:benefits_claim_step", args=[claim.pk, "record"]), TYPED)

    claim.refresh_from_db()
    assert 'value="12 Elm Street"' in page
    assert response.status_code == 302
    assert (claim.person.full_name, claim.person.born_on) == ("Sofia Novak", date(1951, 5, 9))
    assert claim.person.member_id == str(FIRST_NUMBER)
    assert claim.person.addresses.get().city == "Springfield"
    made = AuditEvent.objects.get(verb="made a record of a person")
    assert made.person == claim.person.public_id


def test_what_is_wrong_is_said_beside_its_field_and_the_number_is_not_shown_again(client):
    claim = an_unknown_widow()
    client.force_login(staff(*WORK, "accounts.add_person"))

    page = client.post(
        reverse("admin:benefits_claim_step", args=[claim.pk, "record"]),
        {**TYPED, "ssn": "000-12-3456", "proof": ""},
    ).content.decode()

    assert "A Social Security number has nine digits" in page
    assert "Say which papers you have seen." in page
    assert 'value="Novak"' in page
    assert "000-12-3456" not in page


def test_without_the_right_nobody_makes_a_record(client):
    claim = an_unknown_widow()
    client.force_login(staff(*WORK))

    response = client.post(reverse("admin:benefits_claim_step", args=[claim.pk, "record"]), TYPED)

    assert response.status_code == 403


def test_somebody_with_this_number_is_not_recorded_twice():
    known = a_person("Sofie", "Nováková", born_on=date(1951, 9, 5))
    known.set_ssn("219099999")
    known.save()

    with pytest.raises(ClaimRefused, match=f"Member ID {known.member_id}. Tie the claim"):
        record_person(claim=an_unknown_widow(), by=an_examiner().actor, **SAID)


def test_a_namesake_of_the_same_birth_date_is_compared_first():
    known = a_person("Sofía", "Novák", born_on=date(1951, 5, 9))
    claim, by = an_unknown_widow(), an_examiner().actor
    with pytest.raises(ClaimRefused, match=known.member_id):
        record_person(claim=claim, by=by, **SAID)

    made = record_person(claim=claim, by=by, is_somebody_else=True, **SAID)

    assert made.pk != known.pk
    assert Person.objects.filter(born_on=date(1951, 5, 9)).count() == 2


def test_no_record_without_a_paper():
    with pytest.raises(ClaimRefused, match="the claim has no file"):
        record_person(claim=an_unknown_widow(files=0), by=an_examiner().actor, **SAID)


def test_whoever_made_the_record_does_not_approve_the_claim_nor_sql_for_them():
    ruth, sol, erin = people.a_retiree(), a_supervisor(), an_examiner()
    claim = an_unknown_widow(member=ruth.member)
    record_person(claim=claim, by=sol.actor, **SAID)
    claims.take(claim=claim, by=erin.actor)
    figures = {
        "died_on": "2026-01-05",
        "starts_on": "2026-02-01",
        "monthly_annuity": "1.00",
        "status_at_death": "retired",
    }
    claims.calculate(claim=claim, by=erin.actor, entered=figures, reason="x", source="y")
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)

    with pytest.raises(ClaimRefused, match="You said whose record"):
        claims.approve_second(claim=claim, by=sol.actor)
    with (
        pytest.raises(IntegrityError, match="identified"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE benefits_claim SET state = 'approved', approved_by = %s, approved_at = now() WHERE id = %s",
            [sol.public_id, claim.pk],
        )


def test_a_beneficiary_of_a_granted_share_gets_a_record_and_is_paid_by_it():
    ivan, sol = people.an_inactive_member(), a_supervisor()
    claim = an_unknown_widow(member=ivan.member)
    share = LumpSum.objects.create(
        claim=claim, member=ivan.member, payee_name="Sofia Novak", kind="death", gross=Decimal("500.00"), taxable=0,
        net=Decimal("500.00"),
    )  # fmt: skip

    made = record_person(claim=claim, payee=share, by=sol.actor, **SAID)

    share.refresh_from_db()
    claim.refresh_from_db()
    assert (share.payee, claim.person) == (made, None)
    with pytest.raises(ClaimRefused, match="has a record already"):
        record_person(
            claim=claim, payee=share, by=sol.actor, **{**SAID, "ssn": "219099998"}, is_somebody_else=True
        )
