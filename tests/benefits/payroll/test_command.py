"""`manage.py import_payroll`: a summary at the end, one clear sentence on refusal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.benefits.payroll.files import a_file, a_worker, row

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> str:
    said = StringIO()
    call_command("import_payroll", *map(str, arguments), stdout=said)
    return said.getvalue()


def test_the_summary_counts_rows_and_says_where_the_rejects_are(tmp_path) -> None:
    member = a_worker()
    path = a_file(tmp_path, row(member), row(member, "2025-04", units=99))

    said = run(path)

    assert "2 rows in" in said
    assert "earnings 4,000.00, contributions 160.00" in said
    assert str(tmp_path / "payroll.rejects.csv") in said
    assert (tmp_path / "payroll.rejects.csv").read_text().count("\n") == 2
    assert "99 days or hours are more than the month" in (tmp_path / "payroll.reasons.csv").read_text()


def test_without_rejects_no_file_is_left_beside(tmp_path) -> None:
    run(a_file(tmp_path, row(a_worker())))

    assert [path.name for path in tmp_path.glob("*.csv")] == ["payroll.csv"]


def test_a_refusal_is_one_sentence_that_names_the_file(tmp_path) -> None:
    path = a_file(tmp_path, "a", header="wrong")

    with pytest.raises(CommandError, match=r"^payroll.csv was refused. The first line must be exactly"):
        run(path)


def test_a_file_that_is_not_there_is_said_plainly(tmp_path) -> None:
    with pytest.raises(CommandError, match="cannot be read .No such file or directory.. Check the name."):
        run(tmp_path / "nothing.csv")


def test_taking_up_says_how_many_rows_were_settled() -> None:
    assert run("--take-up") == "0 rows that waited for law were settled.\n"
