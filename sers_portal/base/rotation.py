"""Sealing everything anew with the newest key, row by row while the portal works: always readable, whenever it stops.

Every key in SEALING_KEYS opens, and only the newest (SEALING_KEY_ID) seals. What is left to do is told by the tokens
themselves: they begin with the id of their key. A rotation cut off is simply begun again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from sers_portal.base.audit import SYSTEM, record
from sers_portal.base.sealing import Sealed, TamperedToken, seal, unseal

BATCH = 500
NEVER_CHANGED = "SELECT 1 FROM pg_trigger WHERE tgname = 'never_changed' AND tgrelid = %s::regclass"


@dataclass(frozen=True)
class Place:
    """A column that holds tokens. `reseal` gives the column's new value for a row, or the old one unchanged."""

    name: str
    model: type[models.Model]
    column: str
    reseal: Callable[[Any], Any]
    # The rows whose tokens are under another key than the newest.
    old: "Callable[[], models.QuerySet[Any]]"
    keys_in: Callable[[Any], list[str]]

    @property
    def is_append_only(self) -> bool:
        """Whether the database lets no row be changed: then the old key has to stay."""
        with connection.cursor() as cursor:
            cursor.execute(NEVER_CHANGED, [self.model._meta.db_table])
            return cursor.fetchone() is not None


@dataclass
class Outcome:
    """What was done at one place. `faulty` are rows that no key opens; `left` are under an old key still."""

    place: str
    resealed: int = 0
    left: int = 0
    faulty: list[str] = field(default_factory=list)
    is_append_only: bool = False


_more_places: list[Callable[[], Iterator[Place]]] = []


def add_places(source: Callable[[], Iterator[Place]]) -> None:
    """Make tokens known that no `Sealed` attribute keeps."""
    if source not in _more_places:
        _more_places.append(source)


def places() -> list[Place]:
    """Every column of the database that holds tokens."""
    own = [
        _place(model, name, attribute)
        for model in apps.get_models()
        for name, attribute in vars(model).items()
        if isinstance(attribute, Sealed)
    ]
    return own + [place for source in _more_places for place in source()]


def keys_in_use(place: Place) -> Counter[str]:
    """How many tokens there are under each key."""
    rows = place.model._default_manager.values_list(place.column, flat=True)
    return Counter(key for value in rows.iterator(chunk_size=5_000) for key in place.keys_in(value))


def rotate(place: Place, *, batch: int = BATCH) -> Outcome:
    """Seal a column anew, batch by batch. Rows that somebody else holds are skipped, and counted as left."""
    outcome = Outcome(place.name, is_append_only=place.is_append_only)
    if not outcome.is_append_only:
        last = None
        while (last := _rotate_batch(place, last, batch, outcome)) is not None:
            pass
    outcome.left = place.old().count() - len(outcome.faulty)
    return outcome


def _rotate_batch(place: Place, after: Any, batch: int, outcome: Outcome) -> Any:
    """One batch in its own transaction, with its audit row; the key of its last row, None when none was left."""
    with transaction.atomic():
        rows = place.old().select_for_update(skip_locked=True, of=("self",)).order_by("pk")
        found = list(rows.filter(pk__gt=after)[:batch] if after is not None else rows[:batch])
        changed = []
        for row in found:
            try:
                setattr(row, place.column, place.reseal(row))
            except TamperedToken:
                outcome.faulty.append(str(row.pk))
            else:
                changed.append(row)
        if changed:
            place.model._default_manager.bulk_update(changed, [place.column])
            record(
                by=SYSTEM,
                verb="sealed anew with another key",
                subject=changed[-1],
                place=place.name,
                rows=len(changed),
                key=settings.SEALING_KEY_ID,
            )
    outcome.resealed += len(changed)
    return found[-1].pk if found else None


def _place(model: type[models.Model], name: str, attribute: Sealed) -> Place:
    column = f"{name}_token"

    def reseal(row: Any) -> str:
        return reseal_token(getattr(row, column), bound_to=attribute.bound_to(row.sealed_owner))

    def old() -> "models.QuerySet[Any]":
        newest = {f"{column}__startswith": f"{settings.SEALING_KEY_ID}."}
        return model._default_manager.exclude(**{column: ""}).exclude(**newest)

    return Place(f"{model._meta.label}.{name}", model, column, reseal, old, key_of)


def reseal_token(token: str, *, bound_to: str) -> str:
    """The same text under the newest key. Raises `TamperedToken` where no key opens it."""
    return seal(unseal(token, bound_to=bound_to), bound_to=bound_to)


def key_of(token: str) -> list[str]:
    """The id of a token's key; nothing for an empty one."""
    return [token.partition(".")[0]] if token else []
