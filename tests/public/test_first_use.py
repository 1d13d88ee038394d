"""A difficult word is explained where a page first says it in its running text, and nowhere else."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from sers_portal.public.first_use import RUNNING, mark_first_uses
from sers_portal.public.glossary import TERMS
from sers_portal.templatetags.glossary import PAGES
from tests import people


def marked(html: str, *explained: str) -> str:
    return mark_first_uses(
        html,
        language="en",
        explained=dict.fromkeys(explained),
        link=lambda term, words: f"[{term.id}:{words}]",
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Your annuity.</p><p>An annuity.</p>", "<p>Your [annuity:annuity].</p><p>An annuity.</p>"),
        ("<p>Annuities <em>and annuity</em></p>", "<p>[annuity:Annuities] <em>and annuity</em></p>"),
        (
            "<li>the <strong>offset</strong></li>",
            "<li>the <strong>[social-security-offset:offset]</strong></li>",
        ),
        ("<p>Tier 1 and Tier 2</p>", "<p>[tier-1:Tier 1] and [tier-2:Tier 2]</p>"),
        ("<h2>Annuity</h2><p>the annuity</p>", "<h2>Annuity</h2><p>the [annuity:annuity]</p>"),
        ("<h2>Annuity</h2>", "<h2>[annuity:Annuity]</h2>"),
        (
            "<details><summary>annuity</summary><p>annuity</p></details><p>vested annuity</p>",
            "<details><summary>annuity</summary><p>annuity</p></details><p>[vested:vested] [annuity:annuity]</p>",
        ),
        ("<details><p>annuity</p></details>", "<details><p>[annuity:annuity]</p></details>"),
        (
            "<table><th>Tier 1</th><td>Tier 1</td></table>",
            "<table><th>[tier-1:Tier 1]</th><td>Tier 1</td></table>",
        ),
        ('<p><a href="/annuity/">annuity</a></p>', '<p><a href="/annuity/">annuity</a></p>'),
        ('<p><span class="usa-sr-only">vested</span></p>', '<p><span class="usa-sr-only">vested</span></p>'),
        ("<table><tr><td>annuity</td></tr></table>", "<table><tr><td>annuity</td></tr></table>"),
        ('<p title="a > annuity">no</p>', '<p title="a > annuity">no</p>'),
        ("<p>annuitylike, invested</p>annuity", "<p>annuitylike, invested</p>annuity"),
        ("<!-- <p>annuity</p> --><p>x", "<!-- <p>annuity</p> --><p>x"),
    ],
)
def test_the_first_use_in_running_text_is_marked(html, expected):
    assert marked(html) == expected


def test_a_word_that_the_page_explains_already_is_left_alone():
    assert marked("<p>annuity, vested</p>", "annuity") == "<p>annuity, [vested:vested]</p>"


class RunningText(HTMLParser):
    """Reads a page apart from the code under test: the running text of its main part, and what stands in term links."""

    IGNORED = ("a", "button", "table", "details", "label", "legend", "h1", "h2", "h3", "select", "svg")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.plain: list[str] = []
        self.explained: list[str] = []
        self.feed(html[html.index("<main") : html.index("</main")].partition('class="words-explained"')[0])

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "br", "img", "hr", "path", "rect", "line", "circle"):
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _class in self.open]
        if self.open and self.open[-1][1] == "term":
            self.explained.append(data.casefold())
        elif any(tag in RUNNING for tag in tags) and not any(tag in self.IGNORED for tag in tags):
            self.plain.append(data.casefold())


@pytest.mark.django_db
@pytest.mark.parametrize("somebody", [people.an_active_member, people.a_retiree])
def test_pages_of_the_pension_leave_no_difficult_word_unexplained(somebody):
    client, seen = Client(), set()
    client.force_login(somebody().account)
    forms = {form.casefold(): term.id for term in TERMS for form in str(term.forms).split("|") if form}

    for page in sorted(PAGES - {"pay_year", "payments_year", "estimate"}):
        html = client.get(reverse(page)).text
        read = RunningText(html)
        explained = {forms[words] for words in read.explained if words in forms}
        said = {id for form, id in forms.items() if any(f" {form} " in f" {text} " for text in read.plain)}
        assert said <= explained, page
        assert html.count('class="term"') == html.count('id="use-') == html.count('<dt id="word-'), page
        seen |= explained

    assert {"annuity", "tier-1"} & seen
