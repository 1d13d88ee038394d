"""The documentation: its links lead somewhere, its commands run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "benefits/law/README.md"]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
COMMAND = re.compile(r"^ {4}manage\.py (check_cases|explain|check_law)([^#\n]*)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    lost = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]

    assert not lost


@pytest.mark.parametrize(
    "command", [name + rest for name, rest in COMMAND.findall((ROOT / "README.md").read_text())]
)
def test_the_commands_of_the_readme_run(command):
    result = subprocess.run(
        [sys.executable, "manage.py", *shlex.split(command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr


def test_the_readme_fits_one_screen():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 50
