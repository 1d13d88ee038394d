from django.apps import AppConfig


class ReemploymentConfig(AppConfig):
    """Working after retirement: what the rules of the plan say of it."""

    name = "reemployment"
