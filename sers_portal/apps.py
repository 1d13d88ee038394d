from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django admin with our own site: staff sign in as everybody does."""

    default_site = "sers_portal.admin_site.PortalAdminSite"


class PortalConfig(AppConfig):
    """The composition of the apps: home pages and commands that span them."""

    name = "sers_portal"
    label = "portal"

    def ready(self) -> None:
        from sers_portal import celery  # noqa: F401  tasks sent by the web process need the configured application
        from sers_portal.admin_pages import verification  # noqa: F401  workers must know who verifies the logs
        from sers_portal.language.catalogue import compile_if_changed, find_catalogue
        from sers_portal.queues import add_ours

        add_ours()
        compile_if_changed(find_catalogue())
        if settings.IS_DEMONSTRATION:
            # Web and workers alike must know who does its jobs.
            from sers_portal.demonstration import payments  # noqa: F401
