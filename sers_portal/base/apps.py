from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What every app stands on: sealed fields, audit, jobs, the clock, page access."""

    name = "sers_portal.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
