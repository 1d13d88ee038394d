"""The public check of a letter or an e-mail by its code: it tells what the member agreed to, and nothing more."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.services.account_emails import write_to
from benefits.models import VerificationLetter
from benefits.services import verification
from notices import check_codes
from notices.models import Email
from sers_portal.base import clock
from tests import people
from tests.pages.papers import a_letter, a_verification, code_of

pytestmark = pytest.mark.django_db


def check(code: str, **headers) -> str:
    return Client().post(reverse("check"), {"code": code}, **headers).text


def test_the_checker_tells_what_the_member_agreed_to_and_nothing_more(cheap):
    ruth = people.a_retiree()
    offers = verification.offers(ruth, "income", language="en")
    gross = next(offer for offer in offers if offer.key.endswith("-gross"))
    letter = a_verification(ruth, keys=[gross.key])

    page = check(code_of(letter).lower())

    assert "Yes. This verification letter is from SERS." in page
    assert "Ruth Miller" in page
    assert "$2,150.00" in page
    for hidden in ("$1,968.38", ruth.member_id, "Elm Street", ruth.account.email):
        assert hidden not in page


def test_the_checker_says_plainly_that_a_letter_was_taken_back(signed_in, cheap):
    ruth = people.a_retiree()
    letter = a_verification(ruth)
    signed_in(ruth).post(reverse("verification_revoke", args=[letter.pk]))

    page = check(code_of(letter))

    assert "no longer valid" in page
    assert "Ruth" not in page
    assert "$" not in page


def test_the_checker_says_plainly_that_a_letter_expired(cheap):
    ruth = people.a_retiree()
    letter = a_verification(ruth)
    past = clock.now() - timedelta(days=100)
    VerificationLetter.objects.update(issued_at=past, expires_on=clock.today() - timedelta(days=1))

    page = check(code_of(letter))

    assert "has expired" in page
    assert "Ruth" not in page


def test_a_letter_can_be_checked_on_its_last_day(cheap):
    letter = a_verification(people.a_retiree())
    VerificationLetter.objects.update(issued_at=clock.now() - timedelta(days=90), expires_on=clock.today())

    assert "Yes. This verification letter is from SERS." in check(code_of(letter))


def test_the_checker_knows_a_letter_by_date_and_sort_and_tells_nobodys_name(cheap):
    letter = a_letter(people.a_retiree())

    page = check(check_codes.printed_code_of(letter.document_id))

    assert "Yes. We wrote a letter or statement with this code." in page
    assert "About your online account" in page
    assert "Ruth" not in page


def test_the_checker_knows_an_e_mail_by_the_code_in_its_last_lines(signed_in):
    person = people.an_active_member()
    write_to(person.account, "account_locked")
    code = re.search(r"Code of this e-mail: (\S{14})\.", Email.objects.get().body)[1]

    page = check(code)

    assert "Yes. We sent an e-mail with this code." in page
    assert Email.objects.get().subject in page
    assert person.account.email not in page


def test_a_code_nobody_wrote_is_unknown_and_leads_to_a_report():
    page = check("7K3Q-M9XW-2DHA")

    assert "We know no such code" in page
    assert reverse("report_scam") in page


def test_a_code_that_is_too_short_is_refused_beside_the_field():
    page = check("7K3Q-M9")

    assert page.count("The code has 12 letters and digits; you typed 6.") == 2


def test_codes_cannot_be_tried_out():
    for _number in range(10):
        check("7K3Q-M9XW-2DHA")

    response = Client().post(reverse("check"), {"code": "7K3Q-M9XW-2DHA"})

    assert response.status_code == 429
    assert "too many tries from here" in response.text
