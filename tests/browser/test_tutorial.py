"""The walk that takes the tutorial's pictures: every step is still where the tutorial says."""

import re
from pathlib import Path

from PIL import Image

from sers_portal.demonstration.pictures import WIDTH, Walk
from sers_portal.public.tutorial import STEPS


def test_the_pictures_of_the_tutorial_can_be_taken_anew(site, open_as, tmp_path):
    page = open_as("", bypass_csp=True, viewport={"width": WIDTH, "height": 800}).new_page()

    taken = list(Walk(page, site.address, tmp_path).pictures())

    assert [file.stem for file in taken] == [step.picture for step in STEPS]
    assert {_width(file) for file in taken} == {WIDTH}


def test_a_word_of_the_plan_leads_to_its_meaning_and_back_without_javascript(site, open_as):
    page = open_as("", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/fact-sheets/refunds/")

    page.get_by_role("link", name="rollover", exact=True).click()
    assert page.url.endswith("#word-rollover")
    page.get_by_role("link", name=re.compile("^Back to the text.*rollover$")).click()

    assert page.url.endswith("#use-rollover")


def _width(file: Path) -> int:
    with Image.open(file) as picture:
        return picture.width
