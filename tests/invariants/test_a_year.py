"""The year 2026 of thirty people, walked month by month: payroll, payments, claims, a death, work after retirement,
a payment that came back, and the February statements. The books must balance to the cent against sums made here.
"""

import csv
import io
import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.db.models import Sum

from benefits.models import (
    AccountEntry,
    Annuity,
    Claim,
    InsuranceEnrolment,
    Member,
    Payment,
    PaymentHold,
    PaymentRun,
    PayRecord,
    PlannedPayment,
    Receivable,
    Statement,
)
from benefits.rules.account import account
from benefits.rules.months import Month
from benefits.selectors import law_in_force, member_facts
from benefits.services import claims
from benefits.services.claims import deaths
from benefits.services.payment_runs import approval, booking, deductions, file, plan, returns
from benefits.services.statements import rendering, runs
from benefits.services.statements.plan import plan as plan_statements
from reemployment.models import ReturnNotice, SuspensionCase
from reemployment.services import cases, notices
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from tests.benefits.payments.cast import PAT, RAE, a_payee, an_account_at_the_bank
from tests.benefits.payments.conftest import set_day
from tests.benefits.payroll.files import imported, row
from tests.factories.accounts import a_person, an_account
from tests.factories.claims import a_claim, a_supervisor, an_examiner
from tests.factories.reemployment import a_notice, as_retiree
from tests.factories.work import a_job, a_membership, months_of_pay

pytestmark = pytest.mark.django_db
D = Decimal
CENT = D("0.01")
YEAR = 2026
MONTHS = [Month(YEAR, number) for number in range(1, 13)]
WORKERS, LEAVERS = 20, 2
PAYDAYS = {1: 16, 2: 19, 3: 19, 4: 17, 5: 19, 6: 18, 7: 17, 8: 19, 9: 18, 10: 19, 11: 19, 12: 18}


def cents(amount: Decimal | Fraction) -> Decimal:
    """Half a cent goes up."""
    exact = D(amount.numerator) / D(amount.denominator) if isinstance(amount, Fraction) else amount
    return exact.quantize(CENT, ROUND_HALF_UP)


def tax_of(gross: Decimal) -> Decimal:
    """The withholding of a single person in 2026, from the table in the Internal Revenue Service's circular."""
    base = 12 * gross - 8600
    over, before, percent = next(
        (over, before, percent)
        for over, before, percent in ((57900, 5800, 22), (19900, 1240, 12), (7500, 0, 10), (0, 0, 0))
        if base > over or over == 0
    )
    return cents(cents(before + (base - over) * percent / D(100)) / 12) if percent else D("0.00")


def a_worker(number: int) -> Member:
    """At work since 2020 with ten thousand dollars on the account in mid-2025."""
    member = a_membership(a_person(f"Worker {number}"), since=date(2009 if number % 2 else 2012, 2, 1))
    a_job(member, since=date(2020, 1, 1))
    AccountEntry.objects.create(
        member=member,
        kind="opening_balance",
        on=date(2025, 6, 30),
        retirement=D("8750.00"),
        survivor=D("1250.00"),
    )
    return member


def a_leaver(number: int) -> Member:
    """Sixty-one years old, at work for twenty years, gone at the end of June."""
    person = a_person(f"Leaver {number}", born_on=date(1965, 1, 15))
    member = a_membership(person, since=date(2006, 1, 1))
    a_job(member, since=date(2006, 1, 1), until=date(2026, 6, 30))
    months_of_pay(member, Month(2006, 1), 12 * 20, "4000.00")
    an_account(person, email=f"leaver{number}@example.org")
    an_account_at_the_bank(person)
    return member


class Year:
    """The year as it goes on, and beside the portal's records the sums that are expected of them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.contributions = self.gross = self.tax = self.net = self.filed = D("0.00")
        self.statement_gross: dict[int, Decimal] = {}

    def expect(self, annuity: Annuity, gross: Decimal, *, premium: str = "0.00", other: str = "0.00") -> None:
        tax = tax_of(gross)
        self.gross += gross
        self.tax += tax
        self.net += gross - tax - D(premium) - D(other)
        self.statement_gross[annuity.pk] = self.statement_gross.get(annuity.pk, D(0)) + gross

    def on(self, month: Month, day: int) -> None:
        set_day(self.monkeypatch, month.first_day.replace(day=day))

    def payroll(self, month: Month, members: list[Member]) -> None:
        self.on(month, 2)
        lines = []
        for number, member in enumerate(members):
            earnings = D(4000 + 100 * number)
            so_far = earnings * (month.month - 1)
            lines.append(
                row(member, str(month), f"{earnings}.00", so_far=f"{so_far}.00", paid_on=month.first_day)
            )
            # Four percent: three and a half for retirement, a half for survivors, each to the cent.
            self.contributions += cents(earnings * D("0.035")) + cents(earnings * D("0.005"))
        read = imported(self.folder, *lines, name=f"payroll-{month}.csv")
        assert not read.held_rows.exists()

    def pay(self, month: Month) -> PaymentRun:
        self.on(month, PAYDAYS[month.month])
        run = plan.plan(month=month, by=PAT)
        jobs.work_off(plan.JOB)
        for left in run.rows.filter(exceptions__contains=["deceased"], month=date(YEAR, 6, 1)):
            # The month in which somebody dies is paid whole.
            approval.take_in(row=left, reason="the month of the death", by=PAT)
        approval.approve(run=run, by=RAE)
        booking.order_what_is_due()
        jobs.work_off(booking.JOB)
        run.refresh_from_db()
        assert (run.state, run.paid_on.day) == ("booked", PAYDAYS[month.month])
        lines = csv.DictReader(io.StringIO(file.take_file(run=run, by=PAT).decode()))
        self.filed += sum((D(line["net"]) for line in lines), D(0))
        return run

    def report_death(self, annuity: Annuity, died_on: date) -> None:
        """A neighbor reports it with all that is known; the payments are held, and two people record it."""
        person, examiner = annuity.payee, an_examiner()
        answers = {
            "member_name": person.full_name,
            "member_born_on": person.born_on.isoformat(),
            "member_number": person.member_id,
            "died_on": died_on.isoformat(),
        }
        contact = {"name": "Nina Neighbor", "phone": "217 555 0123"}
        told = deaths.report_death(
            answers=answers, contact=contact, wants_to_apply=False, origin="a place", once="a page", by=SYSTEM
        )
        jobs.work_off(deaths.FIND)
        assert PaymentHold.objects.get(person=person).state == "held"
        claims.take(claim=told.report, by=examiner.actor)
        claims.identify(claim=told.report, person=None, member=annuity.member, by=examiner.actor)
        claims.approve_first(claim=told.report, by=examiner.actor, has_certificate=True)
        claims.approve_second(claim=told.report, by=a_supervisor().actor)

    def survivor_claim(self, annuity: Annuity) -> Claim:
        """The widow applies: 71 years old, married for decades, without Social Security of her own."""
        widow = a_person("Dora", "Miller", born_on=date(1955, 1, 1))
        an_account(widow, email="dora@example.org")
        answers = {
            "died_on": f"{YEAR}-06-10",
            "relation": "spouse",
            "born_on": "1955-01-01",
            "married_on": "1980-06-01",
        }
        return a_claim(widow, "survivor", answers=answers, member=annuity.member)

    def return_to_work(self, annuity: Annuity, starts_on: date) -> ReturnNotice:
        """Permanent work for the State suspends from its first day: the rules open the case, two people decide it."""
        notice = a_notice(as_retiree(annuity.payee), kind="permanent", starts_on=starts_on)
        case = SuspensionCase.objects.get(annuity=annuity)
        cases.confirm(case=cases.propose(case=case, by=PAT), by=RAE)
        return notice

    def stop_working(self, notice: ReturnNotice, ended_on: date) -> None:
        """The work ends: two people let the annuity go on from the first of the month after it."""
        notices.end(notice=notice, ended_on=ended_on, by=SYSTEM)
        case = SuspensionCase.objects.get(notice=notice)
        proposed = cases.propose_resumption(case=case, employment_ended_on=ended_on, by=PAT)
        cases.confirm_resumption(case=proposed, by=RAE)

    def grant(self, claim: Claim) -> Annuity:
        examiner, supervisor = an_examiner(), a_supervisor()
        claims.take(claim=claim, by=examiner.actor)
        claims.calculate(claim=claim, by=examiner.actor)
        claims.approve_first(claim=claim, by=examiner.actor, has_certificate=True)
        claims.approve_second(claim=claim, by=supervisor.actor)
        return Annuity.objects.get(member=claim.member, payee=claim.person)


@pytest.fixture
def year(tmp_path, monkeypatch, settings) -> Year:
    settings.STATEMENT_RENDERER = "tests.faults.cheap.pdf"
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    return Year(tmp_path, monkeypatch)


def test_the_books_of_a_year_balance_to_the_cent(year):
    workers = [a_worker(number) for number in range(WORKERS)]
    leavers = [a_leaver(number) for number in range(LEAVERS)]
    december = Month(YEAR - 1, 12)
    amounts = {"Ann": "2000.00", "Bea": "2101.37", "Cal": "3000.00", "Dan": "2345.67", "Eve": "1999.99"}
    started = {"starts_on": date(2024, 6, 1), "paid_through": december}
    ann, bea, cal, dan, eve = (a_payee(name, monthly=monthly, **started) for name, monthly in amounts.items())
    tess = a_payee("Tess", monthly="1800.00", born_on=date(1955, 1, 1), since=date(2012, 1, 1), **started)
    InsuranceEnrolment.objects.create(
        person=ann.payee,
        plan="health",
        carrier="A",
        covers="m",
        monthly_premium=D("50.25"),
        from_on=date(2024, 6, 1),
    )
    owed = deductions.enter(
        annuity=bea, monthly=D("25.00"), reason="repayment", from_month=date(YEAR, 3, 1), by=PAT
    )
    deductions.approve(deduction=owed, by=RAE)
    raised = {row: cents(row.original_monthly * D("1.03")) for row in (ann, bea, cal, dan, eve)}
    # Tier 2: 1.5% of the amount first granted, in 2026.
    raised[tess] = D("1800.00") + cents(D("1800.00") * D("0.015"))
    granted: list[Annuity] = []

    for month in MONTHS:
        year.payroll(month, [*workers, *(leavers if month.month <= 6 else [])])
        if month.month == 6:
            year.on(month, 12)
            year.report_death(dan, date(YEAR, 6, 10))
        if month.month == 7:
            granted.append(year.grant(year.survivor_claim(dan)))
            for member in leavers:
                answers = {"last_day": "2026-06-30", "retire_on": "2026-07-01"}
                granted.append(year.grant(a_claim(member.person, answers=answers)))
        if month.month == 9:
            year.on(month, 10)
            notice = year.return_to_work(cal, date(YEAR, 9, 11))
            august = Payment.objects.get(annuity=eve, month=date(YEAR, 8, 1))
            back = returns.enter(
                payment=august, returned_on=date(YEAR, 8, 25), reason="closed", remedy="reissue", by=PAT
            )
            returns.approve(returned=back, by=RAE)
        if month.month == 10:
            year.on(month, 16)
            year.stop_working(notice, date(YEAR, 10, 15))
        year.pay(month)
        for annuity, monthly in raised.items():
            if annuity == dan and month.month > 6 or annuity == cal and month.month == 10:
                continue
            # Paid through September 10: ten of thirty days.
            part = cents(Fraction(monthly) * 10 / 30) if annuity == cal and month.month == 9 else monthly
            year.expect(
                annuity,
                part,
                premium="50.25" if annuity == ann else "0.00",
                other="25.00" if annuity == bea and month.month >= 3 else "0.00",
            )
        for annuity in granted:
            year.expect(annuity, annuity.original_monthly)

    # Contributions and interest.
    paid_in = PayRecord.objects.filter(month__gte=date(YEAR, 1, 1)).aggregate(
        r=Sum("retirement_contribution"), s=Sum("survivor_contribution")
    )
    assert paid_in["r"] + paid_in["s"] == year.contributions
    facts = member_facts([member.pk for member in workers], through=date(YEAR, 12, 31))
    law = law_in_force(on=date(YEAR, 12, 31))
    for member in workers:
        # 6.5% on the ten thousand dollars that were there when the fiscal year began.
        assert account(facts[member.pk], law=law, on=date(YEAR, 12, 31)).interest == D("650.00")

    # Payments and deductions.
    paid = Payment.objects.filter(paid_on__year=YEAR)
    sums = paid.aggregate(gross=Sum("gross"), tax=Sum("federal_tax"), net=Sum("net"))
    assert (sums["gross"], sums["tax"], sums["net"]) == (year.gross, year.tax, year.net)
    assert paid.aggregate(premiums=Sum("health_insurance"))["premiums"] == 12 * D("50.25")
    assert paid.aggregate(repaid=Sum("other_deduction"))["repaid"] == 10 * D("25.00")
    assert not paid.filter(annuity=cal, month=date(YEAR, 10, 1)).exists()
    # Dan is paid through the month of his death, and Dora half of it from the next one on: nothing twice, nothing owed.
    assert paid.filter(annuity=dan).count() == 6
    dora = Annuity.objects.get(kind="survivor")
    assert dora.original_monthly == cents(raised[dan] / 2)
    assert paid.filter(annuity=dora).count() == 6
    assert PaymentHold.objects.get().state == "confirmed"
    assert not Receivable.objects.exists()
    assert Claim.objects.filter(kind="retirement", state="in_payment").count() == LEAVERS

    # What left the house: every payment once, Eve's August a second time, and the lump sums.
    single = PlannedPayment.objects.filter(lump_sum__isnull=False, booked_at__isnull=False)
    lump_sums = single.aggregate(net=Sum("net", default=D(0)), rolled=Sum("rolled_over", default=D(0)))
    back.refresh_from_db()
    assert (back.state, back.reissued_on) == ("reissued", date(YEAR, 9, 18))
    assert year.filed == year.net + august.net + lump_sums["net"] + lump_sums["rolled"]

    # February's statements tell the same sums.
    set_day(year.monkeypatch, date(YEAR + 1, 2, 2))
    february = plan_statements(year=YEAR, by=PAT)
    runs.start(run=february, by=PAT)
    jobs.work_off(rendering.JOB)
    # Everybody but Dan, who died; and Dora.
    assert february.statements.filter(document__isnull=False).count() == WORKERS + LEAVERS + 5 + 1
    for annuity in (ann, bea, cal, eve, tess, *granted):
        statement = Statement.objects.get(run=february, person=annuity.payee)
        assert f"${year.statement_gross[annuity.pk]:,.2f}" in json.dumps(statement.content)
