"""Papers: what is printed for one reader, kept with its words, and shown again as a page or in large print.

Every letter is written here, so that each bears the code by which anybody can check that it is ours.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from notices import check_codes
from notices.documents import render, storage
from notices.documents.plain import from_plain, to_plain
from notices.models import Document


class WordsNotKept(Exception):
    """Of this document only the PDF was kept: it is older than the pages, or it shows a code."""


def print_letter(
    *,
    template: str,
    content: Mapping[str, Any],
    kind: str,
    title: str,
    id: uuid.UUID | None = None,
    holds_code: bool = False,
    keeps_words: bool = True,
) -> Document:
    """Lay out a letter in `content["language"]`, with its check code, and keep it with its words.

    `content` holds plain values only: texts, numbers, days, amounts, and lists of them. With `holds_code` the words
    are kept nowhere but in the PDF; without `keeps_words` neither, because they can be read elsewhere. Call it in the
    change's transaction.
    """
    id = id or uuid.uuid4()
    words = with_code(id, content)
    language = str(content["language"])
    with translation.override(language):
        pdf = render.pdf(template, words)
    return storage.keep(
        pdf,
        id=id,
        kind=kind,
        title=title,
        language=language,
        laid_out=storage.LaidOut(
            template, to_plain(words) if keeps_words and not holds_code else None, holds_code
        ),
    )


def with_code(id: uuid.UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a paper prints, with the code that proves it and the address where it is checked."""
    return {"site": settings.SITE_ADDRESS, **content, "check_code": check_codes.printed_code_of(id)}


def can_be_read(document: Document) -> bool:
    """Whether a document's words were kept, so that it can be a page and large print as well."""
    return bool(document.template) and document.content is not None


def words_of(document: Document) -> dict[str, Any]:
    """What a document was laid out from. Raises `WordsNotKept`."""
    if not can_be_read(document):
        raise WordsNotKept(str(document.pk))
    words: dict[str, Any] = from_plain(document.content)
    return words


def read_out(document: Document, *, layout: str) -> SafeString:
    """The document's own words as HTML, in its language; `layout` takes the block "letter". Raises `WordsNotKept`."""
    words = words_of(document)
    with translation.override(document.language):
        return render_to_string(document.template, {**words, "layout": layout})


def large_print(document: Document) -> bytes:
    """The document's own words as a PDF in large type. Raises `WordsNotKept`."""
    words = words_of(document)
    with translation.override(document.language):
        return render.large_print(document.template, words)
