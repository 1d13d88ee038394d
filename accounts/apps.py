from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who may sign in, which person they are, how to reach them."""

    name = "accounts"

    def ready(self) -> None:
        from accounts.services import returned_mail  # noqa: F401  it listens for letters that came back
