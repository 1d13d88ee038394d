from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People: who may sign in, which person they are, how to reach them."""

    name = "accounts"
    verbose_name = _("People and accounts")

    def ready(self) -> None:
        from accounts import acting
        from accounts.allauth import password_links  # noqa: F401  it listens for passwords chosen by a mailed link
        from accounts.queues import add_ours as add_queues
        from accounts.roles import make_roles
        from accounts.services import returned_mail  # noqa: F401  it listens for letters that came back
        from accounts.services.factor_rotation import factor_places
        from accounts.things_to_do import add_ours
        from accounts.views.acting import staff_looking
        from accounts.views.delegates import delegate_acting
        from sers_portal.base.rotation import add_places

        add_ours()
        add_queues()
        add_places(factor_places)
        acting.sources.extend([staff_looking, delegate_acting])
        post_migrate.connect(make_roles, dispatch_uid="roles of staff")
