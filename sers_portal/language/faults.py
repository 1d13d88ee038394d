"""What is wrong in a catalogue: each fault a sentence that names the message, for translators and for the tests."""

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

# "%(name)s" and "%s" of Python, "{name:way}" of the worksheets; a field's way of being said must stay as it is.
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|%[sd]|\{[a-z_0-9]*(?::[a-z_]+)?\}", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z]{2,}")
# The same words in both languages, or a name that stays what it is.
SAME_IN_BOTH = {
    "COLA",
    "Chicago",
    "English",
    "Dental",
    "Error:",
    "Español",
    "Fax",
    "Federal",
    "Illinois",
    "Medicare",
    "MyBenefits",
    "No",
    "PIN",
    "Plan",
    "Public ID",
    "QILDRO",
    "no",
    "regular",
    "SERS",
    "Springfield",
    "TDD/TTY",
    "TDD/TTY 866-321-7625",
    "The Informer",
    "Total",
    "final",
}


def find_faults(kept: Catalog, asked_for: Catalog) -> list[str]:
    """All faults of a catalogue, by kind; none where it is whole and right."""
    return [
        *(f"missing: {_name(message)}" for message in missing(kept, asked_for)),
        *(f"fuzzy: {_name(message)}" for message in _messages(kept) if message.fuzzy),
        *(f"asked for nowhere: {_name(message)}" for message in obsolete(kept, asked_for)),
        *(fault for message in _messages(kept) for fault in _faults_of(message)),
    ]


def missing(kept: Catalog, asked_for: Catalog) -> list[Message]:
    """Messages that the sources ask for and nobody has translated."""
    return [message for message in _messages(asked_for) if not _is_translated(_same(kept, message))]


def obsolete(kept: Catalog, asked_for: Catalog) -> list[Message]:
    """Messages that no source asks for any more."""
    gone = [message for message in _messages(kept) if _same(asked_for, message) is None]
    return [*gone, *kept.obsolete.values()]


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _same(catalogue: Catalog, message: Message) -> Message | None:
    found = catalogue.get(message.id, message.context)
    # A plural is looked up by its singular: both must be plural, or neither.
    return found if found is not None and found.id == message.id else None


def _is_translated(message: Message | None) -> bool:
    return message is not None and all(_forms(message.string))


def _faults_of(message: Message) -> Iterator[str]:
    asked, given = _forms(message.id), _forms(message.string)
    if not all(given):
        return
    # A singular may leave its number out; what the plural names must stand in the plural.
    for said in given:
        if not _placeholders(said) <= _placeholders(asked[-1]) | _placeholders(asked[0]):
            yield f"placeholder that the English lacks: {_name(message)}"
    if _placeholders(asked[-1]) != _placeholders(given[-1]):
        yield f"other placeholders: {_name(message)}"
    if Counter(TAG.findall(asked[0])) != Counter(TAG.findall(given[0])):
        yield f"other tags: {_name(message)}"
    if asked[0] == given[0] and asked[0] not in SAME_IN_BOTH and _has_words(asked[0]):
        yield f"left in English: {_name(message)}"
    if asked[0][:1].isspace() != given[0][:1].isspace() or asked[0][-1:].isspace() != given[0][-1:].isspace():
        yield f"other space at an end: {_name(message)}"


def _has_words(text: str) -> bool:
    return bool(WORD.search(TAG.sub("", PLACEHOLDER.sub("", text))))


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _forms(words: object) -> tuple[str, ...]:
    return words if isinstance(words, tuple) else (str(words or ""),)


def _name(message: Message) -> str:
    files = ", ".join(sorted({name for name, _ in message.locations})[:2])
    return f"{_forms(message.id)[0]!r} ({files})"
