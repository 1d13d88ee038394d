from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People: who may sign in, which person they are, how to reach them."""

    name = "accounts"

    def ready(self) -> None:
        from accounts.queues import add_ours as add_queues
        from accounts.roles import make_roles
        from accounts.services import returned_mail  # noqa: F401  it listens for letters that came back

        add_queues()
        post_migrate.connect(make_roles, dispatch_uid="roles of staff")
