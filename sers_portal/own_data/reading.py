"""Reads a person's rows, table by table, as the file holds them."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import Person, User
from sers_portal.base.sealing import TamperedToken
from sers_portal.own_data.table import BY_ACCOUNT_ID, BY_PERSON_ID, Table
from sers_portal.own_data.tables import TABLES

ROWS_AT_ONCE = 500
UNREADABLE = "cannot be read; call us"


def everything(person: Person | None, account: User) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Every table with this person's rows, oldest first. One query a table.

    An account without a record, of somebody who only helps, has rows in the tables of accounts.
    """
    for table in TABLES:
        yield table, list(rows(table, person, account))


def rows(table: Table, person: Person | None, account: User) -> Iterator[dict[str, Any]]:
    """A person's rows of one table, as plain values."""
    for row in _query(table, person, account).iterator(chunk_size=ROWS_AT_ONCE):
        named = {name_of(path): _plain(_follow(row, path)) for path in table.columns}
        yield {**named, **{name: _opened(compute, row) for name, compute in table.masked.items()}}


def name_of(path: str) -> str:
    """What a column is called in the file: the last two steps of the way to it."""
    return "_".join(path.split("__")[-2:]) if "__" in path else path


def _query(table: Table, person: Person | None, account: User) -> "QuerySet[Any]":
    model = apps.get_model(table.model)
    owner = _owner(table, person, account)
    if owner is None:
        empty: QuerySet[Any] = model._default_manager.none()
        return empty
    ways = {path.rpartition("__")[0] for path in table.columns if "__" in path}
    found: QuerySet[Any] = model._default_manager.filter(**owner, **table.only).order_by("pk")
    return found.select_related(*ways) if ways else found


def _owner(table: Table, person: Person | None, account: User) -> dict[str, Any] | None:
    """Whose rows: the person's, or the account's where there is no record; None where nothing can be theirs."""
    if table.owner == BY_ACCOUNT_ID:
        return {"reported_by": account.public_id}
    if person is None:
        return {table.way_to_account: account.pk} if table.way_to_account else None
    return {"person": person.public_id} if table.owner == BY_PERSON_ID else {table.owner: person.pk}


def _follow(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = None if row is None else getattr(row, step)
    return row


def _opened(compute: Any, row: Any) -> str:
    try:
        return str(compute(row))
    except TamperedToken:
        # One value that does not open must not keep all others from their owner.
        return UNREADABLE


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
