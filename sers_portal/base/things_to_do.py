"""What a person had better do, gathered from every app in one query: the home lists it, whoever knows of it adds it.

An app adds from its `AppConfig.ready`:

    things_to_do.add(
        ThingToDo(
            name="mail_comes_back",
            when=lambda today: Exists(Address.objects.filter(person=OuterRef("pk"), returned_on__isnull=False)),
            title=_("Tell us where you live"),
            words=_("A letter to your address on file came back."),
            route="profile",
            action=_("Change your address"),
        )
    )

`when` is an expression over a person's row, so that a hundred things to do still cost the home one query. It is asked
once for each day, so it depends on nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import Combinable
from django.db.models.query_utils import Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Condition = Callable[[date], Combinable | Q]
# Stands for the person's key in a query that is kept; no row has it, and no condition compares with it.
SOMEBODY = -8_675_309


@dataclass(frozen=True)
class ThingToDo:
    """Something to do while `when` is true of the person: what it is called, why, and the page where it is done.

    `route` is left out of the page while no such page exists; the words then have to say what to do without it.
    """

    name: str
    when: Condition
    title: str | Promise
    words: str | Promise
    route: str = ""
    action: str | Promise = ""
    # Lower comes first: 10 somebody waits for an answer, 50 better done soon, 90 good to know.
    order: int = 50

    @property
    def address(self) -> str:
        """Where it is done; "" while there is no such page."""
        try:
            return reverse(self.route) if self.route else ""
        except NoReverseMatch:  # its app has no such page
            return ""


_known: dict[str, ThingToDo] = {}


def add(thing: ThingToDo) -> None:
    """Make a thing to do known. ValueError: another has its name."""
    if _known.setdefault(thing.name, thing) is not thing:
        raise ValueError(f"there is a thing to do named {thing.name} already")


def to_be_done(person: Model, *, on: date) -> list[ThingToDo]:
    """What a person is to do on a day, the most urgent first. One query."""
    if not _known:
        return []
    sql, values = _question(type(person), tuple(thing.when for thing in _known.values()), on)
    with connection.cursor() as cursor:
        cursor.execute(sql, [person.pk if value == SOMEBODY else value for value in values])
        answers = cursor.fetchone()
    return _in_order(thing for thing, is_open in zip(_known.values(), answers, strict=True) if is_open)


@lru_cache(maxsize=8)
def _question(model: type[Model], conditions: tuple[Condition, ...], on: date) -> tuple[str, tuple[Any, ...]]:
    """The query's SQL and its values, with `SOMEBODY` for the person.

    Kept, because Django takes longer to write it than PostgreSQL to answer it: a third of the home's time.
    """
    asked = {f"todo_{number}": condition(on) for number, condition in enumerate(conditions)}
    somebody = model._default_manager.filter(pk=SOMEBODY)
    sql, values = somebody.annotate(**asked).values_list(*asked).query.sql_with_params()
    return sql, values


def _in_order(things: Iterable[ThingToDo]) -> list[ThingToDo]:
    return sorted(things, key=lambda thing: thing.order)
