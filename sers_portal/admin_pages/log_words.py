"""The logs in words: what was done, to which row, on which page. What is stored stays as it was written, and sealed."""

from django.apps import apps
from django.utils.translation import gettext as _

KEY_SHOWN = 8


def say_verb(verb: str) -> str:
    """What was done, without the marks between a program's words."""
    return verb.replace("_", " ").replace(".", ": ")


def say_key(key: str) -> str:
    """Which row: its number, or the beginning of its random key."""
    return key if key.isdecimal() else key[:KEY_SHOWN]


def say_row(label: str, key: str) -> str:
    """A row by what its kind is called; of a long random key the beginning is enough to tell rows apart."""
    try:
        name = str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        name = label.rpartition(".")[2]
    return f"{name} {say_key(key)}"


def say_page(page: str) -> str:
    """A page of the access log: a report by its title, a list of staff by what is in it."""
    # The reports say pages in words too: neither can be imported before the other.
    from sers_portal.admin_pages.reports import REPORTS

    kind, _colon, name = page.partition(":")
    if kind == "report" and name in REPORTS:
        return _("report: %(title)s") % {"title": REPORTS[name].title}
    if kind == "admin":
        app, _line, rest = name.partition("_")
        found = [model for model in apps.get_models() if rest.startswith(f"{model._meta.model_name}_")]
        of_app = [model for model in found if model._meta.app_label == app]
        return str(of_app[0]._meta.verbose_name_plural) if of_app else name.replace("_", " ")
    return page.replace("_", " ").replace(":", ": ")
