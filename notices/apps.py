from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The post room: documents, letters, texts, e-mails, the calendar. Knows no member and no law."""

    name = "notices"
    verbose_name = _("Letters, messages and what is published")

    def ready(self) -> None:
        from notices import tasks  # noqa: F401  web and workers alike must know who does which jobs
        from notices.queues import add_ours as add_queues

        add_queues()
