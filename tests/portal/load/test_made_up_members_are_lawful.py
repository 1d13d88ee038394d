"""Made-up members are lawful members: what is recorded of them is what the rules say, to the cent."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, Max, Min, Sum

from accounts.models import Person
from accounts.ssn import clean_ssn
from benefits import selectors
from benefits.models import Annuity, AnnuityAmount, BankAccount, Member, Payment, PayRecord
from benefits.rules.annuity import retirement_annuity
from benefits.rules.contributions import contribution_as_recorded
from benefits.rules.increases import annual_increases
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.rules.payment_dates import payment_date
from benefits.rules.standing import standing
from benefits.rules.tax import federal_withholding
from benefits.state_holidays import state_holidays
from sers_portal.base import clock
from sers_portal.load import loading
from sers_portal.load.chance import PUBLISHED, spread

# One load serves the whole file.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("made-up members")]

TODAY = date(2026, 11, 22)
COUNT = 150


@pytest.fixture(scope="module")
def members(django_db_setup, django_db_blocker):
    """A hundred and fifty made-up members, taken out again when this file's tests are over."""
    with django_db_blocker.unblock():
        loading.load_by_chance(spread(COUNT, PUBLISHED, 1), seed=1, today=TODAY, years=10)
        yield
        empty_tables()


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def empty_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_person, benefits_employer RESTART IDENTITY CASCADE")


def test_each_contribution_is_the_laws(members):
    law = load_law()
    counted: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    # The records begin in the middle of 2016: what counted against that year's cap before is not among them.
    records = PayRecord.objects.filter(month__gte=date(2017, 1, 1)).select_related("member")
    records = records.order_by("member", "paid_on", "employer")
    wrong = []
    capped = 0

    for row in records.iterator():
        so_far = counted[row.member_id, row.paid_on.year]
        lawful = contribution_as_recorded(
            tier=row.member.tier,
            formula=row.formula,
            coverage=row.coverage,
            paid_on=row.paid_on,
            earnings=row.earnings,
            picked_up_amount=row.picked_up,
            law=law,
            pensionable_so_far=so_far,
        )
        counted[row.member_id, row.paid_on.year] += row.pensionable
        capped += row.pensionable < row.earnings
        recorded = (row.pensionable, row.retirement_contribution, row.survivor_contribution)
        if recorded != (lawful.pensionable, lawful.retirement, lawful.survivor):
            wrong.append(row.pk)

    assert wrong == []
    assert records.count() > 5_000
    assert capped > 0, "somebody earns more than the Tier 2 cap"


def test_each_retirement_annuity_is_the_rules(members):
    law = load_law()
    checked = 0

    for annuity in Annuity.objects.filter(kind="retirement").select_related("member__person"):
        member = annuity.member
        expected = retirement_annuity(
            tier=member.tier,
            formula=member.formula,
            coverage=member.coverage,
            born=member.person.born_on,
            annuity_start=annuity.starts_on,
            service_months=annuity.service_months,
            final_average_compensation=annuity.final_average_compensation,
            law=law,
            police=member.is_police,
            offset_removal=annuity.offset_removal,
        )
        assert (expected.payable, expected.monthly_annuity) == (True, annuity.original_monthly)
        basis = expected.route if expected.route in ("35_years", "rule_of_85", "reduced") else None
        last = annuity.ends_on or TODAY
        increases = annual_increases(
            tier=member.tier,
            formula=annuity.formula,
            born=member.person.born_on,
            annuity_start=annuity.starts_on,
            original_annuity=annuity.original_monthly,
            through=last,
            law=law,
            basis=basis,
        ).increases
        recorded = list(annuity.amounts.values_list("from_on", "monthly"))
        assert recorded == [(annuity.starts_on, annuity.original_monthly), *increases]
        checked += 1

    assert checked > 50


def test_a_retirement_within_the_records_rests_on_the_records_themselves(members):
    law = load_law()
    recent = Annuity.objects.filter(kind="retirement", starts_on__gte=date(2018, 1, 1)).select_related(
        "member"
    )
    checked = 0

    for annuity in recent:
        facts = selectors.member_facts([annuity.member_id], through=annuity.starts_on)[annuity.member_id]
        then = standing(facts, law=law, on=annuity.starts_on)
        assert then.service.months == annuity.service_months
        assert then.account.balance == annuity.contributions_at_start
        checked += 1

    assert checked > 5


def test_members_at_work_have_a_standing_without_refusals(members):
    law = load_law()
    at_work = Member.objects.filter(employments__left_on=None)[:40]
    facts = selectors.member_facts([member.pk for member in at_work], through=TODAY)

    for member in facts.values():
        stands = standing(member, law=law, on=TODAY)
        assert stands.service.months > 0
        assert stands.final_average_compensation.final_average_compensation > 0
        assert stands.account.balance > 0


def test_each_payment_is_the_amount_then_payable_on_the_lawful_day(members):
    law = load_law()
    amounts: defaultdict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for annuity, from_on, monthly in AnnuityAmount.objects.order_by("from_on").values_list(
        "annuity", "from_on", "monthly"
    ):
        amounts[annuity].append((from_on, monthly))

    wrong = [
        payment.pk
        for payment in Payment.objects.iterator()
        if payment.gross != [m for on, m in amounts[payment.annuity_id] if on <= payment.month][-1]
    ]
    days = set(Payment.objects.values_list("month", "paid_on"))

    assert wrong == []
    assert Payment.objects.count() > 3_000
    for month, paid_on in days:
        lawful = payment_date(month=Month.of(month), holidays=state_holidays(month.year), law=law)
        assert paid_on == lawful.on


def test_tax_withheld_is_the_tables(members):
    law = load_law()

    for payment in Payment.objects.select_related("annuity").order_by("pk")[::97]:
        lawful = federal_withholding(
            year=2026,
            kind=payment.annuity.kind,
            benefit_began=payment.annuity.starts_on,
            monthly=payment.gross,
            law=law,
        )
        assert payment.federal_tax == lawful.monthly_withholding


def test_annuities_in_payment_are_paid_every_month_up_to_the_last_payment_date(members):
    in_payment = Annuity.objects.filter(state="in_payment", starts_on__lte=date(2026, 11, 1))

    spans = in_payment.annotate(
        first=Min("payments__month"), last=Max("payments__month"), n=Count("payments")
    )

    for annuity in spans:
        first = max(annuity.starts_on, date(2016, 7, 1))
        assert (annuity.first, annuity.last) == (first, date(2026, 11, 1))
        assert annuity.n == Month.of(annuity.last).ordinal - Month.of(first).ordinal + 1


def test_nobody_is_paid_after_death(members):
    late = Payment.objects.filter(annuity__payee__died_on__isnull=False).select_related("annuity__payee")

    assert all(payment.month <= payment.annuity.payee.died_on for payment in late)


def test_sealed_numbers_open_and_are_valid(members):
    people = list(Person.objects.order_by("pk")[:50])
    accounts = list(BankAccount.objects.order_by("pk")[:50])

    assert all(clean_ssn(person.ssn) == person.ssn for person in people)
    assert all(account.account_number.isdigit() for account in accounts)
    assert all(has_right_check_digit(account.routing_number) for account in accounts)
    assert Person.objects.get(ssn_index=Person.ssn.index_of(people[7].ssn)) == people[7]


def has_right_check_digit(routing_number: str) -> bool:
    weights = (3, 7, 1, 3, 7, 1, 3, 7, 1)
    return sum(int(d) * w for d, w in zip(routing_number, weights, strict=True)) % 10 == 0


def test_beneficiaries_of_each_rank_come_to_100_percent(members):
    sums = Member.objects.values("designations", "designations__beneficiaries__rank").annotate(
        percent=Sum("designations__beneficiaries__percent")
    )

    assert {row["percent"] for row in sums if row["percent"] is not None} == {Decimal(100)}
