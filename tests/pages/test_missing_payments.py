"""A missing payment: reported only once it had ten working days to come, once, and for one's own payments."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from benefits.models import Annuity, Claim, Payment
from benefits.rules.law import load_law
from benefits.services import payment_calendar
from benefits.services.claims import ClaimRefused
from benefits.services.missing_payments import due_payments, report
from notices.models import CalendarEntry
from sers_portal.base.audit import SYSTEM
from tests import people
from tests.factories.benefits import an_annuity, payments_of

pytestmark = pytest.mark.django_db

# Paid on Thursday, November 19, 2026. The tenth working day after it is December 7: Thanksgiving and
# the day after it are none.
PAID_ON = date(2026, 11, 19)
OPENS_ON = date(2026, 12, 8)
PAGE = reverse("payment_missing")


@pytest.fixture
def ruth():
    """A retiree whose last payment on record was that of November 2026."""
    person = people.a_retiree()
    annuity = Annuity.objects.get(payee=person)
    annuity.payments.all().delete()
    payments_of(annuity, people.Month(2026, 9), 3)
    return person


def due(person, on: date):
    return due_payments(person, on=on, law=load_law())


def test_a_payment_opens_on_the_day_after_ten_working_days_with_holidays_left_out(ruth):
    newest = due(ruth, PAID_ON)[0]

    assert (newest.paid_on, newest.opens_on, newest.is_open) == (PAID_ON, OPENS_ON, False)


@pytest.mark.parametrize(("on", "is_open"), [(OPENS_ON - timedelta(days=1), False), (OPENS_ON, True)])
def test_a_payment_is_closed_the_day_before_and_open_on_the_day(ruth, on, is_open):
    assert due(ruth, on)[0].is_open is is_open


def test_a_closing_that_was_proclaimed_moves_the_day(ruth):
    CalendarEntry.objects.create(kind="closing", on=date(2026, 12, 1), title="Ice storm")

    assert due(ruth, PAID_ON)[0].opens_on == OPENS_ON + timedelta(days=1)


def test_a_payment_day_without_a_payment_on_record_can_be_reported_too(ruth):
    payment_calendar.publish_year(year=2026, by=SYSTEM)

    newest = due(ruth, date(2026, 12, 31))[0]

    assert (newest.month, newest.net, newest.paid_on) == (date(2026, 12, 1), None, date(2026, 12, 18))


def test_nothing_is_due_while_the_annuity_is_suspended(ruth):
    payment_calendar.publish_year(year=2026, by=SYSTEM)
    Annuity.objects.update(state=Annuity.State.SUSPENDED)

    assert due(ruth, date(2026, 12, 31))[0].paid_on == PAID_ON


def test_payments_older_than_half_a_year_are_left_to_the_telephone(ruth):
    assert [payment.paid_on for payment in due(ruth, date(2027, 5, 1))] == [PAID_ON]


def test_the_service_refuses_a_report_before_its_day(ruth):
    early = due(ruth, PAID_ON)[0]

    with pytest.raises(ClaimRefused):
        report(person=ruth, payment=early, what="", by=ruth.account.actor)


def test_a_report_opens_a_case_and_a_second_one_leads_to_the_first(signed_in):
    ruth = people.a_retiree()
    client = signed_in(ruth)
    key = client.get(PAGE).context["form"].fields["payment"].choices[0][0]

    first = client.post(PAGE, {"confirmed": "yes", "payment": key, "what": "The mailbox was broken open."})
    second = client.post(PAGE, {"confirmed": "yes", "payment": key}, follow=True)

    claim = Claim.objects.get()
    assert first.url == reverse("claim", args=[claim.reference])
    assert (claim.kind, claim.person, claim.state) == ("missing_payment", ruth, "received")
    assert claim.answer_data["what"] == "The mailbox was broken open."
    assert claim.answer_data["method"] == "direct deposit"
    assert "reported this payment already" in second.text


def test_a_report_of_another_payment_is_a_case_of_its_own(signed_in):
    client = signed_in(people.a_retiree())
    choices = client.get(PAGE).context["form"].fields["payment"].choices

    for key, _words in choices[:2]:
        client.post(PAGE, {"confirmed": "yes", "payment": key})

    assert Claim.objects.count() == 2


def test_a_payment_of_somebody_else_is_none_of_the_choices(signed_in):
    ruth, sofia = people.a_retiree(), people.a_survivor()
    theirs = signed_in(sofia).get(PAGE).context["form"].fields["payment"].choices[0][0]

    response = signed_in(ruth).post(PAGE, {"confirmed": "yes", "payment": theirs})

    assert response.status_code == 422
    assert "Choose one of the payments in the list." in response.text
    assert not Claim.objects.exists()


def test_nothing_chosen_is_said_plainly(signed_in):
    response = signed_in(people.a_retiree()).post(PAGE, {"payment": "", "what": "Where is it?"})

    assert response.status_code == 422
    assert "Choose the payment." in response.text
    assert "Where is it?</textarea>" in response.text


def test_a_payment_on_its_way_is_told_with_its_day_and_cannot_be_chosen(signed_in):
    person = people.a_retiree()
    newest = Payment.objects.filter(annuity__payee=person).order_by("-month").first()
    Payment.objects.filter(pk=newest.pk).update(paid_on=people.clock.today() - timedelta(days=1))

    page = signed_in(person).get(PAGE)

    key = f"{newest.annuity.public_id}:{newest.month:%Y-%m}"
    assert "You can report it from" in page.text
    assert key not in [choice for choice, _words in page.context["form"].fields["payment"].choices]


def test_somebody_with_two_benefits_sees_which_payment_is_which(signed_in):
    person = people.a_retiree()
    spouse = people.membership_of(people.an_inactive_member())
    second = an_annuity(spouse, payee=person, starts_on=people.this_month().plus(-5).first_day)
    payments_of(second, people.this_month().plus(-5), 5)

    page = signed_in(person).get(PAGE).text

    assert "survivor annuity" in page
    assert "retirement annuity" in page


def test_whoever_was_paid_nothing_is_told_what_to_do(signed_in):
    page = signed_in(people.an_active_member(years=1)).get(PAGE).text

    assert "No payment of the last six months is on record for you" in page
