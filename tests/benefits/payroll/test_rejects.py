"""Bad rows are rejected one by one, with a reason that says what to do, and nothing of them is lost."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.models import Member, PayRecord
from benefits.services.payroll.checks import CHECKS
from benefits.services.payroll.file_format import COLUMNS, HEADER
from benefits.services.payroll.reasons import REASONS
from benefits.services.payroll.rejects import reasons_report, rejected_rows, rows_to_mend, say_row
from tests.benefits.payroll.files import a_tier_2_worker, a_worker, imported, row, the_reject

pytestmark = pytest.mark.django_db

# What is changed in a good row, the reason it is then rejected for, and what the sentence must name.
WRONG = [
    ({"member_id": "12345"}, "member_id_malformed", "12345"),
    ({"member_id": "999999999"}, "unknown_member", "999999999"),
    ({"employer": ""}, "employer_malformed", "code"),
    ({"employer": "NOPE"}, "unknown_employer", "NOPE"),
    ({"month": "2025-3"}, "month_malformed", "2025-3"),
    ({"month": "2025-13"}, "month_malformed", "2025-13"),
    ({"paid_on": "03/31/2025"}, "paid_on_malformed", "03/31/2025"),
    ({"paid_on": "2025-02-30"}, "paid_on_malformed", "2025-02-30"),
    ({"paid_on": "2024-12-31"}, "paid_too_early", "2024-12-31"),
    ({"paid_on": "2028-03-31"}, "paid_far_ahead", "2028-03-31"),
    ({"pay_basis": "weekly"}, "pay_basis_malformed", "weekly"),
    ({"units": "-1"}, "units_negative", "-1"),
    ({"units": "many"}, "units_malformed", "many"),
    ({"units": "32"}, "units_impossible", "32"),
    ({"units": "30.5"}, "units_not_whole", "30.5"),
    ({"pay_basis": "per_diem", "units": "32"}, "units_impossible", "per_diem"),
    ({"pay_basis": "hourly", "units": "744.25"}, "units_impossible", "744.25"),
    ({"earnings": "-4000.00"}, "earnings_negative", "-4000.00"),
    ({"earnings": "4,000.00"}, "earnings_malformed", "4,000.00"),
    ({"earnings": "4000.005"}, "earnings_malformed", "4000.005"),
    ({"earnings": "1000000.01"}, "earnings_impossible", "1,000,000.01"),
    ({"formula": "special"}, "formula_malformed", "special"),
    ({"coverage": "maybe"}, "coverage_malformed", "maybe"),
    ({"contribution": "-160.00"}, "contribution_negative", "-160.00"),
    ({"contribution": "four"}, "contribution_malformed", "four"),
    ({"contribution": "160.01"}, "contribution_differs", "160.00"),
    ({"contribution": "159.99"}, "contribution_differs", "159.99"),
    ({"picked_up": "-1.00"}, "picked_up_negative", "-1.00"),
    ({"picked_up": ""}, "picked_up_malformed", "picked_up"),
    ({"picked_up": "160.01"}, "picked_up_over_contribution", "160.01"),
    ({"corrects": "first"}, "corrects_malformed", "first"),
    ({"corrects": "987654321"}, "corrects_unknown", "987654321"),
]


def wrong_row(member: Member, change: dict[str, str]) -> str:
    good = dict(zip(HEADER.split(","), row(member).split(","), strict=True))
    return ",".join(f'"{value}"' if "," in value else value for value in (good | change).values())


@pytest.mark.parametrize(("change", "reason", "named"), WRONG)
def test_a_row_is_rejected_for_what_is_wrong_with_it(tmp_path, change, reason, named) -> None:
    payroll_file = imported(tmp_path, wrong_row(a_worker(), change))

    reject = the_reject(payroll_file)
    assert reject.reason == reason
    assert named in say_row(reject).sentence
    assert not PayRecord.objects.exists()


def test_every_reason_has_its_sentence() -> None:
    from_text = {f"{column.name}_malformed" for column in COLUMNS}
    negative = {f"{column.name}_negative" for column in COLUMNS if column.is_amount}
    others = {"unreadable", "columns", "repeated", "contribution_differs"}

    assert set(REASONS) == from_text | negative | others | {check.reason for check in CHECKS}


def test_a_row_with_a_column_too_few_or_too_many_says_how_many_it_has(tmp_path) -> None:
    good = row(a_worker())

    payroll_file = imported(tmp_path, good.rpartition(",")[0], good + ",")

    assert [say_row(reject).sentence[:19] for reject in rejected_rows(payroll_file)] == [
        "The row has 11 colu",
        "The row has 13 colu",
    ]


def test_a_quotation_mark_left_open_spoils_its_own_row_only(tmp_path) -> None:
    member = a_worker()

    payroll_file = imported(tmp_path, '"' + row(member, "2025-01"), row(member, "2025-02"))

    assert (payroll_file.accepted, the_reject(payroll_file).reason) == (1, "unreadable")


def test_pay_outside_the_employment_is_rejected(tmp_path) -> None:
    member = a_worker(until=date(2025, 2, 14))

    payroll_file = imported(
        tmp_path,
        row(member, "2025-02"),
        row(member, "2025-03"),
        row(member, "2005-01"),
        row(a_worker(at="DOT"), employer="DHS"),
    )

    assert payroll_file.accepted == 1
    assert set(rejected_rows(payroll_file).values_list("reason", flat=True)) == {"not_employed"}
    assert payroll_file.rejected == 3


def test_pay_before_the_law_held_here_is_rejected(tmp_path) -> None:
    member = a_worker(since=date(1985, 1, 1))

    payroll_file = imported(tmp_path, row(member, "1989-12", contribution="160.00"))

    assert the_reject(payroll_file).reason == "not_covered"


def test_a_pick_up_before_there_was_one_is_rejected(tmp_path) -> None:
    member = a_worker(since=date(1985, 1, 1))

    payroll_file = imported(
        tmp_path, row(member, "1991-12", picked_up="100.00"), row(member, "1992-01", picked_up="100.00")
    )

    assert (the_reject(payroll_file).reason, payroll_file.accepted) == ("picked_up_too_early", 1)


def test_tier_2_pay_before_there_was_a_tier_2_does_not_wait_for_law(tmp_path) -> None:
    member = a_worker(since=date(2011, 1, 3))

    payroll_file = imported(tmp_path, row(member, "2011-01", paid_on="2010-12-31", contribution="160.00"))

    assert the_reject(payroll_file).reason == "not_covered"


def test_the_second_row_about_the_same_pay_names_the_line_of_the_first(tmp_path) -> None:
    member = a_worker()

    payroll_file = imported(tmp_path, row(member), row(member, earnings="4100.00"))

    assert PayRecord.objects.get().earnings == Decimal("4000.00")
    assert (the_reject(payroll_file).line, the_reject(payroll_file).detail) == (3, {"line": 2})


def test_rejects_are_numbered_by_their_line_and_kept_as_they_came(tmp_path) -> None:
    member = a_worker()
    bad = [
        wrong_row(member, {"month": "2025-01", "units": "99"}),
        wrong_row(member, {"earnings": "4,000.00"}),
    ]

    payroll_file = imported(tmp_path, bad[0], row(member, "2025-02"), bad[1])

    assert list(rejected_rows(payroll_file).values_list("line", "text")) == [(2, bad[0]), (4, bad[1])]


def test_exported_rejects_can_be_mended_and_imported(tmp_path) -> None:
    member = a_worker()
    first = imported(tmp_path, row(member, "2025-01", units=99), row(member, "2025-02", units=99))
    mended = "".join(rows_to_mend(first)).replace(",99,", ",28,").splitlines()

    second = imported(tmp_path, *mended[1:], name="mended.csv")

    assert mended[0] == HEADER
    assert (second.accepted, second.rejected) == (2, 0)


def test_the_report_of_reasons_holds_no_formula(tmp_path) -> None:
    evil = "=HYPERLINK(1)" + row(a_worker())

    payroll_file = imported(tmp_path, evil)

    cells = [cell for line in csv.reader(reasons_report(payroll_file)) for cell in line]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_only_the_wrong_row_needs_mending_although_it_drags_later_ones_along(tmp_path) -> None:
    member = a_tier_2_worker()
    year = [
        row(member, f"2025-{month:02d}", "12000.00", so_far=12000 * (month - 1)) for month in range(1, 13)
    ]
    wrong = row(member, "2025-03", "12000.00", contribution="480.05")

    first = imported(tmp_path, *year[:2], wrong, *year[3:])
    rejected = [reject.line for reject in rejected_rows(first)]
    mended = "".join(rows_to_mend(first)).replace("480.05", "480.00").splitlines()[1:]
    second = imported(tmp_path, *mended, name="mended.csv")

    # A row that is not recorded takes no room under the cap: November and December had to wait for March.
    assert rejected == [4, 12, 13]
    assert (second.accepted, second.cap_effects.count()) == (3, 0)


def test_the_reference_lists_the_header_and_every_reason() -> None:
    reference = Path("docs/reference/payroll-file.md").read_text()

    assert HEADER in reference
    assert [reason for reason in REASONS if f"`{reason}`" not in reference] == []
