"""What is taxed of refunds, rolled over once, and what staff entered instead: to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Person
from benefits.admin.claim_page import figure_rows
from benefits.models import AccountEntry, Annuity, LumpSum, Member
from benefits.rules.months import Month
from benefits.services import claims
from benefits.services.claims import ClaimRefused, FigureNeeded
from notices.services.papers import words_of
from sers_portal.base import clock, jobs
from tests.benefits.claims.test_claim_figures import nominates
from tests.factories.accounts import a_person, an_account
from tests.factories.benefits import an_annuity
from tests.factories.claims import a_claim, a_claim_to_approve, a_supervisor, an_examiner, retirement_answers
from tests.factories.work import a_job, a_membership, months_of_pay

pytestmark = pytest.mark.django_db
D = Decimal
ROLLOVER = {"rollover_amount": "2000.00", "rollover_to": "Prairie Credit Union IRA"}


def somebody_gone(months: int = 12, **pay) -> Person:
    """Gia Park, 61 years old, gone since the end of last month: 4,000.00 a month, of which 120.00 was picked up."""
    last = Month.of(clock.today()).plus(-1)
    person = a_person("Gia", "Park", born_on=date(clock.today().year - 61, 1, 15))
    member = a_membership(person, since=date(2010, 1, 1))
    first = last.plus(1 - months)
    a_job(member, since=first.first_day, until=last.last_day)
    months_of_pay(member, first, months, "4000.00", **{"picked_up": D("120.00"), **pay})
    an_account(person)
    return person


def in_review(person: Person, kind: str, answers: dict):
    examiner = an_examiner()
    claim = claims.take(claim=a_claim(person, kind, answers=answers), by=examiner.actor)
    return claim, examiner.actor


def entered(claim, by, **figures: str):
    """Figures entered by hand in place of those of the rules."""
    computed = claims.calculate(claim=claim, by=by).computed
    return claims.calculate(
        claim=claim, by=by, entered={**computed, **figures}, reason="Paper record", source="File, page 3"
    )


def approved(claim, by):
    claims.approve_first(claim=claim, by=by, has_certificate=True)
    return claims.approve_second(claim=claim, by=a_supervisor().actor)


def test_refunds_with_an_annuity_are_taxed_each_by_its_own_part_and_roll_over_once():
    gia = somebody_gone(
        96,
        formula="alternative",
        retirement_contribution=D("320.00"),
        survivor_contribution=D("20.00"),
        picked_up=D("220.00"),
    )
    Member.objects.filter(person=gia).update(formula="alternative")
    answers = {**retirement_answers(), "survivor_refund": "true", **ROLLOVER}

    approved(*in_review_and_calculated(gia, answers))

    survivor, excess = LumpSum.objects.order_by("id")
    # Of each month's 340.00 she paid 120.00 herself: of 20.00 that is 7.06, of the excess of 180.00 it is 63.53.
    assert (survivor.gross, survivor.taxable) == (D("1920.00"), D("1242.24"))
    assert (excess.gross, excess.taxable) == (D("17280.00"), D("11181.12"))
    assert (survivor.rolled_over, survivor.federal_tax, survivor.net) == (D("1242.24"), 0, D("677.76"))
    # 2,000.00 less 1,242.24; then 20% of 10,423.36.
    assert (excess.rolled_over, excess.federal_tax) == (D("757.76"), D("2084.67"))
    assert excess.net == D("14437.57")
    # What was given back is not paid again after a death.
    assert Annuity.objects.get(payee=gia).contributions_at_start >= D(96 * 140) - 1


def in_review_and_calculated(person: Person, answers: dict):
    claim, by = in_review(person, "retirement", answers)
    claims.calculate(claim=claim, by=by)
    return claim, by


def test_a_rollover_of_a_refund_is_the_taxable_part_at_most():
    claim = a_claim_to_approve(somebody_gone(), an_examiner(), "refund", answers=ROLLOVER)

    claims.approve_second(claim=claim, by=a_supervisor().actor)

    # Twelve months of 160.00, 120.00 of each picked up.
    refund = LumpSum.objects.get()
    assert (refund.gross, refund.taxable, refund.rolled_over) == (D("1920.00"), D("1440.00"), D("1440.00"))
    assert (refund.federal_tax, refund.net) == (D("0.00"), D("480.00"))


def test_the_letter_says_why_less_was_rolled_over_than_asked():
    claim = a_claim_to_approve(somebody_gone(), an_examiner(), "refund", answers=ROLLOVER)
    claims.approve_second(claim=claim, by=a_supervisor().actor)

    jobs.work_off("claim-letter")

    told = words_of(claim.letters.get().document)
    assert told["rollover"] == {"asked": "$2,000.00", "goes": "$1,440.00"}


def test_a_beneficiary_reads_the_own_share_gross_to_net_and_nothing_of_others():
    gia, olga = somebody_gone(), a_person("Olga", "Park")
    an_account(olga)
    nominates(gia.member, ("Olga Park", "40"), ("Pavel Park", "60"))
    answers = {**ROLLOVER, "died_on": clock.today().isoformat(), "survivor_annuity_payable": "false"}
    claim = a_claim_to_approve(
        olga, an_examiner(), "lump_sum_death", answers=answers | {"rollover_amount": "100"}, member=gia.member
    )
    claims.approve_second(claim=claim, by=a_supervisor().actor)

    jobs.work_off("claim-letter")

    # 1,920.00 paid in, of which 1,440.00 was picked up; 40% of each; 20% of 476.00 is withheld.
    told = words_of(claim.letters.get().document)
    (table,) = told["paid_once"]
    assert [(line["words"], line["figure"]) for line in table["lines"]] == [
        ("Before tax", "$768.00"),
        ("Taxable part", "$576.00"),
        ("Goes straight to Prairie Credit Union IRA", "$100.00"),
        ("Federal income tax withheld", "$95.20"),
        ("Paid out", "$572.80"),
    ]
    assert table["title"] == "Lump-sum death benefit, your share of 40%"
    assert "Pavel" not in str(told)
    assert told["rollover"] == {}


def test_tax_and_net_that_staff_entered_are_paid_and_stand_beside_what_the_rules_say():
    claim, by = in_review(somebody_gone(), "refund", {})

    made = entered(claim, by, federal_tax="100.00", net="1820.00")
    approved(claim, by)

    refund = LumpSum.objects.get()
    assert (refund.federal_tax, refund.net) == (D("100.00"), D("1820.00"))
    shown = {row.words: (row.computed, row.entered) for row in figure_rows(claim, made) if row.differs}
    assert shown == {
        "Federal income tax withheld": ("$288.00", "$100.00"),
        "Paid out": ("$1,632.00", "$1,820.00"),
    }


def test_tax_and_net_left_empty_are_figured_from_what_was_entered():
    claim, by = in_review(somebody_gone(), "refund", {})

    made = entered(claim, by, taxable="1000.00", federal_tax="", net="")

    assert (made.figures["federal_tax"], made.figures["net"]) == ("200.00", "1720.00")


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"net": "1700.00"}, "do not fit"),
        ({"federal_tax": "2000.00", "net": ""}, "do not fit"),
        ({"taxable": "1920.01"}, "cannot be more than the whole"),
        ({"rolled_over": "10.00", "net": "1622.00"}, "names no plan"),
        ({"rolled_over": "1500.00"}, "Only the taxable part"),
        ({"retirement_contributions": "1600.00"}, "must come to the refund"),
    ],
)
def test_figures_that_do_not_fit_together_are_refused(figures, said):
    claim, by = in_review(somebody_gone(), "refund", {})

    with pytest.raises(ClaimRefused, match=said):
        entered(claim, by, **figures)


def test_nobody_has_a_refund_on_leaving_beside_a_retirement_annuity():
    gia = somebody_gone()
    an_annuity(gia.member, starts_on=Month.of(clock.today()).first_day)
    claim, by = in_review(gia, "refund", {})

    with pytest.raises(FigureNeeded, match="not refunded beside it"):
        claims.calculate(claim=claim, by=by)


def test_an_annuity_figured_before_a_refund_was_granted_is_not_granted_after_it():
    gia = somebody_gone(96)
    retires, by = in_review_and_calculated(gia, retirement_answers())
    claims.approve_first(claim=retires, by=by, has_certificate=True)
    refund = a_claim_to_approve(gia, an_examiner("Otto"), "refund", answers={})
    claims.approve_second(claim=refund, by=a_supervisor().actor)

    with pytest.raises(ClaimRefused, match="Calculate the claim anew"):
        claims.approve_second(claim=retires, by=a_supervisor("Sam").actor)

    assert not Annuity.objects.exists()
    assert AccountEntry.objects.get().retirement == -D(96 * 140)
