import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from benefits.calculations import current_law
from benefits.case_files import Case, MalformedCase, read_case_files
from benefits.case_runner import Outcome, plain, run_case, show
from benefits.wording import say_line, say_refusal

NOT_FOUND = 2


class Command(BaseCommand):
    help = "Print the worksheet of one case: every step, its figure, how it came about, and its citation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="a case file, or a folder of them")
        parser.add_argument("--case", required=True, metavar="NAME", help="the name of the case")

    def handle(self, *args: Any, **options: Any) -> None:
        cases, malformed = read_case_files([options["path"]])
        found = [case for case in cases if case.name == options["case"]]
        if not found:
            self._say_why_not(options["case"], cases, malformed)
        law = current_law()
        for case in found:
            self._explain(run_case(case, law))

    def _say_why_not(self, name: str, cases: list[Case], malformed: list[MalformedCase]) -> None:
        for wrong in malformed:
            self.stderr.write(str(wrong))
        if not any(wrong.case == name for wrong in malformed):
            self.stderr.write(f'No case is named "{name}". The names are:')
            for case in cases:
                self.stderr.write(f"  {case.name}")
        sys.exit(NOT_FOUND)

    def _explain(self, outcome: Outcome) -> None:
        case = outcome.case
        self.stdout.write(f"{case.name} ({case.calculation.name}, {case.path})")
        for name, value in case.given.items():
            self.stdout.write(f"  given {name} = {show(value)}")
        for number, line in enumerate(outcome.worksheet, start=1):
            step = say_line(line)
            self.stdout.write(f"{number}. {step.label}: {step.figure}")
            self.stdout.write(f"     {step.how}")
            self.stdout.write(f"     {step.citation} ({step.status})")
        if outcome.refusal:
            self.stdout.write(say_refusal(outcome.refusal))
        else:
            for name in case.calculation.expect:
                self.stdout.write(f"{name} = {show(plain(getattr(outcome.answer, name)))}")
        verdict = "as the case expects" if outcome.passed else "NOT as the case expects: "
        self.stdout.write(verdict + "; ".join(outcome.differences))
