"""No page reads harder than is written in docs/reference/readability.md, and a new page reads at eighth grade.

To write that list anew: READABILITY=write .venv/bin/python -m pytest tests/public/test_readability.py -n 0
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.browser.conftest import _cast
from tests.browser.test_every_page import PAGES
from tests.public.reading import Reading, read, syllables

LIST = Path(settings.BASE_DIR) / "docs/reference/readability.md"
ROW = re.compile(r"^\| `(\S+)` \| (\w*) ?\| ([\d.]+) \|", re.MULTILINE)
AIM = 8.0
# Fewer words say little about how a page reads.
FEWEST_WORDS = 60
HEAD = f"""# How hard the pages read

The Flesch-Kincaid grade of each page in English: the school year in which it is read with ease. The aim is {AIM:.0f} or
less. Counted are the whole sentences of paragraphs, lists and definitions (`tests/public/reading.py`); pages of fewer than
{FEWEST_WORDS} words are left out. A test fails when a page comes to read harder than stands here, and harder than
the aim. Written by

    READABILITY=write .venv/bin/python -m pytest tests/public/test_readability.py -n 0

| page | as | grade | words |
|---|---|---|---|
"""


@pytest.mark.django_db
def test_no_page_reads_harder_than_is_written_down():
    readings = dict(_readings())
    if os.environ.get("READABILITY") == "write":
        LIST.write_text(HEAD + "".join(_row(*page, reading) for page, reading in sorted(readings.items())))
    allowed = {(page, who): float(grade) for page, who, grade in ROW.findall(LIST.read_text())}

    harder = {
        page: reading.grade
        for page, reading in readings.items()
        if reading.grade > max(AIM, allowed.get(page, AIM))
    }

    assert harder == {}
    assert len(allowed) > 40


def test_an_easy_text_reads_easier_than_a_hard_one():
    easy = read("<main><p>We mail you a check. It comes on the first day of the month.</p></main>")
    hard = read(
        "<main><p>Notwithstanding contributory participation, survivors’ entitlements necessitate "
        "administrative determination of eligibility.</p></main>"
    )

    assert easy.sentences == 2
    assert easy.grade < 3
    assert hard.grade > 20


def test_menus_tables_and_addresses_are_not_counted():
    page = "<nav><p>Menu</p></nav><main><p>Call 217-785-7444.</p><table><tr><td><p>cell</p></td></tr></table></main>"

    assert read(page) == Reading(words=1, sentences=1, syllables=1)


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("pension", 2), ("annuity", 4), ("late", 1), ("table", 2), ("paid", 1), ("2026", 1)],
)
def test_syllables_of(word, count):
    assert syllables(word) == count


def _readings() -> Iterator[tuple[tuple[str, str], Reading]]:
    emails, _ = _cast()
    for who, address, status in PAGES:
        if status != 200:
            continue
        client = Client()
        if who:
            client.force_login(User.objects.get(email=emails[who]))
        response = client.get(address)
        if response.status_code == 200 and (reading := read(response.text)).words >= FEWEST_WORDS:
            yield (address, who), reading


def _row(address: str, who: str, reading: Reading) -> str:
    return f"| `{address}` | {who} | {reading.grade} | {reading.words} |\n"
