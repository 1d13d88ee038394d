"""A payee learns that payments are held after a report of their death, that they are released, and that one came back."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.services.contacts import choose_delivery
from benefits.models import Payment, PaymentHold, PaymentReturn
from benefits.services import claims
from benefits.services.after_death import holds
from benefits.services.after_death import telling as of_holds
from benefits.services.payment_runs import returns
from benefits.services.payment_runs import telling as of_returns
from notices.documents import render
from notices.models import Email, Letter
from notices.services.papers import words_of
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.things_to_do import to_be_done
from tests.benefits.payments.cast import PAT, RAE, a_payee, an_account_at_the_bank
from tests.factories.accounts import an_account, staff

pytestmark = pytest.mark.django_db
TELEPHONE = "217-785-7444"


@pytest.fixture(autouse=True)
def _cheap_letters(monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda template, words: b"%PDF")


@pytest.fixture
def ruth():
    """A payee with an account, who asked for no paper."""
    annuity = a_payee()
    an_account(annuity.payee, email="ruth@example.org")
    return annuity


def a_hold(annuity) -> PaymentHold:
    claims.open_claim(
        kind="lump_sum_death",
        person=None,
        member=annuity.member,
        answers={},
        by=SYSTEM,
        contact={"name": "Sofia Miller", "email": "sofia@example.org"},
    )
    return PaymentHold.objects.latest("pk")


def released(hold: PaymentHold) -> PaymentHold:
    holds.propose_release(hold=hold, reason="she came to the counter", by=PAT)
    return holds.approve_release(hold=hold, by=RAE)


def a_return(annuity, *, remedy: str = "reissue") -> Payment:
    payment = Payment.objects.filter(annuity=annuity).latest("month")
    row = returns.enter(
        payment=payment, returned_on=clock.today(), reason="no such account 4711", remedy=remedy, by=PAT
    )
    returns.approve(returned=row, by=RAE)
    return payment


def what_is_told(kind: str) -> tuple[list[Email], list[str]]:
    """Work the job off; the e-mails to the payee, and the words of the letters, in no order: a test has one moment."""
    jobs.work_off(kind)
    letters = Letter.objects.filter(kind__startswith="payment")
    words = [render_to_string(row.document.template, words_of(row.document)) for row in letters]
    return list(Email.objects.filter(to="ruth@example.org")), words


def has_figures(words: str) -> bool:
    """Whether a text holds any figure but our telephone number and website, the hours and a year."""
    for known in (TELEPHONE, settings.SITE_ADDRESS, "8 a.m.", "4:30 p.m.", "2026"):
        words = words.replace(known, "")
    return any(sign.isdigit() for sign in words.partition("-- \n")[0])


def test_a_payee_said_to_have_died_is_told_by_email_and_by_letter_with_care_for_the_household(ruth):
    a_hold(ruth)

    emails, letters = what_is_told(of_holds.JOB)

    [email], [letter] = emails, letters
    assert "If this is your account, the report is wrong: call us at 217-785-7444." in email.body
    assert "we are sorry for your loss" in email.body
    assert not has_figures(email.body)
    assert "http" not in email.body.partition("-- \n")[0]
    assert "somebody told us that Ruth Miller has died" in letter
    assert "If you are Ruth Miller" in letter
    assert "We are sorry for your loss." in letter


def test_a_second_report_of_the_same_death_sends_the_household_no_second_letter(ruth):
    a_hold(ruth)
    jobs.work_off(of_holds.JOB)

    second = a_hold_by_a_second_report(ruth)

    emails, letters = what_is_told(of_holds.JOB)
    assert second.state == "held"
    assert (len(emails), len(letters)) == (1, 1)


def a_hold_by_a_second_report(annuity) -> PaymentHold:
    claim = claims.open_claim(
        kind="death_report",
        person=None,
        member=annuity.member,
        answers={},
        by=SYSTEM,
        contact={"name": "Ray"},
    )
    hold = holds.hold_for(claim=claim, by=SYSTEM)
    assert hold is not None
    return hold


def test_a_release_is_told_once_no_report_holds_the_payments_any_more(ruth):
    first, second = a_hold(ruth), a_hold_by_a_second_report(ruth)
    jobs.work_off(of_holds.JOB)
    released(first)
    before, letters_before = what_is_told(of_holds.JOB)

    released(second)

    emails, letters = what_is_told(of_holds.JOB)
    [email], [letter] = set(emails) - set(before), set(letters) - set(letters_before)
    assert [email.subject for email in before] == ["SERS: your payments are on hold"]
    assert email.subject == "SERS: your payments are released"
    assert "have released your payments" in letter
    assert not has_figures(email.body)


def test_of_a_death_that_is_on_record_by_now_nobody_is_told(ruth):
    a_hold(ruth)
    holds.close_as_confirmed(person=ruth.payee)

    assert what_is_told(of_holds.JOB) == ([], [])


def test_a_held_payee_sees_it_on_the_home_and_with_the_payments_until_it_is_released(ruth, client):
    hold = a_hold(ruth)
    client.force_login(ruth.payee.account)

    before = client.get(reverse("payments")).content.decode()
    home = client.get(reverse("member_home")).content.decode()
    asked = [thing.name for thing in to_be_done(ruth.payee, on=clock.today())]
    released(hold)
    after = client.get(reverse("payments")).content.decode()

    assert "On December 18, 2026 somebody told us that Ruth Miller has died." in before
    assert asked[0] == "payments_held"
    assert "Your payments are on hold. Why, and what to do, stands below" in home
    assert "has died" not in after


def test_staff_see_on_the_hold_how_the_payee_was_told_and_whether_the_account_was_used_since(ruth, client):
    hold = a_hold(ruth)
    page = reverse("admin:benefits_paymenthold_change", args=[hold.pk])
    client.force_login(staff("benefits.view_paymenthold"))
    nothing_yet = client.get(page).content.decode()
    what_is_told(of_holds.JOB)
    PaymentHold.objects.filter(pk=hold.pk).update(held_at=clock.now() - timedelta(hours=1))
    client.force_login(ruth.payee.account)

    client.force_login(staff("benefits.view_paymenthold"))
    seen = client.get(page).content.decode()

    assert "Not written to." in nothing_yet
    assert "never, or there is no account" in nothing_yet
    assert "e-mail of" in seen
    assert "letter of" in seen
    assert "after the report. A sign that the person lives, and no proof: call." in seen


def test_a_returned_payment_is_told_by_email_without_figures_and_paid_again_by_check(ruth):
    a_return(ruth)

    emails, letters = what_is_told(of_returns.JOB)

    [email] = emails
    assert letters == []
    assert email.subject == "SERS: a payment came back to us"
    assert "Your payment for November 2026 came back to us." in email.body
    assert "We pay it again with the next payments, by check to your address on file." in email.body
    assert not has_figures(email.body)


def test_a_returned_payment_is_told_by_letter_with_its_reason_where_paper_is_wanted(ruth):
    choose_delivery(person=ruth.payee, ways={"payments": "paper", "letters": "online"}, by=PAT)

    payment = a_return(ruth)

    _emails, [letter] = what_is_told(of_returns.JOB)
    assert "Reason: no such account 4711." in letter
    assert f"${payment.net:,.2f}" in letter
    assert "Is your bank account closed?" in letter


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("deposit", "to the bank account that is on record now"),
        ("held", "It is paid again when they are released."),
        ("not", "It is not paid again."),
    ],
)
def test_a_returned_payment_is_told_as_it_will_be_paid(ruth, way, sentence):
    if way == "deposit":
        ruth.payee.bank_accounts.update(until_on=date(2026, 12, 1))
        an_account_at_the_bank(ruth.payee, from_on=date(2026, 12, 2))
    if way == "held":
        a_hold(ruth)

    a_return(ruth, remedy="keep" if way == "not" else "reissue")

    [email], _letters = what_is_told(of_returns.JOB)
    assert sentence in email.body


def test_staff_see_that_a_payee_without_account_and_address_was_not_told_of_a_return(client):
    olga = a_payee("Olga", with_address=False)
    a_return(olga)
    jobs.work_off(of_returns.JOB)
    client.force_login(staff("benefits.view_paymentreturn"))

    row = PaymentReturn.objects.get()
    page = client.get(reverse("admin:benefits_paymentreturn_change", args=[row.pk])).content.decode()

    assert "Not written to." in page


def test_nobody_who_has_died_is_written_to_about_a_returned_payment(ruth):
    ruth.payee.died_on = date(2026, 11, 20)
    ruth.payee.save()

    a_return(ruth, remedy="keep")

    assert what_is_told(of_returns.JOB) == ([], [])
