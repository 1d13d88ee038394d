"""The demonstration: `manage.py demonstrate` sets it up, `--sign-ins` says who can sign in, `--fresh` begins anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sers_portal.demonstration import payroll, people, stage


class Command(BaseCommand):
    help = "Set up the demonstration: a named cast, two hundred others, and something to do in each queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="print who can sign in, and what to try")
        parser.add_argument(
            "--codes", action="store_true", help="print the staff's sign-in codes of this moment"
        )
        parser.add_argument(
            "--fresh", action="store_true", help="take the demonstration away and set it up anew"
        )

    def handle(self, *, sign_ins: bool, codes: bool, fresh: bool, **options: Any) -> None:
        try:
            stage.refuse_production()
            if codes:
                self._say(people.say_codes())
            elif sign_ins:
                self._say([*people.say_sign_ins(), "", *_say_files()])
            else:
                self._set_up(fresh)
        except stage.NotDemonstration as refusal:
            raise CommandError(str(refusal)) from refusal

    def _set_up(self, fresh: bool) -> None:
        if fresh:
            stage.clear()
        for words in stage.set_up():
            self.stdout.write(f"Setting up {words} …")
        self.stdout.write("The demonstration is ready. Who can sign in: manage.py demonstrate --sign-ins")

    def _say(self, lines: list[str]) -> None:
        self.stdout.write("\n".join(lines))


def _say_files() -> list[str]:
    return [
        "Payroll files to upload as Susan (Work → Payroll files):",
        *(f"  {path}" for path in payroll.sample_files()[:3]),
    ]
