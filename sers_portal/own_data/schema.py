"""The published JSON schema of the file, derived from the tables, so that the two never differ."""

import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from sers_portal.own_data.reading import name_of
from sers_portal.own_data.table import Table
from sers_portal.own_data.tables import TABLES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = "1"
KINDS: "tuple[tuple[type[models.Field[Any, Any]], dict[str, Any]], ...]" = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.IntegerField, {"type": "integer"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
    (models.JSONField, {}),
)


def schema() -> dict[str, Any]:
    """What the file holds: each table a list of rows, each row with every column."""
    tables = {table.name: {"type": "array", "items": _row(table)} for table in TABLES}
    properties = {
        "schema_version": {"const": VERSION},
        "made_at": {"type": "string", "format": "date-time"},
        **tables,
    }
    return {
        "$schema": DRAFT,
        "title": "Your data as the State Employees' Retirement System of Illinois keeps it",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def written() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), indent=2) + "\n"


def published_in() -> Any:
    """The file of the reference that holds it."""
    return settings.BASE_DIR / "docs" / "reference" / "own-data.schema.json"


def _row(table: Table) -> dict[str, Any]:
    columns = {name_of(path): _kind(table, path) for path in table.columns}
    columns |= dict.fromkeys(table.masked, {"type": "string"})
    return {
        "type": "object",
        "properties": columns,
        "required": list(columns),
        "additionalProperties": False,
    }


def _kind(table: Table, path: str) -> dict[str, Any]:
    model, is_null = apps.get_model(table.model), False
    *steps, last = path.split("__")
    for step in steps:
        way = model._meta.get_field(step)
        is_null = is_null or bool(way.null)
        model = way.related_model
    # By attribute, so that "corrects_id" is found as well as "member_id", which is no foreign key.
    field: Any = next(field for field in model._meta.concrete_fields if last in (field.name, field.attname))
    kind = _of_field(field)
    return {"anyOf": [kind, {"type": "null"}]} if (is_null or field.null) and kind else kind


def _of_field(field: Any) -> dict[str, Any]:
    if field.is_relation:
        return _of_field(field.target_field)
    if isinstance(field, models.GeneratedField):
        return _of_field(field.output_field)
    for known, kind in KINDS:
        if isinstance(field, known):
            return kind
    return {"type": "array"} if hasattr(field, "base_field") else {}
