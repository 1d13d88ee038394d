"""Runbooks and guides of staff name what there is: commands with their options, pages that answer, words that stand on the screen."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

from benefits import claim_kinds

ROOT = Path(__file__).resolve().parents[2]
RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))
GUIDES = [ROOT / "docs" / "guides" / f"{name}.md" for name in ("claims-desk", "roles-of-staff")]
NINE = {
    "february",
    "monthly-payments",
    "january-increases",
    "returned-mail",
    "suspected-takeover",
    "key-rotation",
    "backup-and-restore",
    "proclaimed-closing",
    "losing-redis",
}
COMMAND = re.compile(r"manage\.py ([a-z_]+)([^`#\n|;]*)")
ADDRESS = re.compile(r"`(/[a-z/_]*/)(?:\?[^`]*)?`")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
OWN = ("sers_portal", "notices", "accounts", "benefits", "reemployment")

each_runbook = pytest.mark.parametrize("page", [*RUNBOOKS, *GUIDES], ids=lambda page: page.stem)


def words_on_screens() -> str:
    """What staff may read: templates, words in code, and what Django admin makes of the names of models."""
    sources = [
        path.read_text()
        for folder in ("templates", *OWN)
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".py"}
    ]
    names = [f"Add {model._meta.verbose_name}" for model in apps.get_models()]
    return " ".join(re.sub(r'"\s+"', "", " ".join([*sources, *names])).split()).lower()


def test_each_of_the_nine_occasions_has_its_runbook_and_the_index_names_it():
    index = (ROOT / "docs" / "runbooks" / "README.md").read_text()

    assert {page.stem for page in RUNBOOKS} - {"README"} == NINE
    assert all(f"({name}.md)" in index for name in NINE)


@each_runbook
def test_the_commands_of_a_runbook_exist_with_their_options(page):
    commands = get_commands()
    for name, rest in COMMAND.findall(page.read_text()):
        command = load_command_class(commands[name], name) if name in commands else None
        assert command is not None, f"no command {name}"
        known = command.create_parser("manage.py", name)._option_string_actions
        assert {option for option in re.findall(r"(?<!\S)--?[a-z-]+", rest)} <= set(known), (name, rest)


@each_runbook
def test_the_pages_of_a_runbook_are_there(page):
    lost = []
    for address in ADDRESS.findall(page.read_text()):
        try:
            # Whatever the admin does not know it answers with its own "not found".
            found = resolve(address).url_name
        except Resolver404:
            found = None
        if not found or (found == "index" and address != "/admin/"):
            lost.append(address)

    assert lost in ([], ["/admin/…/"])


@each_runbook
def test_the_words_a_runbook_prints_bold_stand_on_a_screen(page):
    screens = words_on_screens()
    # A phrase may run on in the next line.
    bold = [" ".join(words.split()) for words in BOLD.findall(page.read_text())]

    assert not [words for words in bold if words.lower().strip("…:") not in screens]


def test_the_guide_of_the_claims_desk_has_every_kind_of_claim_with_its_days():
    guide = GUIDES[0].read_text()

    missing = [
        kind.name
        for kind in claim_kinds.all_kinds()
        if f"\n| {kind.title} | {kind.days} days | " not in guide
    ]

    assert missing == []
