from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The post room: documents, letters, e-mails, the calendar. Knows no member and no law."""

    name = "notices"
