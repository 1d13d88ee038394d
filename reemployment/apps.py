from django.apps import AppConfig


class ReemploymentConfig(AppConfig):
    """Working after retirement: what the rules of the plan say of it."""

    name = "reemployment"

    def ready(self) -> None:
        from reemployment.calculations import register_calculations

        register_calculations()
