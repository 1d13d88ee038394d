"""Every key that the rules use has words, every template finds its parameters, and no words lie idle."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from benefits import wording
from benefits.calculations import current_law
from benefits.case_files import read_case_files
from benefits.case_runner import run_case
from benefits.rules.refusals import LawGap, NotCovered
from benefits.rules.worksheet import line_from_record, line_to_record
from benefits.wording import say_figure, say_line, say_refusal
from benefits.wording_refusals import REFUSALS
from benefits.wording_worksheet import HOWS, LABELS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*ROOT.glob("benefits/rules/*.py"), *ROOT.glob("reemployment/rules/*.py")])
# Claims speak of what the rules are not asked: who is too young, or named by nobody.
SOURCES_OF_CLAIMS = sorted([*ROOT.glob("benefits/services/claims/*.py"), *ROOT.glob("reemployment/*.py")])
KEY = re.compile(r"[a-z][a-z_0-9]*(\.[a-z0-9_]+)+")
# Keys put together of parts, as they are written in the rules.
PREFIXES = ("contribution.", "annuity.percent.", "annuity.route.", "service_credit.")
# Said by pages about what the rules never compute.
OF_PAGES = {"annuity.mixed_coverage", "annuity.level_income", "survivor.several_claimants"}


def constants(sources: list[Path]) -> Iterator[str]:
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and KEY.fullmatch(node.value)
                and not node.value.endswith(".toml")
            ):
                yield node.value


USED = set(constants(SOURCES))
USED_BY_CLAIMS = set(constants(SOURCES_OF_CLAIMS))
WORDED = {*LABELS, *HOWS, *REFUSALS}


def test_every_key_of_the_rules_has_words() -> None:
    assert {key for key in USED if key not in WORDED} == set()


def test_no_words_lie_idle() -> None:
    idle = {key for key in WORDED - USED - USED_BY_CLAIMS - OF_PAGES if not key.startswith(PREFIXES)}

    assert idle == set()


def test_every_template_names_ways_that_exist() -> None:
    templates = [*HOWS.values(), *REFUSALS.values(), *(label for label, _ in LABELS.values())]
    ways = {spec for template in templates for _, _, spec, _ in Formatter().parse(template) if spec}
    ways |= {way for _, way in LABELS.values()}

    assert ways <= set(wording._WAYS)


def every_call(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield path.name, node


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_refusal_gives_the_parameters_its_words_need() -> None:
    for path, call in every_call("NotCovered", "LawGap"):
        key = ast.literal_eval(call.args[0])
        given = {keyword.arg for keyword in call.keywords}
        assert fields(REFUSALS[key]) <= given, f"{path}: {key}"


def test_every_plain_line_gives_the_parameters_its_words_need() -> None:
    for path, call in every_call("line"):
        label, how = call.args[0], call.args[2]
        given = {keyword.arg for keyword in call.keywords} | {"figure"}
        if isinstance(label, ast.Constant):
            assert fields(LABELS[label.value][0]) <= given, f"{path}: {label.value}"
        if isinstance(how, ast.Constant):
            assert fields(HOWS[how.value]) <= given, f"{path}: {how.value}"


def test_every_worksheet_of_the_cases_can_be_said_and_recorded() -> None:
    cases, _ = read_case_files([ROOT / "tests" / "cases"])
    law = current_law()
    said = 0
    for case in cases:
        outcome = run_case(case, law)
        for line in outcome.worksheet:
            spoken = say_line(line)
            assert all(spoken), f"{case.name}: {line.label}"
            assert line_from_record(line_to_record(line)) == line
            said += 1
        if outcome.refusal:
            assert len(say_refusal(outcome.refusal)) > 40
    assert said > 1000


def test_refusal_says_what_to_do_next() -> None:
    by_hand = say_refusal(NotCovered("compensation.no_pay"))
    enter = say_refusal(LawGap("increase.no_rate", year=2027))

    assert by_hand.endswith("please call SERS at 217-785-7444.")
    assert enter == (
        "No increase rate is held for 2027. SERS staff must enter the figure first; then this can be figured."
    )


@pytest.mark.parametrize(
    ("figure", "way", "words"),
    [
        ("1803.60", "money", "$1,803.60"),
        ("-5.00", "money", "-$5.00"),
        ("1.670", "percent", "1.67%"),
        ("30", "percent", "30%"),
        ("0", "duration", "0 years"),
        ("1", "duration", "1 month"),
        ("12", "duration", "1 year"),
        ("312.25", "duration", "26 years and 0.25 months"),
        ("745", "duration", "62 years and 1 month"),
        ("1000", "number", "1,000"),
    ],
)
def test_figure_is_said_by_its_way(figure: str, way: str, words: str) -> None:
    assert say_figure(figure, way) == words
