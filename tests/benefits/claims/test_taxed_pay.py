"""A lump sum after retirement: what was paid in from taxed pay and not given back is untaxed; what is not known, staff enter."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from benefits.models import AccountEntry, Annuity, LumpSum, TaxForm
from benefits.rules.months import Month
from benefits.services import claims
from benefits.services.claims import FigureNeeded
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from sers_portal.base.clock import SPRINGFIELD
from tests.benefits.claims.test_claim_figures import nominates
from tests.benefits.payments.cast import NOVEMBER, a_payee
from tests.factories.claims import a_supervisor, an_examiner
from tests.factories.work import months_of_pay

pytestmark = pytest.mark.django_db
D = Decimal
CONTACT = {"name": "Sofia Miller", "email": "sofia@example.org"}


@pytest.fixture(autouse=True)
def _february(monkeypatch):
    """February 15, 2027: the forms 1099-R of 2026 are there."""
    now = datetime(2027, 2, 15, 12, tzinfo=SPRINGFIELD)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", now.date)


@pytest.fixture
def ruth() -> Annuity:
    """Six months of 160.00 within one fiscal year, so without interest; retired in April 2026, four times 50.00 paid."""
    annuity = a_payee(
        starts_on=date(2026, 4, 1), monthly="50.00", paid_through=NOVEMBER, contributions_at_start=D("960.00")
    )
    nominates(annuity.member, ("Sofia Miller", "100"))
    return annuity


def pays(annuity: Annuity, *, picked_up: str) -> None:
    months_of_pay(annuity.member, Month(2025, 10), 6, "4000.00", picked_up=D(picked_up))


def a_form(annuity: Annuity, *, taxable: str | None) -> None:
    TaxForm.objects.create(
        annuity=annuity,
        year=2026,
        gross=D("200.00"),
        taxable=D(taxable) if taxable else None,
        distribution_code="7",
        issued_on=date(2027, 1, 20),
    )


def a_claim_after(annuity: Annuity):
    claim = claims.open_claim(
        kind="lump_sum_death",
        person=None,
        member=annuity.member,
        answers={"died_on": "2026-12-03", "survivor_annuity_payable": "false"},
        by=SYSTEM,
        contact=CONTACT,
    )
    erin = an_examiner()
    return claims.take(claim=claim, by=erin.actor), erin


@pytest.mark.parametrize(
    ("picked_up", "on_form", "taxable"),
    [
        # 960.00 less 200.00 is paid. Everything was picked up: all of it is taxed.
        ("160.00", None, "760.00"),
        # 240.00 from taxed pay, of which the year 2026 gave back 30.00: 210.00 is left untaxed.
        ("120.00", "170.00", "550.00"),
        # All of it given back.
        ("150.00", "140.00", "760.00"),
    ],
)
def test_what_the_record_tells_is_taxed_to_the_cent(ruth, picked_up, on_form, taxable):
    pays(ruth, picked_up=picked_up)
    if on_form is not None:
        a_form(ruth, taxable=on_form)
    claim, erin = a_claim_after(ruth)

    made = claims.calculate(claim=claim, by=erin.actor)

    assert (made.figures["amount"], made.figures["taxable"]) == ("760.00", taxable)


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (lambda ruth: None, "not on record in full"),
        (
            lambda ruth: AccountEntry.objects.create(
                member=ruth.member, kind="opening_balance", on=date(2025, 6, 30), retirement=D("1.00")
            ),
            "not on record in full",
        ),
        (lambda ruth: pays(ruth, picked_up="120.00"), r"\$240.00 .* a form 1099-R is missing"),
        (
            lambda ruth: (pays(ruth, picked_up="120.00"), a_form(ruth, taxable=None)),
            "names no taxable amount",
        ),
    ],
)
def test_what_it_does_not_tell_is_entered_by_staff_and_never_guessed(ruth, unknown, said):
    unknown(ruth)
    claim, erin = a_claim_after(ruth)

    with pytest.raises(FigureNeeded, match=said):
        claims.calculate(claim=claim, by=erin.actor)


def test_what_a_refund_at_retirement_gave_back_untaxed_is_not_given_back_again(ruth):
    pays(ruth, picked_up="120.00")
    a_form(ruth, taxable="170.00")
    claim, erin = a_claim_after(ruth)
    # 120.00 of survivor contributions went back with the annuity, 30.00 of it from taxed pay: 840.00 was left.
    LumpSum.objects.create(
        claim=claim,
        member=ruth.member,
        payee=ruth.payee,
        payee_name="Ruth Miller",
        kind="survivor_refund",
        gross=D("120.00"),
        taxable=D("90.00"),
        net=D("120.00"),
    )
    Annuity.objects.update(contributions_at_start=D("840.00"))

    made = claims.calculate(claim=claim, by=erin.actor)

    # 840.00 less 200.00; untaxed are 240.00 less 30.00 less 30.00.
    assert (made.figures["amount"], made.figures["taxable"]) == ("640.00", "460.00")


def test_the_form_begins_with_what_the_rules_give_and_both_stand_side_by_side(ruth, client):
    claim, erin = a_claim_after(ruth)
    client.force_login(erin)
    page = client.get(reverse("admin:benefits_claim_change", args=[claim.pk])).content.decode()
    known = claims.outcome_of(claim).computed

    made = claims.calculate(
        claim=claim,
        by=erin.actor,
        entered={**known, "taxable": "600.00"},
        reason="Paid in before 1982 from taxed pay",
        source="Paper file, page 3",
    )
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)
    claims.approve_second(claim=claim, by=a_supervisor().actor)

    assert 'name="amount" value="760.00"' in page
    assert (made.computed["amount"], "taxable" in made.computed) == ("760.00", False)
    assert (LumpSum.objects.get().gross, LumpSum.objects.get().taxable) == (D("760.00"), D("600.00"))
