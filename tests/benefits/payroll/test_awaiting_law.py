"""Rows whose year has no law yet wait, and are taken up when the figure arrives."""

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import HeldRow, PayRecord
from benefits.rules.law import ApprovedFigure
from benefits.services import yearly_figures
from benefits.services.payroll import take_up_awaiting, work
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent, Job
from tests.benefits.payroll.files import LAW, a_tier_2_worker, a_worker, imported, row
from tests.factories.accounts import staff
from tests.factories.work import a_job, an_employer

pytestmark = pytest.mark.django_db

WITH_2027 = LAW.with_figures(
    ApprovedFigure(
        topic="tier_2_year",
        year=2027,
        figures={"cap": Decimal("131000.00"), "increase_percent": Decimal("1.40")},
        cite="40 ILCS 5/1-160(b), (e)",
        source="project",
        checked=date(2026, 11, 22),
    )
)


def january(member, earnings: str = "4000.00", contribution: str = "160.00", **values) -> str:
    return row(member, "2027-01", earnings, contribution=contribution, paid_on="2027-01-29", **values)


def test_tier_2_pay_of_a_year_without_its_cap_waits_while_the_rest_is_recorded(tmp_path) -> None:
    tier_1, tier_2 = a_worker(), a_tier_2_worker()

    payroll_file = imported(tmp_path, january(tier_1), january(tier_2), row(tier_2, "2026-10"))

    assert (payroll_file.accepted, payroll_file.awaiting_law, payroll_file.rejected) == (2, 1, 0)
    waiting = HeldRow.objects.get()
    assert (waiting.state, waiting.detail) == (HeldRow.State.AWAITING_LAW, {"year": 2027})


def test_a_temporary_retirees_pay_does_not_wait(tmp_path) -> None:
    member = a_worker(since=date(2012, 1, 3), is_temporary_retiree=True)

    assert imported(tmp_path, january(member, contribution="0.00")).accepted == 1


def test_waiting_rows_go_on_waiting_while_nothing_has_arrived(tmp_path) -> None:
    payroll_file = imported(tmp_path, january(a_tier_2_worker()))

    settled = take_up_awaiting(by=SYSTEM)

    payroll_file.refresh_from_db()
    assert (settled, payroll_file.awaiting_law) == (0, 1)


def test_waiting_rows_are_taken_up_when_the_figure_arrives(tmp_path) -> None:
    good, wrong = january(a_tier_2_worker()), january(a_tier_2_worker(), contribution="161.00")
    payroll_file = imported(tmp_path, good, wrong)

    settled = take_up_awaiting(by=SYSTEM, law=WITH_2027)

    payroll_file.refresh_from_db()
    assert settled == 2
    assert (payroll_file.accepted, payroll_file.rejected, payroll_file.awaiting_law) == (1, 1, 0)
    assert payroll_file.contributions == Decimal("160.00")
    assert PayRecord.objects.get().payroll_file == payroll_file
    states = HeldRow.objects.order_by("line").values_list("state", "reason")
    assert list(states) == [("taken_up", "awaiting_law"), ("rejected", "contribution_differs")]


def test_taking_up_twice_changes_nothing(tmp_path) -> None:
    imported(tmp_path, january(a_tier_2_worker()))
    take_up_awaiting(by=SYSTEM, law=WITH_2027)

    settled = take_up_awaiting(by=SYSTEM, law=WITH_2027)

    assert (settled, PayRecord.objects.count()) == (0, 1)
    assert AuditEvent.objects.filter(verb="took up payroll rows that waited for law").count() == 1


def test_waiting_rows_of_several_files_count_together_against_the_new_cap(tmp_path) -> None:
    member = a_tier_2_worker()
    a_job(member, since=date(2020, 1, 1), employer=an_employer("DOT", "Transportation"))
    imported(tmp_path, january(member, "100000.00", "4000.00"), name="one.csv")
    imported(tmp_path, january(member, "100000.00", "1240.00", employer="DOT"), name="two.csv")

    take_up_awaiting(by=SYSTEM, law=WITH_2027)

    counted = PayRecord.objects.order_by("id").values_list("pensionable", flat=True)
    assert list(counted) == [Decimal("100000.00"), Decimal("31000.00")]


def test_a_row_of_a_year_still_unknown_goes_on_waiting_when_another_is_taken_up(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2027, 12, 1))
    member = a_tier_2_worker()
    later = row(member, "2028-01", contribution="160.00")
    payroll_file = imported(tmp_path, january(member), later)

    settled = take_up_awaiting(by=SYSTEM, law=WITH_2027)

    payroll_file.refresh_from_db()
    assert (settled, payroll_file.accepted, payroll_file.awaiting_law) == (1, 1, 1)


def test_the_same_pay_waiting_in_two_files_is_recorded_once(tmp_path) -> None:
    member = a_tier_2_worker()
    imported(tmp_path, january(member), name="one.csv")
    imported(tmp_path, january(member), "", name="two.csv")

    take_up_awaiting(by=SYSTEM, law=WITH_2027)

    assert PayRecord.objects.count() == 1
    assert HeldRow.objects.filter(reason="already_recorded").count() == 1


def test_approving_the_figure_orders_the_taking_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    payroll_file = imported(tmp_path, january(a_tier_2_worker()))
    figure = yearly_figures.enter(
        year=2027,
        cpi_change_percent=Decimal("2.8"),
        source="bls-cpi",
        effective_on=date(2026, 11, 22),
        by=staff().actor,
    )

    yearly_figures.approve(figure_id=figure.pk, by=staff().actor)
    jobs.work_off(work.TAKE_UP)

    payroll_file.refresh_from_db()
    assert (payroll_file.accepted, payroll_file.awaiting_law) == (1, 0)


def test_nothing_is_ordered_while_nothing_waits() -> None:
    work.take_up_due()

    assert not Job.objects.filter(kind=work.TAKE_UP).exists()
