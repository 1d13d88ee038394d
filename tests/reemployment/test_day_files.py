"""Employers' files of days: good rows count, others are kept with a reason, nothing is counted twice."""

from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from benefits.models import Claim
from reemployment.models import DayFile, WorkedDay
from reemployment.selectors import days_told, days_worked
from reemployment.services import day_files
from reemployment.services.day_files import DayFileRefused
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import a_person, staff
from tests.factories.reemployment import (
    HEADER,
    a_day_file,
    a_notice,
    a_retired_member,
    an_agency,
    days_logged,
)
from tests.factories.work import a_membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(set_today):
    set_today(date(2026, 11, 22))
    an_agency("DHS")


@pytest.fixture
def walt():
    return a_retired_member(member_id="700123")


def reasons(file: DayFile) -> list[str]:
    return list(file.rejected_rows.values_list("reason", flat=True))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("700123,DHS,2026-03-02", "columns"),
        ("7001,DHS,2026-03-02,yes", "member_id_malformed"),
        ("700123,DHS,2026-02-30,yes", "day_malformed"),
        ("700123,DHS,03/02/2026,yes", "day_malformed"),
        ("700123,DHS,2026-03-02,-1", "worked_malformed"),
        ("999999,DHS,2026-03-02,yes", "unknown_member"),
        ("700123,XYZ,2026-03-02,yes", "unknown_employer"),
        ("700124,DHS,2026-03-02,yes", "not_retired"),
        ("700123,DHS,2026-11-23,yes", "in_future"),
        ("700123,DHS,2022-12-31,yes", "before_retirement"),
        ("700123,DHS,2026-03-02,no", "nothing_to_take_back"),
    ],
)
def test_a_row_that_is_no_day_is_kept_with_its_reason(walt, row, reason):
    a_membership(a_person(member_id="700124"), since=date(2000, 1, 1))

    file = a_day_file(row, "700123,DHS,2026-03-03,yes")

    assert (file.rows, file.accepted, file.rejected, reasons(file)) == (2, 1, 1, [reason])
    assert file.rejected_rows.get().text == row
    assert day_files.say_reason(reason)


def test_a_day_twice_in_a_file_or_in_two_files_counts_once(walt):
    first = a_day_file("700123,DHS,2026-03-02,yes", "700123,DHS,2026-03-02,yes")

    second = a_day_file("700123,DHS,2026-03-02,yes", "700123,DHS,2026-03-03,yes")

    assert (reasons(first), reasons(second)) == (["told_twice_in_file"], ["told_before"])
    assert days_worked(walt.member, year=2026) == {date(2026, 3, 2), date(2026, 3, 3)}


def test_the_same_file_is_not_imported_again(walt):
    a_day_file("700123,DHS,2026-03-02,yes")

    with pytest.raises(DayFileRefused, match=r"imported before, on \w+ \d+, \d{4}"):
        a_day_file("700123,DHS,2026-03-02,yes", name="other name.csv")

    assert WorkedDay.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"member,day\n1,2", "first line must be exactly"),
        (HEADER.encode() + b"\n\n", "holds no rows"),
        ("PK\x03\x04\udcff".encode("utf-8", "surrogateescape"), "no CSV file"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(content, words):
    with pytest.raises(DayFileRefused, match=words):
        day_files.import_content(content=content, name="x.csv", by=SYSTEM)

    assert not DayFile.objects.exists()


def test_a_day_the_employer_takes_back_stays_in_the_record_and_counts_no_more(walt):
    a_day_file("700123,DHS,2026-03-02,yes")

    a_day_file("700123,DHS,2026-03-02,no")

    assert not days_worked(walt.member, year=2026)
    assert WorkedDay.objects.get(is_worked=False).corrects.is_worked


def test_days_that_differ_open_one_case_that_names_them(walt):
    job = a_notice(walt, starts_on=date(2026, 1, 5))
    days_logged(walt, job, [date(2026, 3, 2), date(2026, 3, 4), date(2026, 4, 1)])

    a_day_file("700123,DHS,2026-03-02,yes", "700123,DHS,2026-03-03,yes")
    a_day_file("700123,DHS,2026-03-06,yes")

    claim = Claim.objects.get(kind="work_days")
    assert claim.answer_data == {
        "employer_only": "March 3, 2026, Department of Human Services",
        "retiree_only": "March 4, 2026, Department of Human Services",
    }
    # April is not reported on yet: no difference, and no day lost either.
    assert len(days_worked(walt.member, year=2026)) == 5


def test_days_that_agree_open_no_case(walt):
    job = a_notice(walt, starts_on=date(2026, 1, 5))
    days_logged(walt, job, [date(2026, 3, 2)])

    a_day_file("700123,DHS,2026-03-02,yes")

    assert not Claim.objects.exists()
    assert not any(told.differs for told in days_told(walt.member, year=2026))


def test_the_command_says_what_became_of_each_row(walt, tmp_path):
    path = tmp_path / "days.csv"
    path.write_text(f"{HEADER}\n700123,DHS,2026-03-02,yes\n700123,DHS,2026-13-02,yes\n")
    said = StringIO()

    call_command("import_days", str(path), stdout=said)

    assert "2 rows, 1 accepted, 1 rejected" in said.getvalue()
    assert "line 3: The day is not written as YYYY-MM-DD" in said.getvalue()


def test_the_command_refuses_a_file_with_advice(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(CommandError, match="first line must be exactly"):
        call_command("import_days", str(path))


def test_staff_send_a_file_in_and_read_why_rows_were_rejected(walt):
    client = Client()
    client.force_login(staff("reemployment.add_dayfile", "reemployment.view_dayfile"))
    content = f"{HEADER}\n700123,DHS,2026-03-02,yes\n700123,DHS,2026-12-02,yes\n".encode()

    sent = client.post(
        reverse("admin:reemployment_dayfile_add"), {"file": SimpleUploadedFile("days.csv", content)}
    )
    address = reverse("admin:reemployment_dayfile_change", args=[DayFile.objects.get().pk])
    waiting = client.get(address)
    jobs.work_off(day_files.JOB)
    page = client.get(address)

    assert sent.status_code == 302
    assert "Being imported" in waiting.text
    assert "The day is still to come." in page.text


def test_a_file_staff_send_in_vain_is_explained_beside_the_field():
    client = Client()
    client.force_login(staff("reemployment.add_dayfile", "reemployment.view_dayfile"))

    page = client.post(
        reverse("admin:reemployment_dayfile_add"), {"file": SimpleUploadedFile("days.csv", b"a,b\n1,2\n")}
    )

    assert page.status_code == 200
    assert "The first line must be exactly" in page.text


def test_a_file_ordered_twice_is_imported_once(walt):
    content = f"{HEADER}\n700123,DHS,2026-03-02,yes\n700123,DHS,2026-03-03,no\n".encode()
    file = day_files.upload(content=content, name="days.csv", by=SYSTEM)
    with pytest.raises(DayFileRefused, match="is being imported"):
        day_files.upload(content=content, name="days.csv", by=SYSTEM)

    jobs.work_off(day_files.JOB)
    day_files.order_import(file=file, by=SYSTEM)
    jobs.work_off(day_files.JOB)

    file.refresh_from_db()
    assert (file.state, file.accepted, reasons(file)) == ("imported", 1, ["nothing_to_take_back"])
    assert WorkedDay.objects.count() == 1
