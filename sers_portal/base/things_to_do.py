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

`when` is an expression over a person's row, so that a hundred things to do still cost the home one query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.query_utils import Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Condition = Callable[[date], Combinable | Q]


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


def to_be_done(person: "QuerySet[Model]", *, on: date) -> list[ThingToDo]:
    """What is to be done on a day by the one person in the query set, the most urgent first. One query."""
    conditions = {f"todo_{name}": thing.when(on) for name, thing in _known.items()}
    if not conditions:
        return []
    answers = person.annotate(**conditions).values_list(*conditions).get()
    return _in_order(thing for thing, is_open in zip(_known.values(), answers, strict=True) if is_open)


def _in_order(things: Iterable[ThingToDo]) -> list[ThingToDo]:
    return sorted(things, key=lambda thing: thing.order)
