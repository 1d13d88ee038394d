"""Every message that the sources ask for: Python files and templates of all apps, and the titles of the law files.

The staff site is in English (docs/decisions), so its folders hold no messages: `admin/` of each app and of the templates,
commands, and what is not part of the website.
"""

import re
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGES = ("accounts", "benefits", "notices", "reemployment", "sers_portal")
NOT_FOR_READERS = {"admin", "management", "migrations", "local", "load", "language", "queues.py"}
# Said to staff alone, on that site: what lies beside other files.
FOR_STAFF = (
    "accounts/forms/staff_purpose.py",
    "accounts/forms/staff_roles.py",
    "accounts/services/activation/staff.py",
    "accounts/services/numbers.py",
    "accounts/services/person_records.py",
    "accounts/services/staff_invitations.py",
    "accounts/services/staff_roles.py",
    "benefits/bank_numbers.py",
    "benefits/forms/staff_verification.py",
    "benefits/forms/write_off.py",
    "benefits/models/death.py",
    "benefits/models/payment_run.py",
    "benefits/models/two_people.py",
    "benefits/queues_of_deaths.py",
    "benefits/queues_of_money.py",
    "benefits/services/after_death/",
    "benefits/services/claims/death_records.py",
    "benefits/services/claims/deciding.py",
    "benefits/services/claims/desk.py",
    "benefits/services/claims/entering.py",
    "benefits/services/claims/granting.py",
    "benefits/services/claims/recording_people.py",
    "benefits/services/claims/telling_beneficiaries.py",
    "benefits/services/direct_deposit/reviewing.py",
    "benefits/services/enrolment",
    "benefits/services/paper_addresses.py",
    "benefits/services/payment_runs/",
    "benefits/services/payroll/",
    "benefits/services/statements/delivery.py",
    "benefits/services/statements/plan.py",
    "benefits/services/statements/progress.py",
    "benefits/services/statements/release.py",
    "benefits/services/statements/runs.py",
    "benefits/services/suspensions.py",
    "benefits/services/two_people.py",
    "benefits/services/writing_off.py",
    "benefits/services/yearly_figures.py",
    "notices/kinds_of_letters.py",
    "notices/letters/",
    "reemployment/services/cases.py",
    "reemployment/services/day_files.py",
    "sers_portal/admin",
    "sers_portal/base/column_words.py",
    "sers_portal/base/long_lists.py",
    "sers_portal/base/work_queues.py",
)
TEMPLATE_SUFFIXES = {".html", ".txt"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract_messages() -> Catalog:
    """A catalogue without translations: each message with the files that ask for it."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted([*python_files(), *template_files(), *_law_files()]):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for context, message in _messages_of(path):
            found.add(message, locations=[(name, 0)], context=context)
    return found


def template_files() -> Iterator[Path]:
    """The templates that members and strangers see, on paper too."""
    root = settings.BASE_DIR / "templates"
    for path in root.rglob("*"):
        if path.suffix in TEMPLATE_SUFFIXES and "admin" not in path.relative_to(root).parts:
            yield path


def python_files() -> Iterator[Path]:
    """The modules whose words members and strangers read."""
    for package in PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            name = path.relative_to(settings.BASE_DIR)
            if not NOT_FOR_READERS & set(name.parts) and not name.as_posix().startswith(FOR_STAFF):
                yield path


def _law_files() -> Iterator[Path]:
    return (path for package in PACKAGES for path in (settings.BASE_DIR / package / "law").glob("*.toml"))


def _messages_of(path: Path) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    source = path.read_text()
    if path.suffix == ".toml":
        yield from (
            (None, words) for name, words in tomllib.loads(source).items() if name in ("title", "unit")
        )
        return
    if path.suffix in TEMPLATE_SUFFIXES:
        # As calls of gettext among filler. The filler's indentation means nothing, and Python would complain of it.
        source = re.sub(r"(?m)^[ \t]+", "", templatize(source, origin=str(path)))
    for _, function, messages, _ in extract_python(BytesIO(source.encode()), KEYWORDS, [], {}):
        yield from _read_call(function, messages)


def _read_call(function: object, arguments: object) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """The context and message of a call; nothing where the words are no literal."""
    parts = arguments if isinstance(arguments, tuple) else (arguments,)
    name = str(function)
    has_context, is_plural = "pgettext" in name, name.startswith(("ngettext", "npgettext"))
    words = parts[1:] if has_context else parts
    words = words[: 2 if is_plural else 1]
    if all(isinstance(word, str) and word for word in words):
        yield parts[0] if has_context else None, words if is_plural else words[0]
