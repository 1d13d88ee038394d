"""What a letter is about stands in words in the lists of staff: every kind that the code can queue."""

import ast
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

from benefits.services.confirmations import Notice
from notices.kinds_of_letters import LETTERS
from sers_portal.language.extraction import PACKAGES

QUEUES = {"queue_letter", "write_letters", "OutgoingLetter"}
# Handed on by what queues for others: their callers name the kind.
HANDED_ON = {"kind", "notice.kind"}


def test_every_kind_of_letter_that_the_code_can_queue_has_words_and_no_others_do():
    queued = {kind for path in sources() for kind in kinds_queued_in(path)}
    told = {notice.kind for notice in notices()}

    assert len(queued) > 5
    assert len(told) > 3
    assert queued | told == set(LETTERS)


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            if {"services", "admin"} & set(path.parts):
                yield path


def kinds_queued_in(path: Path) -> Iterator[Any]:
    """The kinds of the letters that one module queues, as its own names mean them."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    for call in calls:
        if name_of(call.func) in QUEUES and (said := kind_of(call)) not in HANDED_ON:
            is_word = said.startswith(("'", '"'))
            yield ast.literal_eval(said) if is_word else reduce(getattr, said.split("."), module_of(path))


def name_of(called: ast.expr) -> str:
    return ast.unparse(called).rpartition(".")[2]


def kind_of(call: ast.Call) -> str:
    named = [word.value for word in call.keywords if word.arg == "kind"]
    return ast.unparse((named or call.args[1:])[0])


def module_of(path: Path) -> ModuleType:
    return sys.modules[".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)]


def notices() -> Iterator[Notice]:
    """Every notice that a module keeps, alone or among others."""
    for module in list(sys.modules.values()):
        for held in list(vars(module).values()):
            among = (
                held.values()
                if isinstance(held, dict) and module.__name__.startswith("benefits.")
                else [held]
            )
            yield from (one for one in among if isinstance(one, Notice))
