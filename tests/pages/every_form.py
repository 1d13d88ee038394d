"""Every form class of the project, for tests that walk them."""

import importlib
import inspect
import pkgutil

from django import forms

from accounts.forms.fields import NotEchoed

APPS = ("accounts", "benefits", "reemployment", "notices", "allauth.account", "allauth.mfa")
# What a browser is told a secret field is for.
FOR_SECRETS = ("current-password", "new-password", "one-time-code")


def every_form() -> list[type[forms.BaseForm]]:
    """The form classes of all `forms` modules, in the order of their modules."""
    found = []
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".forms" in module.name:
                members = vars(importlib.import_module(module.name)).values()
                found += [one for one in members if _is_form(one) and one.__module__ == module.name]
    return found


def is_secret(name: str, field: forms.Field) -> bool:
    """Whether a field holds what must rest nowhere: a password, a code, a PIN, a number of identity."""
    widget = field.widget
    return (
        isinstance(widget, forms.PasswordInput | NotEchoed)
        or widget.attrs.get("autocomplete") in FOR_SECRETS
        or "code" in name.split("_")
        and "zip" not in name
    )


def _is_form(one: object) -> bool:
    return inspect.isclass(one) and issubclass(one, forms.BaseForm)


FORMS = every_form()
