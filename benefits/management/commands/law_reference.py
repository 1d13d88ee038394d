"""`manage.py law_reference`: write the reference of the law from the law files, the rules and the case files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from benefits.case_files import read_case_files
from benefits.law_reference import PROOFS, as_markdown, find_proofs, write_proofs
from benefits.rules.law import load_law

CASES = "tests/cases"
REFERENCE = "docs/reference/law.md"


def written() -> dict[Path, str]:
    """What the files of the reference must hold, by path."""
    root = Path(settings.BASE_DIR)
    cases, malformed = read_case_files([root / CASES])
    if malformed:
        raise CommandError(str(malformed[0]))
    law = load_law()
    proofs = find_proofs(cases, law, root)
    return {root / REFERENCE: as_markdown(law, proofs), PROOFS: write_proofs(proofs)}


class Command(BaseCommand):
    help = "Write docs/reference/law.md and the list of case files that prove each topic of the law."
    requires_system_checks: list[str] = []  # noqa: RUF012  no database is needed

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in written().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
