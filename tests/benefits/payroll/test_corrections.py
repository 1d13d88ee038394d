"""A correction is a new record that names the one it replaces."""

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import PayRecord
from benefits.selectors import effective_records
from benefits.services.payroll.rejects import rejected_rows
from tests.benefits.payroll.files import a_worker, imported, row, the_reject
from tests.factories.work import a_job, an_employer

pytestmark = pytest.mark.django_db


def recorded(tmp_path, member, month: str = "2025-03") -> PayRecord:
    """A pay record that a first file brought."""
    imported(tmp_path, row(member, month), name=f"first-{member.pk}-{month}.csv")
    return PayRecord.objects.latest("id")


def test_a_correction_replaces_the_record_it_names(tmp_path) -> None:
    member = a_worker()
    wrong = recorded(tmp_path, member)

    imported(tmp_path, row(member, earnings="4200.00", corrects=wrong.pk))

    right = effective_records(PayRecord.objects.all()).get()
    assert (right.corrects, right.earnings, right.contribution) == (
        wrong,
        Decimal("4200.00"),
        Decimal("168.00"),
    )


def test_a_correction_can_be_corrected_but_not_the_record_it_replaced(tmp_path) -> None:
    member = a_worker()
    first = recorded(tmp_path, member)
    imported(tmp_path, row(member, earnings="4200.00", corrects=first.pk), name="second.csv")
    second = PayRecord.objects.get(corrects=first)

    third = imported(
        tmp_path,
        row(member, earnings="4300.00", corrects=first.pk),
        row(member, earnings="4400.00", corrects=second.pk),
        name="third.csv",
    )

    assert (the_reject(third).reason, the_reject(third).detail) == (
        "already_corrected",
        {"record": second.pk},
    )
    assert effective_records(PayRecord.objects.all()).get().earnings == Decimal("4400.00")


def test_two_corrections_of_one_record_in_a_file_are_not_both_taken(tmp_path) -> None:
    member = a_worker()
    wrong = recorded(tmp_path, member)

    payroll_file = imported(
        tmp_path,
        row(member, earnings="4200.00", corrects=wrong.pk),
        row(member, earnings="4300.00", corrects=wrong.pk),
    )

    assert (payroll_file.accepted, the_reject(payroll_file).reason) == (1, "repeated")


def test_a_correction_must_be_about_the_same_member_month_and_employer(tmp_path) -> None:
    member, other = a_worker(), a_worker()
    a_job(member, since=date(2020, 1, 1), employer=an_employer("DOT", "Transportation"))
    wrong = recorded(tmp_path, member)

    payroll_file = imported(
        tmp_path,
        row(other, corrects=wrong.pk),
        row(member, "2025-04", corrects=wrong.pk),
        row(member, employer="DOT", corrects=wrong.pk),
    )

    reasons = rejected_rows(payroll_file).values_list("reason", flat=True)
    assert list(reasons) == ["corrects_another"] * 3


def test_pay_already_corrected_is_rejected_with_the_number_of_the_record_in_force(tmp_path) -> None:
    member = a_worker()
    imported(
        tmp_path, row(member, earnings="4200.00", corrects=recorded(tmp_path, member).pk), name="second.csv"
    )

    third = imported(tmp_path, row(member, earnings="4300.00"), name="third.csv")

    in_force = effective_records(PayRecord.objects.all()).get()
    assert (the_reject(third).reason, the_reject(third).detail) == (
        "already_recorded",
        {"record": in_force.pk},
    )
