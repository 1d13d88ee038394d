"""The pages that inform: they open, their links lead somewhere, their pictures exist, their words are explained."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from sers_portal.public import forms, glossary, tutorial
from sers_portal.public.outside import OUTSIDE
from tests.browser.test_every_page import PAGES
from tests.public.pages import ADDRESSES, SHEET_ADDRESSES, Parts

pytestmark = pytest.mark.django_db
LEADS_AWAY = re.compile(r"https?:|tel:|mailto:")
# What a member's page answers to a stranger.
TO_THE_SIGN_IN = 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_reads(address, client):
    response = client.get(address)

    parts = Parts(response.text)
    assert response.status_code == 200
    assert parts.tags.count("h1") == 1
    assert len(parts.anchors) == len(set(parts.anchors))


def test_every_link_of_the_public_pages_leads_to_a_page_and_to_its_place_there():
    pages = {address: Parts(Client().get(address).text) for address in ADDRESSES}
    links = {
        (page, link) for page, parts in pages.items() for link in parts.links if not LEADS_AWAY.match(link)
    }
    elsewhere = {link.partition("#")[0] for _, link in links} - set(pages) - {""}
    answers = {path: Client().get(path) for path in elsewhere}

    dead = {path for path, answer in answers.items() if answer.status_code not in (200, TO_THE_SIGN_IN)}
    seen = pages | {path: Parts(answer.text) for path, answer in answers.items() if answer.status_code == 200}
    lost = {(page, link) for page, link in links if "#" in link and not _is_there(link, page, seen)}

    assert dead == set()
    assert lost == set()


def _is_there(link: str, page: str, seen: dict[str, Parts]) -> bool:
    path, _, anchor = link.partition("#")
    return anchor in seen[path or page].anchors


def test_links_to_other_websites_are_those_kept_in_one_place_and_say_so(client):
    known = {outside.address for outside in OUTSIDE.values()}

    used = {
        link
        for address in ADDRESSES
        for link in Parts(client.get(address).text).links
        if link.startswith("http")
    }

    assert used <= known
    assert known - used <= {OUTSIDE["unemployment"].address}
    assert "(other website)" in client.get(reverse("other_websites")).text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_picture_exists_and_says_what_it_shows_at(address, client):
    pictures = Parts(client.get(address).text).pictures

    for picture in pictures:
        assert finders.find(picture["src"].removeprefix("/static/"))
        assert picture["alt"] or picture["alt"] == "" and "emblem" in picture["src"]


def test_the_tutorial_has_twelve_steps_each_with_its_picture(client):
    pictures = [p for p in Parts(client.get(reverse("tutorial")).text).pictures if "tutorial" in p["src"]]

    assert len(pictures) == 12
    assert len({picture["src"] for picture in pictures}) == 12
    assert all(int(picture["width"]) > 400 and picture["alt"] for picture in pictures)


def test_the_pictures_of_a_language_are_complete_small_and_of_these_steps():
    names = {f"{step.picture}.webp" for step in tutorial.STEPS}
    place = finders.find(tutorial.PLACE)

    for folder in Path(place).iterdir():
        files = {file.name: file.stat().st_size for file in folder.iterdir()}
        assert set(files) == names
        assert sum(files.values()) < 500_000


def test_a_reader_of_a_language_without_pictures_sees_the_english_ones():
    step = tutorial.STEPS[0]

    assert step.shown("tlh").file == "images/tutorial/en/sign-in.webp"


def test_every_fact_sheet_is_in_the_sweep_of_all_pages():
    swept = {address for _, address, _ in PAGES}

    assert set(SHEET_ADDRESSES) <= swept


def test_an_unknown_fact_sheet_is_not_found(client):
    assert client.get("/fact-sheets/nothing/").status_code == 404


def test_a_word_is_a_link_at_its_first_use_and_a_plain_word_afterwards(rf):
    twice = Template(
        '{% load glossary %}{% term "annuity" %} {% term "annuity" "annuities" %}{% words_explained %}'
    )
    said = twice.render(Context({"request": rf.get("/"), "today": date(2026, 3, 1)}))

    assert said.startswith('<a class="term" id="use-annuity" href="#word-annuity">annuity</a> annuities')
    assert said.count('id="word-annuity"') == 1
    assert "Money paid each month for life" in said


def test_a_word_on_paper_is_just_the_word():
    on_paper = Template('{% load glossary %}{% term "annuity" %}{% words_explained %}')

    assert on_paper.render(Context({})).strip() == "annuity"


def test_a_page_without_marked_words_has_no_list_of_them(client):
    assert "Words on this page" not in client.get(reverse("contact")).text
    assert "Words on this page" in client.get("/fact-sheets/refunds/").text


def test_every_word_of_the_glossary_is_explained_on_its_page(client):
    parts = Parts(client.get(reverse("glossary")).text)

    assert {term.id for term in glossary.TERMS} <= set(parts.anchors)


def test_a_form_links_to_where_it_is_done_only_when_that_page_exists():
    here = forms.FormTask("Ask", "Or call.", "activation_request")
    nowhere = forms.FormTask("Ask", "Or call.", "no_such_page")

    assert here.address == reverse("activation_request")
    assert nowhere.address == ""


def test_the_end_of_public_ids_is_said_in_questions_and_announcements(client, settings):
    settings.PUBLIC_ID_ENDS_ON = date(2024, 6, 30)

    assert "No. It no longer opens this website." in client.get(reverse("questions")).text
    assert "works on for" not in client.get(reverse("announcements")).text


def test_the_last_day_of_public_ids_is_told_while_they_work(client, settings):
    settings.PUBLIC_ID_ENDS_ON = date(2199, 6, 30)

    assert "Its last day for everybody is June 30, 2199." in client.get(reverse("questions")).text
    assert "June 30, 2199" in client.get(reverse("announcements")).text


def test_the_first_page_offers_what_most_people_come_for(client):
    links = Parts(client.get("/").text).links

    for name in (
        "account_login",
        "before_you_start",
        "activation_request",
        "what_if",
        "calendar",
        "fact_sheets",
    ):
        assert reverse(name) in links
