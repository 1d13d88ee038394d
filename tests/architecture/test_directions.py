"""The one direction: imports are proven by import-linter, foreign keys here."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[2]
ORDER = ["base", "notices", "accounts", "benefits", "reemployment", "portal"]
OWN_MODELS = [model for label in ORDER for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_no_foreign_key_points_to_an_app_above(model):
    here = ORDER.index(model._meta.app_label)

    targets = [
        field.related_model._meta.app_label
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and not field.auto_created
    ]

    assert all(ORDER.index(target) <= here for target in targets if target in ORDER)


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_nothing_of_a_record_is_deleted_with_another(model):
    deletions = {
        field.name: field.remote_field.on_delete.__name__
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and not field.auto_created
    }

    assert set(deletions.values()) <= {"RESTRICT", "PROTECT"}


def test_every_room_of_the_composition_is_in_the_contract():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    listed = {name.strip(" ()") for name in contract["layers"][0].split(":")}

    rooms = {
        f"sers_portal.{path.stem}"
        for path in (ROOT / "sers_portal").iterdir()
        if not path.name.startswith("_")
    }

    # Neither the way in for the servers nor the set-up imports an app; `base` is a layer of its own; `locale` is words.
    doors = {f"sers_portal.{name}" for name in ("base", "celery", "local", "locale", "settings", "wsgi")}
    assert rooms - doors <= listed
