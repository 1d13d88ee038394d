"""A payroll file comes in: good rows become pay records, and everything about the file adds up."""

from datetime import date
from decimal import Decimal

import pytest

from benefits.models import PayRecord, PayrollFile
from benefits.services.payroll import FileRefused, import_file, receive
from notices.documents import storage
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests.benefits.payroll.files import a_file, a_tier_2_worker, a_worker, imported, row, the_reject
from tests.factories.work import a_job, an_employer

pytestmark = pytest.mark.django_db


def test_a_good_row_becomes_a_pay_record(tmp_path) -> None:
    member = a_worker()

    payroll_file = imported(tmp_path, row(member, "2025-03", "4000.00", picked_up="160.00"))

    record = PayRecord.objects.get()
    assert (record.member, record.payroll_file) == (member, payroll_file)
    assert (record.month, record.paid_on) == (date(2025, 3, 1), date(2025, 3, 31))
    assert (record.pensionable, record.retirement_contribution, record.survivor_contribution) == (
        Decimal("4000.00"),
        Decimal("140.00"),
        Decimal("20.00"),
    )
    assert record.picked_up == Decimal("160.00")


def test_the_file_is_kept_and_its_counts_and_sums_add_up(tmp_path) -> None:
    member = a_worker()
    lines = [row(member, "2025-01"), row(member, "2025-02"), row(member, "2025-03", units=99)]

    payroll_file = imported(tmp_path, *lines)

    assert (payroll_file.rows, payroll_file.accepted, payroll_file.rejected) == (3, 2, 1)
    assert (payroll_file.earnings, payroll_file.contributions) == (Decimal("8000.00"), Decimal("320.00"))
    assert storage.read(payroll_file.document) == (tmp_path / "payroll.csv").read_bytes()


def test_an_import_leaves_its_audit_rows(tmp_path) -> None:
    payroll_file = imported(tmp_path, row(a_worker()))

    about = AuditEvent.objects.filter(subject_id=str(payroll_file.pk), subject_type="benefits.PayrollFile")
    assert list(about.order_by("id").values_list("verb", flat=True)) == [
        "received payroll file",
        "imported payroll file",
    ]


def test_a_right_trailer_a_byte_order_mark_and_windows_line_ends_are_welcome(tmp_path) -> None:
    member = a_worker()
    lines = [row(member, "2025-01"), row(member, "2025-02"), "#total,2,8000.00,320.00"]
    path = a_file(tmp_path, *lines)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    payroll_file = import_file(path=path, by=SYSTEM)

    assert payroll_file.accepted == 2


def test_a_row_with_every_value_in_quotes_is_read(tmp_path) -> None:
    quoted = ",".join(f'"{value}"' for value in row(a_worker()).split(","))

    assert imported(tmp_path, quoted).accepted == 1


def test_a_file_that_was_only_received_is_finished_by_importing_it_again(tmp_path) -> None:
    path = a_file(tmp_path, row(a_worker()))
    kept = receive(content=path.read_bytes(), name=path.name, by=SYSTEM)

    payroll_file = import_file(path=path, by=SYSTEM)

    assert payroll_file.pk == kept.pk
    assert (PayrollFile.objects.count(), PayRecord.objects.count()) == (1, 1)


def test_the_same_file_again_is_refused_and_changes_nothing(tmp_path) -> None:
    line = row(a_worker())
    first = imported(tmp_path, line)

    with pytest.raises(FileRefused, match=rf"imported before, on \w+ \d+, \d{{4}}.*file {first.pk}"):
        imported(tmp_path, line, name="other-name.csv")

    assert PayRecord.objects.count() == 1
    assert PayrollFile.objects.get().state == PayrollFile.State.IMPORTED


def test_the_same_pay_in_another_file_is_rejected_with_the_number_of_its_record(tmp_path) -> None:
    member = a_worker()
    imported(tmp_path, row(member))

    again = imported(tmp_path, row(member), row(member, "2025-04"), name="again.csv")

    assert again.accepted == 1
    assert the_reject(again).reason == "already_recorded"
    assert the_reject(again).detail == {"record": PayRecord.objects.get(month=date(2025, 3, 1)).pk}


def test_a_temporary_retirees_zero_contribution_is_right(tmp_path) -> None:
    member = a_worker(is_temporary_retiree=True)

    payroll_file = imported(tmp_path, row(member, contribution="0.00"))

    assert payroll_file.accepted == 1
    record = PayRecord.objects.get()
    assert (record.earnings, record.pensionable, record.contribution) == (Decimal("4000.00"), 0, 0)


def test_a_temporary_retiree_who_contributes_is_rejected(tmp_path) -> None:
    member = a_worker(is_temporary_retiree=True)

    payroll_file = imported(tmp_path, row(member, contribution="160.00"))

    assert the_reject(payroll_file).detail["expected"] == "0.00"


def test_the_month_in_which_ordinary_work_ends_counts_although_temporary_work_begins(tmp_path) -> None:
    member = a_worker(until=date(2025, 3, 14))
    a_job(member, since=date(2025, 3, 20), employer=an_employer(), is_temporary_retiree=True)

    payroll_file = imported(tmp_path, row(member, "2025-03"), row(member, "2025-04", contribution="0.00"))

    assert payroll_file.accepted == 2


def test_pay_of_two_employers_in_one_month_is_two_records(tmp_path) -> None:
    member = a_worker()
    a_job(member, since=date(2020, 1, 1), employer=an_employer("DOT", "Transportation"))

    payroll_file = imported(tmp_path, row(member), row(member, employer="DOT"))

    assert payroll_file.accepted == 2


def test_december_pay_paid_in_january_counts_in_the_year_it_was_paid(tmp_path) -> None:
    member = a_tier_2_worker()
    december = row(member, "2025-12", "9000.00", paid_on="2026-01-02")
    rest = [
        row(member, f"2026-{month:02d}", "12000.00", so_far=9000 + 12000 * (month - 1))
        for month in range(1, 12)
    ]

    payroll_file = imported(tmp_path, december, *rest)

    assert payroll_file.accepted == 12
    last = PayRecord.objects.get(month=date(2026, 11, 1))
    assert last.pensionable == Decimal("129192.26") - 9000 - 12000 * 10
