from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """What every app stands on: sealed fields, audit, jobs, the clock, page access."""

    name = "sers_portal.base"
    label = "base"
    verbose_name = _("Logs and jobs of the portal")
    default_auto_field = "django.db.models.BigAutoField"
