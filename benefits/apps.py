from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenefitsConfig(AppConfig):
    """The plan: law, rules, records, annuities and payments, statements."""

    name = "benefits"
    verbose_name = _("Benefits and payments")

    def ready(self) -> None:
        from benefits import tasks  # noqa: F401  web and workers alike must know who does which jobs
        from benefits.bank_numbers import add_ours as add_numbers
        from benefits.queues import add_ours as add_queues
        from benefits.queues_of_money import add_queues_of_money
        from benefits.queues_of_records import add_queues_of_records
        from benefits.services.claims.kinds import register_kinds
        from benefits.things_to_do import add_ours

        add_ours()
        add_queues()
        add_queues_of_money()
        add_queues_of_records()
        add_numbers()
        register_kinds()
