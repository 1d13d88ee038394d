"""Every case file, and the commands that run, explain and check."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.calculations import current_law
from benefits.case_files import read_case_files
from benefits.case_runner import describe_failure, run_case
from tests.cases.commands import case_text, run

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"
# The reference cases are a contract: they are never edited to match changed output.
REFERENCE_DIGESTS = {
    "annuities.toml": "0b9a8bc289f97b18330513a8ccf9afb8f6570c4a47197ac905cf9115012833aa",
    "service_and_contributions.toml": "06fc977c464c7e325aa2db9bd9fe0e36f9fc8cc727650c1b35c93b5728c64285",
    "survivors_reemployment_payments.toml": "445597a8c54dc15f6fddcf52dbe3528ecbe5898de0760a06bafdefcd9d1d7eb6",
}
CASES, MALFORMED = read_case_files([HERE])


def test_no_case_file_is_malformed() -> None:
    assert MALFORMED == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.stem}: {case.name}")
def test_case_comes_out_as_expected(case) -> None:
    outcome = run_case(case, current_law())

    assert outcome.passed, describe_failure(outcome)


def test_worksheet_of_each_case_leads_to_its_figures() -> None:
    law = current_law()
    for case in CASES:
        outcome = run_case(case, law)
        told = {value for line in outcome.worksheet for value in (line.figure, *line.params.values())}
        for name in case.calculation.expect:
            answer = getattr(outcome.answer, name, None)
            if isinstance(answer, Decimal | date) and answer:
                assert answer in told, f"{case.name}: {name}"


@pytest.mark.parametrize("name", REFERENCE_DIGESTS)
def test_reference_file_is_unedited(name: str) -> None:
    assert hashlib.sha256((REFERENCE / name).read_bytes()).hexdigest() == REFERENCE_DIGESTS[name]


def test_check_cases_counts_what_passed_without_a_database() -> None:
    code, out, err = run("check_cases", str(HERE))

    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"{len(CASES)} passed, 0 failed"


def test_check_cases_runs_where_no_database_can_be_reached(tmp_path: Path) -> None:
    elsewhere = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@localhost:1/none",
        "REDIS_URL": "redis://localhost:1/0",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check_cases", str(REFERENCE)],
        cwd=HERE.parents[1],
        env=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "29 passed, 0 failed")


def test_failing_case_is_one_line_with_expected_got_and_worksheet(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    text = (REFERENCE / "annuities.toml").read_text().replace('"841.68"', '"841.69"')
    path.write_text(text)

    code, out, _ = run("check_cases", str(path))

    failure, summary = out.splitlines()
    assert code == 1
    assert summary == "6 passed, 1 failed"
    assert failure.startswith(f'{path}: "Tier 2 at 62: sixty months early, 30 percent less": ')
    assert 'expected monthly_annuity = "841.69", got "841.68"' in failure
    assert "$3,600.00 × 33.4%, less 30% of it [40 ILCS 5/1-160(c), (d)]" in failure


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{ law_gap = true }", 'expected law_gap, got cap = "111571.63", increase_percent = "0.00"'),
        ('{ cap = "1" }', 'expected cap = "1", got "111571.63"'),
        ("{ not_covered = true }", "expected not_covered, got cap"),
    ],
)
def test_answer_that_differs_from_the_expected_kind_fails(expect: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(case_text(facts="{ year = 2016 }", expect=expect))

    code, out, _ = run("check_cases", str(tmp_path))

    assert code == 1
    assert message in out.splitlines()[0]


@pytest.mark.parametrize("expect", ["{ not_covered = true }", '{ cap = "1" }'])
def test_refusal_that_differs_from_the_expected_kind_fails_with_its_reason(
    expect: str, tmp_path: Path
) -> None:
    (tmp_path / "case.toml").write_text(case_text(facts="{ year = 2027 }", expect=expect))

    code, out, _ = run("check_cases", str(tmp_path))

    assert code == 1
    assert "got law_gap: Tier 2 earnings cap and increase rate: the last year held is 2026" in out
    assert "staff must enter the figure" in out


def test_path_without_a_case_file_is_refused(tmp_path: Path) -> None:
    assert run("check_cases", str(tmp_path))[0] == 2
    assert run("check_cases", str(tmp_path / "nowhere.toml"))[0] == 2


def test_same_file_given_twice_runs_once() -> None:
    _, out, _ = run("check_cases", str(REFERENCE), str(REFERENCE / "annuities.toml"))

    assert out.splitlines()[-1] == "29 passed, 0 failed"


def test_amounts_compare_by_value(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(
        case_text("{ year = 2016 }", expect='{ cap = "111571.630", increase_percent = "0" }')
    )

    assert run("check_cases", str(tmp_path))[0] == 0


def test_explain_prints_every_step_with_figure_how_and_citation() -> None:
    name = "Tier 2 last-year jump is limited by the final 48 months"

    code, out, _ = run("explain", str(REFERENCE), "--case", name)

    assert code == 0
    assert 'given pay = [{ from = "2016-01", months = 108, monthly = "5000.00" }' in out
    assert "Left out of the last 12 months: $9,750.00" in out
    assert "12 × 125% of $5,750.00, the average of 48 months: $86,250.00" in out
    assert "$506,250.00 ÷ 96 months" in out
    assert "(as decided by the project)" in out
    assert 'final_average_compensation = "5273.44"' in out


def test_explain_says_why_the_rules_refuse() -> None:
    code, out, _ = run("explain", str(REFERENCE), "--case", "2027 waits for its CPI figure")

    assert code == 0
    assert "the last year held is 2026, and a figure for 2027 is needed" in out


def test_explain_of_an_unknown_case_lists_the_names() -> None:
    code, _, err = run("explain", str(REFERENCE), "--case", "no such case")

    assert code == 2
    assert "Tier 2 flat pay" in err


def test_explain_of_a_malformed_case_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(case_text("{ }"))

    code, _, err = run("explain", str(path), "--case", "a")

    assert (code, err) == (2, f'{path}: case "a": facts.year is missing\n')


@pytest.mark.django_db
def test_check_law_lists_unconfirmed_stale_and_next_figures() -> None:
    _, out, _ = run("check_law", "--today", "2026-11-22")
    _, later, _ = run("check_law", "--today", "2028-03-01")

    assert "survivor_annuity, 1, from 2001-01-01 (40 ILCS 5/14-121)" in out
    assert "Not compared with the source for more than 13 months: 0" in out
    assert "Tier 2 earnings cap and increase rate for 2027, needed from 2027-01-01" in out
    assert "Not compared with the source for more than 13 months: 0" not in later
