from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: who may sign in, which person they are, how to reach them."""

    name = "accounts"
