"""What changed in a row, in plain words: column by column, and of what rests sealed or hashed only that it changed."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from sers_portal.base.column_words import say_column
from sers_portal.base.models import RowChange

# By what columns are called: tokens of sealed values, keyed hashes, passwords and PINs, links that open something.
HIDDEN = re.compile(r"(^|_)(token|index|hash|password|secret|digest|code|pin|key|bound)(_|$)")
NAME_KEYS = frozenset({"family_key", "given_key"})
LONGEST = 200
SEALED = "sealed, never shown"


@dataclass(frozen=True)
class Difference:
    """One column, before and after."""

    column: str
    before: str
    after: str


def plain_differences(change: RowChange) -> list[Difference]:
    """The columns that differ; the database's own search keys are left out."""
    model = _model(change.table_name)
    return [
        Difference(say_column(model, column), _say(column, before), _say(column, after))
        for column, (before, after) in change.differences.items()
        if column not in NAME_KEYS
    ]


def columns_changed(change: RowChange) -> str:
    """Only which columns, for lists and files."""
    model = _model(change.table_name)
    return ", ".join(say_column(model, column) for column in change.differences if column not in NAME_KEYS)


def name_of_table(table: str) -> str:
    """What a table's rows are called."""
    model = _model(table)
    return str(model._meta.verbose_name) if model else table.replace("_", " ")


def _model(table: str) -> type[Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _say(column: str, value: object) -> str:
    if value is None or value == "":
        return "–"
    if HIDDEN.search(column):
        return SEALED
    text = "yes" if value is True else "no" if value is False else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
