"""A beneficiary of a granted share who is not the claimant is written to: what we need first, and then what is paid."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import LetterFor
from benefits.models import BeneficiaryLetter, LumpSum
from benefits.services import claims
from benefits.services.claims import ClaimRefused, telling_beneficiaries
from benefits.services.claims.recording_people import record_person
from notices.models import Letter
from notices.services import batches
from notices.services.letters import mark_returned
from notices.services.papers import words_of
from sers_portal.base import clock
from tests import people
from tests.benefits.claims.test_records_of_people import SAID
from tests.factories.accounts import staff
from tests.factories.claims import WORK, a_claim, a_file, a_supervisor, an_examiner

pytestmark = pytest.mark.django_db
ENVELOPE = {"line_1": "12 Elm Street", "city": "Springfield", "state": "il", "zip_code": "62704"}


@pytest.fixture
def share() -> LumpSum:
    """Five hundred dollars for Sofia Novak, of whom SERS keeps no record."""
    ivan, erin = people.an_inactive_member(), an_examiner()
    claim = claims.take(claim=a_claim(ivan, "correction", answers={}, files=[a_file()]), by=erin.actor)
    claims.approve_first(claim=claim, by=erin.actor)
    claim = claims.approve_second(claim=claim, by=a_supervisor().actor)
    return LumpSum.objects.create(
        claim=claim, member=ivan.member, payee_name="Sofia Novak", kind="death", gross=Decimal("500.00"), taxable=0,
        net=Decimal("500.00"),
    )  # fmt: skip


def write(client, share: LumpSum, **typed):
    address = reverse("admin:benefits_claim_step", args=[share.claim_id, "write-to-beneficiary"])
    return client.post(address, {"for_whom": share.pk, "language": "en", **ENVELOPE, **typed})


def test_a_beneficiary_without_a_record_is_asked_for_papers_and_reads_no_amount(client, share):
    client.force_login(staff(*WORK))

    write(client, share)
    page = client.get(reverse("admin:benefits_claim_change", args=[share.claim_id])).content.decode()

    kept = BeneficiaryLetter.objects.get().letter
    words = words_of(kept.document)
    assert (kept.recipient, kept.address_lines) == ("Sofia Novak", ["12 Elm Street", "Springfield, IL 62704"])
    assert (words["member_name"], words["paid_once"]) == ("Ivan Petrov", [])
    assert f"/letters/{kept.document.pk}/" in page
    assert not share.claim.letters.exists(), "the claimant would read it"


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_written(client, share):
    client.force_login(staff(*WORK))

    page = write(client, share, zip_code="627").content.decode()

    assert "A ZIP code has five digits, or nine" in page
    assert 'value="12 Elm Street"' in page
    assert not Letter.objects.exists()


def test_a_second_letter_on_the_same_day_is_refused(client, share):
    client.force_login(staff(*WORK))
    write(client, share)

    page = write(client, share).content.decode()

    assert "A letter to this beneficiary was written today already." in page
    assert Letter.objects.count() == 1


def test_a_beneficiary_who_gets_a_record_is_told_the_own_share(share):
    made = record_person(claim=share.claim, payee=share, by=an_examiner().actor, **SAID)

    kept = BeneficiaryLetter.objects.get().letter
    assert LetterFor.objects.get(letter=kept).person == made
    assert "$500.00" in str(words_of(kept.document)["paid_once"])
    with pytest.raises(ClaimRefused, match="has a record already"):
        telling_beneficiaries.write_to_beneficiary(
            claim=share.claim,
            share=share,
            address=made.addresses.get(),
            language="en",
            by=an_examiner().actor,
        )


def test_a_letter_that_came_back_is_said_on_the_claim(client, share):
    client.force_login(staff(*WORK))
    write(client, share)
    batch = batches.collect(on=clock.today())
    Letter.objects.update(state=Letter.State.MAILED, mailed_on=clock.today())

    mark_returned(letter=batch.letters.get(), on=clock.today(), by=an_examiner().actor)

    page = client.get(reverse("admin:benefits_claim_change", args=[share.claim_id])).content.decode()
    assert "The letter to Sofia Novak came back from: 12 Elm Street, Springfield, IL 62704." in page
    assert "came back</span>" in page
