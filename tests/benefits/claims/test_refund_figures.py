"""A refund pays all contributions once, empties the account, and what it ended counts nowhere."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from benefits.models import (
    AccountEntry,
    LumpSum,
    ServiceGrant,
)
from benefits.selectors import account_history, law_in_force, member_facts
from benefits.services import claims
from benefits.services.claims import FigureNeeded
from sers_portal.base import clock
from tests import people
from tests.benefits.claims.test_claim_figures import approved, reviewed
from tests.factories.claims import (
    a_claim,
    a_claim_to_approve,
    an_examiner,
    retirement_answers,
    somebody_leaving,
)

pytestmark = pytest.mark.django_db


def test_a_refund_pays_all_contributions_and_empties_the_account():
    ivan = people.an_inactive_member()
    answers = {"rollover_amount": "10000.00", "rollover_to": "Prairie Credit Union IRA"}

    approved(a_claim_to_approve(ivan, an_examiner(), "refund", answers=answers))

    # 132 months × 4% of 3,900.00, all of it paid from taxed pay: nothing is withheld, and nothing can be rolled over.
    refund = LumpSum.objects.get(payee=ivan)
    assert refund.gross == Decimal("20592.00")
    assert (refund.taxable, refund.rolled_over, refund.net) == (0, 0, Decimal("20592.00"))
    entry = AccountEntry.objects.get(kind="refund")
    assert entry.retirement + entry.survivor == Decimal("-20592.00")
    assert entry.interest < 0


def test_a_refund_to_somebody_at_work_is_not_figured():
    maria, erin = people.an_active_member(), an_examiner()
    claim = reviewed(a_claim(maria, "refund", answers={}), erin)

    with pytest.raises(FigureNeeded, match="at work"):
        claims.calculate(claim=claim, by=erin.actor)


def test_a_refund_on_leaving_ends_the_service_credit_before_it_until_it_is_repaid():
    ivan = people.an_inactive_member()
    member = people.membership_of(ivan)
    today = clock.today()
    before = member_facts([member.pk], through=today)[member.pk]
    answers = {"rollover_amount": "1000.00", "rollover_to": "First Trust IRA"}
    approved(a_claim_to_approve(ivan, an_examiner(), "refund", answers=answers))

    after = member_facts([member.pk], through=today)[member.pk]
    refund = AccountEntry.objects.get(kind="refund")
    AccountEntry.objects.create(
        member=member,
        kind=AccountEntry.Kind.REPAYMENT,
        on=today,
        retirement=-refund.retirement,
        survivor=-refund.survivor,
    )
    repaid = member_facts([member.pk], through=today)[member.pk]

    assert (len(before.pay), len(after.pay), len(after.entries)) == (132, 0, 0)
    assert len(repaid.pay) == 132


def test_refunded_months_count_nowhere_that_the_member_reads(client):
    ivan = people.an_inactive_member()
    ServiceGrant.objects.create(
        member=ivan.member, kind="purchased", months=Decimal(24), granted_on=date(2012, 1, 1)
    )
    client.force_login(ivan.account)
    before = {name: client.get(reverse(name)) for name in ("member_home", "pay", "contributions")}

    approved(a_claim_to_approve(ivan, an_examiner(), "refund", answers={}))

    home, pay, account = (client.get(reverse(name)) for name in ("member_home", "pay", "contributions"))
    assert before["member_home"].context["home"].work.service_months == 132 + 24
    assert home.context["home"].work.service_months == 0
    assert (pay.context["service"].total, pay.context["shown"].service_so_far) == (0, 0)
    assert pay.context["shown"].contributed_so_far == 0
    assert "none: refunded" in pay.content.decode()
    for page in (home, pay, account):
        assert "Your contributions were refunded on" in page.content.decode()
    assert account.context["history"].regular.balance == 0


def test_a_refund_leaves_no_interest_behind_on_the_account():
    ivan = people.an_inactive_member()
    approved(a_claim_to_approve(ivan, an_examiner(), "refund", answers={}))

    later = account_history(ivan.member, law=law_in_force(on=clock.today()), through=date(2029, 8, 1))

    assert (later.years, later.regular.interest) == ([], 0)


def test_a_refund_at_retirement_ends_no_service_credit():
    lena = somebody_leaving()
    member = people.membership_of(lena)
    months = len(member_facts([member.pk], through=clock.today())[member.pk].pay)
    answers = {**retirement_answers(), "survivor_refund": "true"}

    approved(a_claim_to_approve(lena, an_examiner(), answers=answers))

    assert AccountEntry.objects.filter(kind="refund").exists()
    assert len(member_facts([member.pk], through=clock.today())[member.pk].pay) == months
