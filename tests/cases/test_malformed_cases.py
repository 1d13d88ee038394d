"""A case that cannot be read is refused with its file, its name, the key and what to write instead."""

from pathlib import Path

import pytest

from tests.cases.commands import case_text, run

CREDIT = '"monthly_service_credit"'
MONTHS = '{ months = "1" }'
PAY = '"final_average_compensation"'
AVERAGE = '{ final_average_compensation = "1" }'
REEMPLOYED = '"reemployment"'
CONTINUES = "{ annuity_continues = true }"
REPAID = '"recomputation"'
MAY = "{ may_repay = true }"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (case_text("{ year = 2016.0 }"), "facts.year must be a whole number"),
        (case_text("{ year = true }"), "facts.year must be a whole number, not True"),
        (case_text('{ year = "2016" }'), "facts.year must be a whole number"),
        (case_text("{ year = 99999 }"), "facts.year must be a year"),
        (case_text("{ }"), "facts.year is missing"),
        (case_text("{ year = 2016, yaer = 1 }"), "facts.yaer is an unknown key"),
        (case_text("3"), "facts must be a table"),
        (case_text("{ year = 2016 }", expect='{ caps = "1" }'), "expect.caps is an unknown key"),
        (case_text("{ year = 2016 }", expect="{ cap = 1 }"), "expect.cap must be a number written as text"),
        (case_text("{ year = 2016 }", expect="{ cap = 1.0 }"), "expect.cap must be a number written as text"),
        (
            case_text("{ year = 2016 }", expect='{ cap = "1,000" }'),
            "expect.cap must be a number written as text",
        ),
        (
            case_text("{ year = 2016 }", expect='{ cap = "NaN" }'),
            "expect.cap must be a number written as text",
        ),
        (
            case_text("{ year = 2016 }", expect='{ cap = "1e3" }'),
            "expect.cap must be a number written as text",
        ),
        (case_text("{ year = 2016 }", expect='{ cap = "" }'), "expect.cap must be a number written as text"),
        (case_text("{ year = 2016 }", expect="{ }"), "expect must be a table that names what is checked"),
        (case_text("{ year = 2016 }", expect="true"), "expect must be a table"),
        (case_text("{ year = 2016 }", expect="{ law_gap = false }"), "expect.law_gap must be true"),
        (case_text("{ year = 2016 }", expect='{ law_gap = "true" }'), "expect.law_gap must be true"),
        (
            case_text("{ year = 2016 }", expect='{ law_gap = true, cap = "1" }'),
            "expect.law_gap must stand alone",
        ),
        (case_text("{ year = 2016 }", calculation='"tier_3_year"'), "calculation must be one of"),
        (case_text("{ year = 2016 }", calculation="7"), "calculation must be text"),
        (case_text("{ year = 2016 }", name="7"), "name must be text"),
        (case_text("{ year = 2016 }", name='""'), "name must be text"),
        (case_text("{ year = 2016 }", more="facs = { }"), "facs is an unknown key"),
        (case_text("{ year = 2016 }", more="source = 3"), "source must be text"),
        (case_text("{ year = 2016 }") * 2, "name is used twice"),
        ('[[case]]\nname = "a"\n', "calculation is missing"),
        ("[[case]]\n", 'case "number 1": name is missing'),
        ("case = 3\n", "case is missing"),
        ("case = [3]\n", "case must be a table"),
        ("", "case is missing"),
        ("note = 1\n" + case_text("{ year = 2016 }"), "note is an unknown key"),
        ("[[case]\n", "is not a TOML file"),
        (
            case_text('{ pay_basis = "weekly", hours = "1" }', MONTHS, calculation=CREDIT),
            "facts.pay_basis must be one of",
        ),
        (
            case_text('{ pay_basis = "monthly", hours = "1" }', MONTHS, calculation=CREDIT),
            "facts.calendar_days is missing",
        ),
        (
            case_text(
                '{ pay_basis = "monthly", calendar_days = 3, hours = "1" }', MONTHS, calculation=CREDIT
            ),
            "facts.hours does not belong to monthly pay",
        ),
        (
            case_text('{ pay_basis = "hourly", hours = 37.5 }', MONTHS, calculation=CREDIT),
            "facts.hours must be a number written as text",
        ),
        (
            case_text('{ pay_basis = "hourly", hours = true }', MONTHS, calculation=CREDIT),
            "facts.hours must be a whole number",
        ),
        (
            case_text(
                '{ tier = true, pay = [{ from = "2014-01", months = 1, monthly = "1" }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.tier must be one of 1, 2, not True",
        ),
        (
            case_text(
                '{ tier = 3, pay = [{ from = "2014-01", months = 1, monthly = "1" }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.tier must be one of 1, 2",
        ),
        (
            case_text(
                '{ tier = 1.0, pay = [{ from = "2014-01", months = 1, monthly = "1" }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.tier must be one of 1, 2",
        ),
        (
            case_text(
                '{ tier = 1, pay = [{ from = "2014-13", months = 1, monthly = "1" }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.pay[0].from '2014-13' is not a month",
        ),
        (
            case_text(
                '{ tier = 1, pay = [{ from = "2014-01", months = 0, monthly = "1" }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.pay[0].months must be at least 1",
        ),
        (
            case_text(
                '{ tier = 1, pay = [{ from = "2014-01", months = 1, monthly = 1.5 }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.pay[0].monthly must be a number written as text",
        ),
        (
            case_text('{ tier = 1, pay = [{ from = "2014-01", months = 1 }] }', AVERAGE, calculation=PAY),
            "facts.pay[0].monthly is missing",
        ),
        (
            case_text(
                '{ tier = 1, pay = [{ from = "2014-01", months = 1, monthly = "1", start = 1 }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.pay[0].start is an unknown key",
        ),
        (case_text('{ tier = 1, pay = "all" }', AVERAGE, calculation=PAY), "facts.pay must be a list"),
        (
            case_text(
                '{ tier = 2, kind = "temporary", days = ["2026-01-05"] }', CONTINUES, calculation=REEMPLOYED
            ),
            "facts.days[0] must be a date without quotes",
        ),
        (
            case_text(
                '{ tier = 2, kind = "temporary", days = [2026-01-05T10:00:00] }',
                CONTINUES,
                calculation=REEMPLOYED,
            ),
            "facts.days[0] must be a date without quotes",
        ),
        (
            case_text(
                '{ tier = 2, kind = "temporary", days = [{ from = 2026-01-05, to = 2026-01-04 }] }',
                CONTINUES,
                calculation=REEMPLOYED,
            ),
            "facts.days[0].to must not be before its from",
        ),
        (
            case_text(
                '{ tier = 2, kind = "temporary", days = [] }',
                '{ annuity_continues = "true" }',
                calculation=REEMPLOYED,
            ),
            "expect.annuity_continues must be true or false",
        ),
        (
            case_text(
                "{ retired_on = 2022-07-01, reentered_on = 2024-03-04, received = [] }",
                MAY,
                calculation=REPAID,
            ),
            "facts.repaid_on is missing",
        ),
        (
            case_text(
                "{ retired_on = 2022-07-01, reentered_on = 2024-03-04, repaid_on = 2025-01-01 }",
                MAY,
                calculation=REPAID,
            ),
            "facts.received is missing",
        ),
        (
            case_text("{ retired_on = 2022-02-30, reentered_on = 2024-03-04 }", MAY, calculation=REPAID),
            "is not a TOML file",
        ),
        (
            case_text("{ retired_on = 2022-07-01, reentered_on = 2200-01-01 }", MAY, calculation=REPAID),
            "facts.reentered_on must lie in the years 1800 to 2199, not 2200-01-01",
        ),
        (
            case_text("{ retired_on = 0001-01-01, reentered_on = 2024-03-04 }", MAY, calculation=REPAID),
            "facts.retired_on must lie in the years 1800 to 2199, not 0001-01-01",
        ),
        (
            case_text('{ month = "9999-12" }', "{ on = 2026-06-18 }", calculation='"payment_date"'),
            "facts.month must lie in the years 1800 to 2199, not 9999-12",
        ),
        (
            case_text(
                '{ tier = 1, pay = [{ from = "2199-12", months = 2, monthly = "1" }] }',
                AVERAGE,
                calculation=PAY,
            ),
            "facts.pay[0].months must end by the year 2199",
        ),
    ],
)
def test_malformed_case_is_refused_with_file_case_and_key(text: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)

    code, out, err = run("check_cases", str(tmp_path))

    assert (code, out) == (2, "")
    assert err.startswith(str(path))
    assert complaint in err


@pytest.mark.parametrize(
    ("facts", "calculation", "expect"),
    [
        (
            '{ tier = 1, pay = [{ from = "2199-12", months = 1, monthly = "1.00" }] }',
            PAY,
            '{ final_average_compensation = "1.00" }',
        ),
        ("{ retired_on = 2190-01-01, reentered_on = 2199-12-31 }", REPAID, "{ may_repay = false }"),
        ("{ retired_on = 2199-01-01, reentered_on = 2199-12-31 }", REPAID, "{ may_repay = true }"),
        ("{ retired_on = 1800-01-01, reentered_on = 1800-01-02 }", REPAID, "{ not_covered = true }"),
    ],
)
def test_no_date_that_is_read_leads_out_of_the_calendar(
    facts: str, calculation: str, expect: str, tmp_path: Path
) -> None:
    (tmp_path / "case.toml").write_text(case_text(facts, expect, calculation=calculation))

    code, _, err = run("check_cases", str(tmp_path))

    assert (code, err) == (0, "")


def test_every_malformed_case_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(case_text("{ }"))
    (tmp_path / "two.toml").write_text(case_text("{ }", name='"b"') + case_text("{ }", name='"c"'))

    code, _, err = run("check_cases", str(tmp_path))

    assert code == 2
    assert [line.partition(" facts")[0] for line in err.splitlines()] == [
        f'{tmp_path}/one.toml: case "a":',
        f'{tmp_path}/two.toml: case "b":',
        f'{tmp_path}/two.toml: case "c":',
    ]
