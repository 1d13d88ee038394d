"""Staff upload payroll files, see what became of each row, and take the rejects away to be mended."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from benefits.models import HeldRow, PayRecord, PayrollFile
from benefits.services.payroll import work
from benefits.services.payroll.file_format import HEADER as FILE_HEADER
from sers_portal.base import jobs
from sers_portal.base.models import AccessEvent, Job
from tests.benefits.payroll.files import a_tier_2_worker, a_worker, imported, row
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db

ADD = "admin:benefits_payrollfile_add"
FILES = "admin:benefits_payrollfile_changelist"


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    # The progress of other tests' files, which had the same numbers.
    cache.clear()


@pytest.fixture
def clerk(client):
    """A clerk of the payroll desk, signed in."""
    rights = ("benefits.add_payrollfile", "benefits.view_payrollfile", "benefits.view_payrecord")
    user = staff(*rights)
    client.force_login(user)
    return user


def send(client, *lines: str, header: str = FILE_HEADER, name: str = "march.csv"):
    content = "\n".join([header, *lines]).encode() + b"\n"
    return client.post(reverse(ADD), {"file": SimpleUploadedFile(name, content, "text/csv")}, follow=True)


def page(client, payroll_file: PayrollFile, **query: object):
    return client.get(reverse("admin:benefits_payrollfile_change", args=[payroll_file.pk]), query)


def test_an_upload_is_kept_and_imported_by_the_workers_in_the_clerks_name(client, clerk) -> None:
    response = send(client, row(a_worker()))

    assert "its import has begun" in response.text
    assert "0% imported" in response.text
    jobs.work_off(work.IMPORT)
    payroll_file = PayrollFile.objects.get()
    assert (payroll_file.name, payroll_file.accepted) == ("march.csv", 1)
    assert payroll_file.received_by == clerk.public_id


def test_an_upload_with_a_wrong_header_is_refused_beside_the_field_and_kept(client, clerk) -> None:
    response = send(client, "a,b", header="wrong")

    assert "The first line must be exactly" in response.text
    assert PayrollFile.objects.get().state == PayrollFile.State.REFUSED
    assert not Job.objects.exists()


def test_a_spreadsheet_is_refused_with_advice(client, clerk) -> None:
    workbook = SimpleUploadedFile("march.xlsx", b"PK\x03\x04 and so on")

    response = client.post(reverse(ADD), {"file": workbook})

    assert "This is a spreadsheet, not a CSV file" in response.text


def test_an_upload_beyond_the_limit_is_refused_and_not_kept(client, clerk, settings) -> None:
    settings.PAYROLL_UPLOAD_LIMIT = 50

    response = send(client, row(a_worker()))

    assert "the most that can be sent at once" in response.text
    assert not PayrollFile.objects.exists()


def test_an_empty_upload_is_refused(client, clerk) -> None:
    response = client.post(reverse(ADD), {"file": SimpleUploadedFile("empty.csv", b"")})

    assert "The file is empty" in response.text


def test_a_file_uploaded_twice_is_refused_the_second_time(client, clerk) -> None:
    line = row(a_worker())
    send(client, line)
    jobs.work_off(work.IMPORT)

    response = send(client, line)

    assert "This file was imported before" in response.text
    assert PayRecord.objects.count() == 1


def test_a_file_whose_sums_are_wrong_is_refused_by_the_workers(client, clerk) -> None:
    send(client, row(a_worker()), "#total,1,1.00,160.00")

    jobs.work_off(work.IMPORT)

    payroll_file = PayrollFile.objects.get()
    assert payroll_file.state == PayrollFile.State.REFUSED
    assert "1.00 for earnings" in page(client, payroll_file).text
    assert Job.objects.get().state == Job.State.DONE


def test_the_page_of_a_file_lists_its_rejects_with_their_reasons(client, clerk, tmp_path) -> None:
    member = a_worker()
    payroll_file = imported(tmp_path, row(member), row(member, "2025-04", units=99))

    shown = page(client, payroll_file).text

    assert "99 days or hours are more than the month 2025-04 has" in shown
    assert row(member, "2025-04", units=99) in shown


def test_many_rejects_come_in_pages(client, clerk, tmp_path) -> None:
    payroll_file = imported(tmp_path, *[f"bad {number}" for number in range(120)])

    last = page(client, payroll_file, page=3).text

    assert "Page 3 of 3" in last
    assert "bad 119" in last
    assert "bad 99<" not in last


def test_rejects_are_downloaded_as_a_payroll_file_and_as_reasons(client, clerk, tmp_path) -> None:
    wrong = row(a_worker(), units=99)
    payroll_file = imported(tmp_path, wrong)

    to_mend = client.get(reverse("admin:payrollfile_rows_to_mend", args=[payroll_file.pk]))
    reasons = client.get(reverse("admin:payrollfile_reasons", args=[payroll_file.pk]))

    assert to_mend.getvalue().decode() == f"{FILE_HEADER}\n{wrong}\n"
    assert "99 days or hours are more than the month" in reasons.getvalue().decode()
    assert "no-store" in to_mend.headers["Cache-Control"]


def test_the_page_shows_what_late_rows_moved_and_offers_the_corrections(client, clerk, tmp_path) -> None:
    member = a_tier_2_worker()
    imported(tmp_path, row(member, "2025-12", "127283.01"), name="year.csv")
    late = imported(tmp_path, row(member, "2025-03", "1000.00"), name="late.csv")
    moved = PayRecord.objects.get(earnings="127283.01")

    shown = page(client, late).text
    rows = client.get(reverse("admin:payrollfile_corrections", args=[late.pk])).getvalue().decode()

    assert "$127,283.01" in shown
    assert "$126,283.01" in shown
    assert rows.splitlines()[1].endswith(f",5051.33,0.00,{moved.pk}")


def test_waiting_rows_are_shown_and_can_be_taken_up(client, clerk, tmp_path) -> None:
    waiting = row(a_tier_2_worker(), "2027-01", contribution="160.00")
    payroll_file = imported(tmp_path, waiting)

    assert "The Tier 2 earnings limit for 2027 is not known yet" in page(client, payroll_file).text
    assert "1 row waits for the law of its year" in client.get(reverse(FILES)).text
    client.post(reverse("admin:payrollfile_take_up"))
    jobs.work_off(work.TAKE_UP)
    assert HeldRow.objects.get().state == HeldRow.State.AWAITING_LAW


def test_an_import_the_workers_gave_up_on_can_be_ordered_again(client, clerk, monkeypatch) -> None:
    send(client, row(a_worker()))
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS + 1)
    jobs.work_off(work.IMPORT)
    payroll_file = PayrollFile.objects.get()
    assert "The import stopped before its end" in page(client, payroll_file).text

    client.post(reverse("admin:payrollfile_import", args=[payroll_file.pk]))
    jobs.work_off(work.IMPORT)

    payroll_file.refresh_from_db()
    assert payroll_file.accepted == 1


def test_pay_records_are_found_by_member_id_and_the_look_is_logged(client, clerk, tmp_path) -> None:
    member = a_worker()
    imported(tmp_path, row(member, earnings="4321.00"))
    records = reverse("admin:benefits_payrecord_changelist")

    unasked = client.get(records).text
    found = client.get(records, {"q": member.person.member_id}).text

    assert "4321.00" not in unasked
    assert "4321.00" in found
    assert AccessEvent.objects.filter(by=clerk.public_id, person=member.person.public_id).exists()


@pytest.mark.parametrize("right", ["benefits.view_payrecord", "benefits.view_payrollfile"])
def test_who_may_not_upload_is_refused(client, tmp_path, right) -> None:
    payroll_file = imported(tmp_path, row(a_worker()))
    client.force_login(staff(right))

    assert send(client, "a").status_code == 403
    assert client.post(reverse("admin:payrollfile_take_up")).status_code == 403
    assert client.post(reverse("admin:payrollfile_import", args=[payroll_file.pk])).status_code == 403
    seen = client.get(reverse("admin:payrollfile_reasons", args=[payroll_file.pk])).status_code
    assert seen == (200 if right == "benefits.view_payrollfile" else 403)


def test_nobody_edits_or_deletes_a_file_or_a_pay_record_by_hand(client, tmp_path) -> None:
    payroll_file = imported(tmp_path, row(a_worker()))
    client.force_login(staff(is_superuser=True))

    for model, pk in (("payrollfile", payroll_file.pk), ("payrecord", PayRecord.objects.get().pk)):
        assert client.post(reverse(f"admin:benefits_{model}_delete", args=[pk])).status_code == 403
    assert client.get(reverse("admin:benefits_payrecord_add")).status_code == 403
