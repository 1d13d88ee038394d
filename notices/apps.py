from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The post room: documents, letters, texts, e-mails, the calendar. Knows no member and no law."""

    name = "notices"

    def ready(self) -> None:
        from notices import tasks  # noqa: F401  web and workers alike must know who does which jobs
        from notices.queues import add_ours as add_queues

        add_queues()
