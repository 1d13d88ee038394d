"""`manage.py rotate_keys`: seal everything anew with the newest key; stopped or killed, it is simply begun again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sers_portal.base import rotation


class Command(BaseCommand):
    help = "Seal every sealed column anew with SEALING_KEY_ID. See docs/runbooks/key-rotation.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say which key seals how much")
        parser.add_argument("--batch", type=int, default=rotation.BATCH, help="rows in one transaction")

    def handle(self, *, check: bool, batch: int, **options: Any) -> None:
        if batch < 1:
            raise CommandError("--batch must be 1 or more.")
        places = rotation.places()
        if not check:
            self._rotate(places, batch)
        self._say_keys(places)

    def _rotate(self, places: list[rotation.Place], batch: int) -> None:
        self.stdout.write(f"Sealing with the key {settings.SEALING_KEY_ID!r}.")
        outcomes = []
        for place in places:
            outcome = rotation.rotate(place, batch=batch)
            outcomes.append(outcome)
            self.stdout.write(f"  {_say(outcome)}")
        faulty = sum(len(outcome.faulty) for outcome in outcomes)
        if faulty:
            raise CommandError(
                f"{faulty} tokens open with no key. They stay as they were: see the rows named above."
            )
        if any(outcome.left for outcome in outcomes):
            raise CommandError("Some rows are still under an old key: keep it, and run the command again.")

    def _say_keys(self, places: list[rotation.Place]) -> None:
        self.stdout.write("Tokens under each key:")
        total: dict[str, int] = {}
        for place in places:
            counted = rotation.keys_in_use(place)
            for key, number in counted.items():
                total[key] = total.get(key, 0) + number
            said = ", ".join(f"{key} {number:,}" for key, number in sorted(counted.items()))
            self.stdout.write(f"  {place.name}: {said or 'none'}")
        for key in settings.SEALING_KEYS:
            if key != settings.SEALING_KEY_ID and not total.get(key):
                self.stdout.write(f"No token is under {key!r} any more: it may leave SEALING_KEYS.")


def _say(outcome: rotation.Outcome) -> str:
    words = f"{outcome.place}: {outcome.resealed:,} sealed anew"
    if outcome.faulty:
        words += f"; open with no key: rows {', '.join(outcome.faulty[:20])}"
    if outcome.left and outcome.is_append_only:
        return f"{words}; {outcome.left:,} stay under an old key, because these rows are never changed"
    return f"{words}; {outcome.left:,} held by somebody else" if outcome.left else words
