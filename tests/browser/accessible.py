"""What axe finds on a page: WCAG 2.2 AA, as far as a program sees."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

# The narrowest screen that must do, and an ordinary one, in CSS pixels.
NARROW: ViewportSize = {"width": 320, "height": 800}
WIDE: ViewportSize = {"width": 1280, "height": 900}
WIDTH = "document.documentElement.scrollWidth"
# The same with a long address wherever the page tells something: what a row holds on the day of the test proves nothing.
# Whatever is looked at afterwards is no longer what the portal wrote.
WIDTH_AT_WORST = """() => {
    for (const told of document.querySelectorAll('main :is(h1, td, dd, .readonly)')) {
        const words = [...told.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
        if (words) words.data = 'margaret.wolfeschlegelsteinhausen.senior@example.org'
    }
    return document.documentElement.scrollWidth
}"""

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHECKS = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "resultTypes": ["violations"],
    # Without axe's own copies of the style sheets: those break the content policy, not the page.
    "preload": False,
}
# What other words can break: names, the language's mark, how much room there is to press. Color, structure and roles are
# those of the page in English.
CHECKS_OF_WORDS = {
    **CHECKS,
    "runOnly": {
        "type": "rule",
        "values": [
            *(
                "aria-command-name",
                "aria-input-field-name",
                "aria-progressbar-name",
                "aria-toggle-field-name",
            ),
            *(
                "button-name",
                "document-title",
                "html-has-lang",
                "html-lang-valid",
                "image-alt",
                "input-button-name",
            ),
            *(
                "label",
                "link-name",
                "role-img-alt",
                "select-name",
                "summary-name",
                "svg-img-alt",
                "target-size",
            ),
            "valid-lang",
        ],
    },
}


def faults(page: Page, *, within: Any = None, checks: dict[str, Any] = CHECKS) -> list[str]:
    """Each rule that the page breaks, with the elements; `within` says which part of the page is looked at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "([within, checks]) => axe.run(within ?? document, checks).then(found => found.violations)",
        [within, checks],
    )
    return [f"{rule['id']}: {json.dumps([node['html'][:160] for node in rule['nodes']])}" for rule in found]


def faults_on_a_telephone(page: Page) -> list[str]:
    """The same at the width of a small telephone, with what makes the page wider than it; then it is wide again."""
    page.set_viewport_size(NARROW)
    width = page.evaluate(WIDTH)
    too_wide = [f"{width} px wide"] if width > NARROW["width"] else []
    found = [*faults(page), *too_wide]
    page.set_viewport_size(WIDE)
    return found


def check(page: Page) -> None:
    """The page breaks no rule."""
    assert faults(page) == []


def check_on_a_telephone(page: Page) -> None:
    """The page breaks no rule, and fits a small telephone."""
    assert faults_on_a_telephone(page) == []
