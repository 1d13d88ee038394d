from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """The plan: law, rules, records, annuities and payments, statements."""

    name = "benefits"
