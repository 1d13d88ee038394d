"""Verification letters that staff make for a member who asks."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LetterFor
from benefits.models import VerificationLetter
from sers_portal.base.models import AccessEvent, AuditEvent
from tests import people

pytestmark = pytest.mark.django_db
RIGHTS = ("accounts.view_person", "benefits.issue_verificationletter")
WHY = "Ruth called and gave her PIN"


def a_client(*rights: str) -> Client:
    client = Client()
    client.force_login(people.staff(*rights))
    return client


def filled_in(client: Client, address: str, **changes) -> dict:
    form = client.get(address).context["form"]
    keys = [offer.key for offer in form.offers]
    return {
        "id": form.initial["id"],
        "lines": keys,
        "language": "en",
        "asked_by": WHY,
        "is_mailed": "on",
        **changes,
    }


def test_staff_make_and_mail_a_letter_that_the_member_sees_with_its_reason():
    ruth, client = people.a_retiree(), a_client(*RIGHTS)
    address = reverse("admin:benefits_verify_income", args=[ruth.pk])
    answers = filled_in(client, address)

    first, again = client.post(address, answers), client.post(address, answers)

    letter = VerificationLetter.objects.get(person=ruth)
    assert (first.status_code, again.status_code) == (302, 302)
    assert letter.issued_by_name == "Sam Staff"
    assert LetterFor.objects.filter(person=ruth, letter__kind="verification").count() == 1
    assert AccessEvent.objects.filter(person=ruth.public_id, purpose=WHY).exists()
    assert AuditEvent.objects.filter(verb="made a verification letter").count() == 1


def test_a_letter_that_is_not_mailed_waits_online():
    ruth, client = people.a_retiree(), a_client(*RIGHTS)
    address = reverse("admin:benefits_verify_membership", args=[ruth.pk])
    answers = filled_in(client, address)
    del answers["is_mailed"]

    client.post(address, answers)

    assert VerificationLetter.objects.filter(person=ruth).count() == 1
    assert not LetterFor.objects.filter(person=ruth).exists()


@pytest.mark.parametrize("wrong", [{"lines": []}, {"asked_by": ""}, {"lines": ["annuity-of-somebody-else"]}])
def test_a_letter_needs_its_lines_and_who_asked(wrong):
    ruth, client = people.a_retiree(), a_client(*RIGHTS)
    address = reverse("admin:benefits_verify_income", args=[ruth.pk])

    answer = client.post(address, filled_in(client, address, **wrong))

    assert answer.status_code == 422
    assert not VerificationLetter.objects.exists()


def test_a_letter_is_not_made_without_the_right():
    ruth = people.a_retiree()

    answer = a_client("accounts.view_person").get(reverse("admin:benefits_verify_income", args=[ruth.pk]))

    assert answer.status_code == 403
