"""The one direction: imports are proven by import-linter, foreign keys here."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

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
