"""Form W-4P: what is withheld by it, from when on, what is refused, and how it is given on the page."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Address
from accounts.services.contacts import choose_delivery
from benefits.models import Annuity, WithholdingElection
from benefits.rules.law import load_law
from benefits.rules.refusals import LawGap
from benefits.rules.tax import ElectedForm, elected_withholding
from benefits.services import withholding
from notices.models import Email, Letter
from sers_portal.base import clock
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.money import noon

D = Decimal
LAW = load_law()


def withheld(monthly: str, **form) -> Decimal:
    kind = form.pop("kind", "retirement")
    figured = elected_withholding(
        year=2026, kind=kind, monthly=D(monthly), form=ElectedForm(**{"filing": "single", **form}), law=LAW
    )
    return figured.monthly_withholding


# By hand from the tables of 2026: (12 × 5,000 − 8,600) = 51,400 → 1,240 + 12% × 31,500 = 5,020 → 418.33 a month.
@pytest.mark.parametrize(
    ("monthly", "form", "expected"),
    [
        ("5000.00", {}, "418.33"),
        ("5000.00", {"credits_yearly": D(2200)}, "235.00"),
        ("5000.00", {"credits_yearly": D(9999)}, "0.00"),
        ("5000.00", {"other_income_yearly": D(6000)}, "478.33"),
        ("5000.00", {"deductions_yearly": D(6000)}, "358.33"),
        ("5000.00", {"extra_monthly": D("75.50")}, "493.83"),
        ("5000.00", {"filing": "married"}, "236.67"),
        ("1000.00", {"extra_monthly": D(2000)}, "1000.00"),
        # 51,400 − 15,550 = 35,850 → 1,770 + 12% × (51,400 − 33,250) = 3,948 → 329.00 a month.
        ("5000.00", {"filing": "head"}, "329.00"),
        # Step 2: 30,000 + 51,400 = 81,400 → 5,800 + 22% × 23,500 = 10,970; on the job alone 21,400 → 1,240 + 12% × 1,500
        # = 1,420; the annuity adds 9,550 → 795.83 a month.
        ("5000.00", {"jobs_yearly": D(30000)}, "795.83"),
        ("5000.00", {"jobs_yearly": D(18000), "lower_pensions_yearly": D(12000)}, "795.83"),
        # A small annuity: 6,000 − 12,900 = −6,900, counted below zero; 50,000 − 6,900 = 43,100 → 2,380; the job alone
        # 37,100 → 1,780; the annuity adds 600 → 50.00 a month.
        ("500.00", {"filing": "married", "jobs_yearly": D(50000)}, "50.00"),
        # Credits come off the tax that a lower pension leaves: 795.83 − 2,200 ÷ 12 (183.33) = 612.50.
        ("5000.00", {"lower_pensions_yearly": D(30000), "credits_yearly": D(2200)}, "612.50"),
        ("5000.00", {"is_none": True, "filing": ""}, "0.00"),
        ("5000.00", {"kind": "occupational_death"}, "0.00"),
    ],
)
def test_withholding_by_a_form_is_as_figured_by_hand(monthly, form, expected):
    assert withheld(monthly, **form) == D(expected)


def test_a_year_without_tables_is_a_gap_of_the_law():
    with pytest.raises(LawGap):
        elected_withholding(
            year=2027, kind="retirement", monthly=D(1000), form=ElectedForm(filing="single"), law=LAW
        )


@pytest.fixture
def ruth(db, monkeypatch):
    """A retiree whose clock stands at the tenth of September 2026."""
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 9, 10))
    return people.a_retiree()


@pytest.fixture
def annuity(ruth) -> Annuity:
    return Annuity.objects.get(payee=ruth)


def give(person, annuity, **form) -> WithholdingElection:
    return withholding.elect(
        id=form.pop("id", uuid.uuid4()),
        person=person,
        annuity=annuity,
        form=ElectedForm(**{"filing": "single", **form}),
        by=person.account.actor,
    )


def withheld_on(annuity, day: date) -> Decimal:
    return withholding.withholding_for(annuity, day).monthly_withholding


def test_a_form_counts_from_the_next_payment_and_not_before(ruth, annuity):
    before = withheld_on(annuity, date(2026, 9, 19))

    give(ruth, annuity, extra_monthly=D("50.00"))

    assert withheld_on(annuity, date(2026, 9, 19)) == before
    assert withheld_on(annuity, date(2026, 10, 19)) == before + 50


def test_a_form_given_by_the_sixth_counts_for_the_month(ruth, annuity, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 9, 6))

    assert give(ruth, annuity).from_month == date(2026, 9, 1)


def test_the_newest_form_counts_and_the_older_one_stays(ruth, annuity, monkeypatch):
    give(ruth, annuity, extra_monthly=D("50.00"))
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 9, 11))
    give(ruth, annuity, is_none=True, filing="")

    assert withheld_on(annuity, date(2026, 10, 19)) == 0
    assert WithholdingElection.objects.count() == 2


def test_a_form_is_audited_and_confirmed_without_figures(ruth, annuity):
    give(ruth, annuity, extra_monthly=D("77.31"))

    assert AuditEvent.objects.filter(person=ruth.public_id, verb="gave a form W-4P").count() == 1
    email = Email.objects.get()
    assert "77" not in email.body.replace("217-785-7444", "")
    assert not Letter.objects.exists()


def test_a_form_is_confirmed_on_paper_where_notices_about_payments_are_wanted_so(ruth, annuity):
    choose_delivery(person=ruth, ways={"payments": "paper", "letters": "online"}, by=ruth.account.actor)

    give(ruth, annuity)

    assert Letter.objects.count() == 1


def test_the_same_form_sent_twice_is_one(ruth, annuity):
    id = uuid.uuid4()

    assert give(ruth, annuity, id=id) == give(ruth, annuity, id=id)
    assert Email.objects.count() == 1


def test_a_given_form_cannot_be_changed(ruth, annuity):
    election = give(ruth, annuity)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        WithholdingElection.objects.filter(pk=election.pk).update(extra_monthly=1)


@pytest.mark.parametrize("state", ["AE", "ON"])
def test_no_withholding_needs_an_address_in_the_united_states(ruth, annuity, state):
    Address.objects.filter(person=ruth).update(state=state)

    with pytest.raises(withholding.ElectionRefused, match="address in the United States"):
        give(ruth, annuity, is_none=True, filing="")


def test_a_form_given_with_the_application_counts_for_the_benefit_granted(ruth, annuity):
    give(ruth, None, extra_monthly=D("50.00"))

    assert withholding.election_in_force(annuity, date(2026, 10, 1)).extra_monthly == 50


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def test_the_page_explains_the_default_rule(ruth, annuity):
    page = client_of(ruth).get(reverse("tax_withholding"))

    assert "No form W-4P is on file" in page.text


def test_the_page_does_not_credit_a_form_of_next_month_with_the_tax_of_today(ruth, annuity):
    give(ruth, annuity, extra_monthly=D(1000))

    page = client_of(ruth).get(reverse("tax_withholding"))

    assert "This is what we withhold now." in page.text
    assert "counts from the payment for October 2026 on" in page.text
    assert "By your form W-4P" not in page.text


def test_the_net_pay_is_shown_before_anything_is_changed(ruth, annuity):
    address = reverse("tax_withholding_change", args=[annuity.public_id])
    answers = {"id": str(uuid.uuid4()), "how": "married", "extra_monthly": "$1,000.00"}

    seen = client_of(ruth).post(address, answers)
    given = client_of(ruth).post(address, {**answers, "confirmed": "yes"}, follow=True)

    # Gross 2,150.00, less the tax with the extra 1,000.00, less the insurance of the last payment.
    after = withholding.preview(
        annuity, date(2026, 10, 1), form=ElectedForm("married", extra_monthly=D(1000))
    )
    assert f"${after.net:,.2f}" in seen.text
    assert "It counts from the payment for October 2026 on" in given.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("how", "", "Choose how we shall withhold"),
        ("how", "widow", "Choose one of the answers"),
        ("extra_monthly", "\uff11\uff12", "Write an amount in dollars"),
        ("extra_monthly", "-5", "Write an amount in dollars"),
        ("extra_monthly", "1.234,50", "Write an amount in dollars"),
        ("credits_yearly", "\u202e12", "hidden character"),
        ("credits_yearly", "\U0001f600", "Write an amount in dollars"),
        ("other_income_yearly", "1 OR 1=1;--", "Write an amount in dollars"),
        ("deductions_yearly", "<script>", "Write an amount in dollars"),
        ("deductions_yearly", "99,999,999", "too much"),
    ],
)
def test_wrong_amounts_are_told_and_nothing_is_lost(ruth, annuity, field, typed, said):
    address = reverse("tax_withholding_change", args=[annuity.public_id])
    answers = {"id": str(uuid.uuid4()), "how": "single", "other_income_yearly": "$ 1,200.50", field: typed}

    page = client_of(ruth).post(address, answers)

    assert page.status_code == 422
    assert page.text.count(said) == 2
    assert field == "other_income_yearly" or 'value="$ 1,200.50"' in page.text
    assert not WithholdingElection.objects.exists()


def test_with_a_job_the_amounts_of_its_own_form_stay_empty_here(ruth, annuity):
    address = reverse("tax_withholding_change", args=[annuity.public_id])
    answers = {"id": str(uuid.uuid4()), "how": "head", "jobs_yearly": "20,000", "credits_yearly": "2,200"}

    page = client_of(ruth).post(address, answers)

    assert page.status_code == 422
    assert page.text.count("put this on the form W-4 of the job") == 2


def test_what_was_elected_is_kept_and_read_again_as_it_was(ruth, annuity):
    form = ElectedForm("head", D(1), D(2), D(3), D(4), D(5), D(6))

    election = withholding.elect(
        id=uuid.uuid4(), person=ruth, annuity=annuity, form=form, by=ruth.account.actor
    )

    assert WithholdingElection.objects.get(pk=election.pk).form == form


def test_another_persons_benefit_is_not_there(ruth, annuity):
    sofia = people.a_survivor()

    page = client_of(sofia).get(reverse("tax_withholding_change", args=[annuity.public_id]))

    assert page.status_code == 404
