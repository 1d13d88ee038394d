"""The navigation of the members' side: sections as data, each page for whom it is of use."""

import pytest
from django.urls import reverse

from sers_portal import sections
from sers_portal.sections import Section, SectionPage, sections_for

ALL = {"active", "inactive", "retired", "survivor"}


def words_of(kinds, **where) -> dict[str, list[str]]:
    return {
        str(section.words): [str(page.words) for page in section.pages]
        for section in sections_for(kinds, **where)
    }


def test_payments_are_no_section_of_somebody_who_is_not_paid():
    shown = words_of({"active"})

    assert "Payments" not in shown
    assert "Pay and service" in shown


def test_a_survivor_has_no_pay_of_their_own_to_look_at():
    shown = words_of({"survivor"})

    assert "Pay and service" not in shown
    assert "What was paid" in shown["Payments"]


def test_somebody_who_is_several_sees_the_pages_of_each():
    shown = words_of({"active", "survivor"})

    assert {"Pay and service", "Payments"} <= shown.keys()


def test_somebody_of_no_kind_sees_every_page():
    assert words_of(set()) == words_of(ALL)


def test_a_page_whose_app_is_not_there_is_left_out(monkeypatch):
    pages = (SectionPage("no_such_route", "Nowhere"), SectionPage("statements", "Statements"))
    monkeypatch.setattr(sections, "SECTIONS", (Section("Documents", pages),))

    assert words_of(ALL) == {"Documents": ["Statements"]}


def test_a_section_without_a_page_is_left_out(monkeypatch):
    monkeypatch.setattr(sections, "SECTIONS", (Section("Empty", (SectionPage("no_such_route", "Nowhere"),)),))

    assert words_of(ALL) == {}


@pytest.mark.parametrize(
    ("path", "route", "page", "current"),
    [
        (reverse("pay"), "pay", "Months of pay", "page"),
        (reverse("pay_year", args=[2025]), "pay_year", "Months of pay", "true"),
        (reverse("member_home"), "member_home", "My account", "page"),
        (reverse("sign_ins"), "sign_ins", "Sign-in and security", "true"),
    ],
)
def test_the_page_that_is_shown_or_lies_above_it_is_marked(path, route, page, current):
    marked = [
        (str(link.words), link.current)
        for section in sections_for(ALL, path=path, route=route)
        for link in section.pages
        if link.current
    ]

    assert marked == [(page, current)]


def test_a_section_is_marked_while_one_of_its_pages_is_shown():
    shown = sections_for(ALL, path=reverse("contributions"), route="contributions")

    assert [str(section.words) for section in shown if section.current] == ["Pay and service"]
