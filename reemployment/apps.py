from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReemploymentConfig(AppConfig):
    """Working after retirement: what the rules of the plan say of it."""

    name = "reemployment"
    verbose_name = _("Work after retirement")

    def ready(self) -> None:
        from benefits.claim_kinds import register
        from reemployment.calculations import register_calculations
        from reemployment.queues import add_ours
        from reemployment.retiring_again import RECOMPUTED_KIND, RETIRE_AGAIN_KIND
        from reemployment.services import (  # noqa: F401  web and workers alike must know who does which jobs
            chasing,
            day_files,
            overpayments,
            telling,
        )
        from reemployment.services.differences import CLAIM_KIND

        register_calculations()
        for kind in (CLAIM_KIND, RETIRE_AGAIN_KIND, RECOMPUTED_KIND):
            register(kind)
        add_ours()
