"""A file that cannot be trusted is refused whole, says why, and is kept."""

import pytest

from benefits.models import PayRecord, PayrollFile
from benefits.services.payroll import FileRefused, import_file
from sers_portal.base.audit import SYSTEM
from tests.benefits.payroll.files import a_file, a_worker, imported, row

pytestmark = pytest.mark.django_db


def refusal_of(path) -> str:
    with pytest.raises(FileRefused) as refused:
        import_file(path=path, by=SYSTEM)
    return str(refused.value)


def test_a_wrong_header_refuses_the_file(tmp_path) -> None:
    path = a_file(tmp_path, row(a_worker()), header="member,employer,month")

    assert 'It is "member,employer,month"' in refusal_of(path)

    assert not PayRecord.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda text: text.replace("DHS", "Übung").encode("latin-1"), "Line 2 is not UTF-8"),
        (lambda text: text.encode("utf-16"), "Line 1 is not UTF-8"),
        (lambda text: text.replace("DHS", "D\0S").encode(), "Line 2 is not UTF-8"),
        (lambda text: b"PK\x03\x04" + text.encode(), "This is a spreadsheet"),
    ],
)
def test_a_wrong_encoding_refuses_the_file_and_names_the_line(tmp_path, spoil, named) -> None:
    path = a_file(tmp_path, row(a_worker()))
    path.write_bytes(spoil(path.read_text()))

    assert named in refusal_of(path)


@pytest.mark.parametrize(
    ("trailer", "named"),
    [
        ("#total,2,4000.00,160.00", "says 2 rows, but the file holds 1"),
        ("#total,1,4000.01,160.00", "4,000.01 for earnings, but the rows come to 4,000.00"),
        ("#total,1,4000.00,159.00", "159.00 for contribution, but the rows come to 160.00"),
        ("#total,one", 'The #total line is "#total,one"'),
        ("#total,1,4000.00,160.00\n#total,1,4000.00,160.00", "must be the last line"),
    ],
)
def test_a_wrong_trailer_refuses_the_file(tmp_path, trailer, named) -> None:
    path = a_file(tmp_path, row(a_worker()), trailer)

    assert named in refusal_of(path)

    assert not PayRecord.objects.exists()


def test_a_rejected_rows_amounts_count_for_the_trailer(tmp_path) -> None:
    member = a_worker()
    bad = row(member, "2025-02", "-4000.00", contribution="-160.00")

    assert imported(tmp_path, row(member), bad, "#total,2,0.00,0.00").rejected == 1
    path = a_file(tmp_path, row(member, "2025-04"), bad, "#total,2,4000.00,160.00", name="other.csv")
    assert "but the rows come to 0.00" in refusal_of(path)


def test_where_an_amount_cannot_be_read_only_the_rows_are_counted(tmp_path) -> None:
    member = a_worker()
    unreadable = row(member, "2025-02").replace("4000.00", "4O00.00")

    payroll_file = imported(tmp_path, row(member), unreadable, "#total,2,8000.00,320.00")

    assert (payroll_file.accepted, payroll_file.rejected) == (1, 1)


def test_a_file_without_rows_is_refused(tmp_path) -> None:
    assert "holds no rows" in refusal_of(a_file(tmp_path))
    assert "holds no rows" in refusal_of(a_file(tmp_path, "#total,0,0.00,0.00", name="trailer.csv"))


def test_an_empty_file_is_refused_and_not_kept(tmp_path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()

    assert "empty" in refusal_of(path)

    assert not PayrollFile.objects.exists()


def test_a_file_beyond_the_limit_is_refused(tmp_path, settings) -> None:
    settings.PAYROLL_UPLOAD_LIMIT = 100

    assert "the most that can be sent at once is 100\xa0bytes" in refusal_of(
        a_file(tmp_path, row(a_worker()))
    )


def test_a_refused_file_is_kept_with_its_reason_and_stays_refused(tmp_path) -> None:
    path = a_file(tmp_path, row(a_worker()), "#total,1,4000.01,160.00")

    first, again = refusal_of(path), refusal_of(path)

    kept = PayrollFile.objects.get()
    assert (kept.state, kept.refusal) == (PayrollFile.State.REFUSED, first)
    assert again == first
