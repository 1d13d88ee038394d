"""No figure of the law is typed into a public page: change the law, and the page changes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from benefits.rules.law import Law, LawValue, load_law
from sers_portal import home
from sers_portal.overview import NextPayment
from sers_portal.public import glossary, views
from sers_portal.public.account_facts import ACCOUNT_FACTS
from tests.public.pages import ADDRESSES

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TAG = re.compile(r'\{% law_figure "(\w+)" "(\w+)"(.*?) as \w+ %\}')
KEY = re.compile(r'(\w+)=(?:"(\w+)"|(\d+))')
ANOTHER_WORD = {
    "taxed": "not_taxed",
    "not_taxed": "taxed",
    "suspends": "continues",
    "continues": "suspends",
    "not_covered": "continues",
    "single": "married",
}
# Figures a reader would take for the law's; ages, shares, counts of time, money.
TYPED = re.compile(
    r"\d(?:[\d.,]*\d)?\s?(?:%|percent|(?:\w+ )?(?:years?|months?|days?|hours?)\b|th\b)|\$\s?\d"
)
# What is no figure of the law: our own working times and the mail's.
ALLOWED = re.compile(r"within 30 days after we have|7th Street")

pytestmark = pytest.mark.django_db


def file_of(address: str) -> Path:
    if address == "/":
        return TEMPLATES / "home.html"
    if address.startswith("/fact-sheets/") and address != "/fact-sheets/":
        slug = address.split("/")[2].replace("-", "_")
        return TEMPLATES / f"public/fact_sheets/{slug}.html"
    return TEMPLATES / "public/questions.html"


def figures_asked() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for address in ADDRESSES:
        for topic, name, keys in TAG.findall(file_of(address).read_text()):
            yield address, topic, name, {key: word or int(digits) for key, word, digits in KEY.findall(keys)}


class OtherLaw(Law):
    """The law with one figure changed."""

    __slots__ = ("change",)

    def value(self, topic: str, *, on: date, **keys: Any) -> LawValue:
        value = super().value(topic, on=on, **keys)
        wanted, named, figures = self.change
        is_it = topic == wanted and dict(keys) == named
        return replace(value, figures={**value.figures, **figures}) if is_it else value


def other_law(topic: str, keys: Mapping[str, Any], figures: Mapping[str, Any]) -> Law:
    law = load_law()
    other = OtherLaw(law.tables, law.sources, "other")
    other.change = (topic, dict(keys), figures)
    return other


def changed(figure: Any) -> Any:
    if isinstance(figure, str):
        return ANOTHER_WORD[figure]
    if isinstance(figure, list):
        return [changed(part) for part in figure]
    return figure + (Decimal("1.5") if isinstance(figure, Decimal) else 24)


def words_of(page: str) -> str:
    """What a page says: its head and form tokens differ each time."""
    return page.partition("<main")[2].partition("</main>")[0]


def page_under(law: Law, address: str, client, monkeypatch) -> str:
    monkeypatch.setattr(views, "law_in_force", lambda *, on: law)
    monkeypatch.setattr(glossary, "load_law", lambda: law)
    return words_of(client.get(address).text)


def test_the_public_pages_ask_the_law_for_many_figures():
    assert len(list(figures_asked())) > 90


@pytest.mark.parametrize("address", dict.fromkeys(address for address, *_ in figures_asked()))
def test_each_figure_of_the_law_changes_the_page_at(address, client, monkeypatch):
    monkeypatch.setattr(home, "next_payment", lambda today: NextPayment(today, ""))
    before = page_under(load_law(), address, client, monkeypatch)
    unmoved = []

    for _, topic, name, keys in (asked for asked in figures_asked() if asked[0] == address):
        figure = load_law().value(topic, on=date(2026, 11, 1), **keys).figures[name]
        law = other_law(topic, keys, {name: changed(figure)})
        if page_under(law, address, client, monkeypatch) == before:
            unmoved.append((topic, name, keys))

    assert unmoved == []


@pytest.mark.parametrize(
    ("topic", "name", "keys"),
    [
        ("final_average_window", "window", {"tier": 1}),
        ("final_average_window", "window", {"tier": 2}),
        ("final_average_window", "last", {"tier": 1}),
        ("retirement_eligibility", "sum", {"tier": 1, "formula": "regular", "route": "rule_of_85"}),
        ("annual_increase", "percent", {}),
        ("tier_2_increase_rule", "most_percent", {}),
        ("offset_removal", "percent", {}),
        ("temporary_employment", "most_days", {}),
    ],
)
def test_each_figure_of_the_law_changes_the_glossary(topic, name, keys, client, monkeypatch):
    before = page_under(load_law(), reverse("glossary"), client, monkeypatch)
    figure = load_law().value(topic, on=date(2026, 11, 1), **keys).figures[name]

    after = page_under(
        other_law(topic, keys, {name: changed(figure)}), reverse("glossary"), client, monkeypatch
    )

    assert after != before


@pytest.mark.parametrize("field", ACCOUNT_FACTS._fields)
def test_each_fact_of_accounts_changes_a_page(field, client, monkeypatch):
    pages = [reverse(name) for name in ("before_you_start", "announcements", "questions", "tutorial")]
    pages.append(reverse("fact_sheet", args=["change-of-name-or-address"]))
    before = [words_of(client.get(page).text) for page in pages]

    monkeypatch.setattr(views, "ACCOUNT_FACTS", ACCOUNT_FACTS._replace(**{field: 987}))

    assert [words_of(client.get(page).text) for page in pages] != before


@pytest.mark.parametrize("sheet", ["tiers", "contributions", "how-a-pension-is-figured", "yearly-increases"])
def test_a_year_whose_figure_is_not_known_yet_is_said_so(sheet, client, monkeypatch):
    law = load_law()
    tables = dict(law.tables)
    table = tables["tier_2_year"]
    tables["tier_2_year"] = replace(table, values=table.values[:5])

    page = page_under(Law(tables, law.sources, "old"), f"/fact-sheets/{sheet}/", client, monkeypatch)

    assert "not known yet" in page


@pytest.mark.parametrize(
    "template", sorted((TEMPLATES / "public").rglob("*.html")), ids=lambda path: path.stem
)
def test_no_figure_is_typed_into(template):
    words = ALLOWED.sub("", re.sub(r"\{% (?!translate).*?%\}|\{\{.*?\}\}", " ", template.read_text()))

    assert [found for found in TYPED.findall(words) if found] == []
