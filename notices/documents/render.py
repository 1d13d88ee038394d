"""Turn a template into a tagged PDF. The only place where WeasyPrint is imported."""

import gc
import os
import threading
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from notices.documents import compiled
from notices.documents.tags import complete_tags

HERE = Path(__file__).parent
VARIANT = "pdf/ua-1"
# Templates of which there are many alike. Without this set and the package `compiled` all else stays the same.
COMPILED = {"statements/statement.html"}

# The one switch between a document and its large print: which style sheet is used.
LARGE = "large.css"

Finisher = Callable[[Any, Any], None]


class OutsideAddress(Exception):
    """A template asked for something that is neither one of our fonts nor part of the document."""


def pdf(template: str, context: Mapping[str, object]) -> bytes:
    """The template as a tagged PDF/UA-1. The same content gives the same bytes.

    The style sheet is the file of the template's name that ends in .css and lies beside it. The template states
    `<html lang>` and `<title>`; both are required. Raises `OutsideAddress` when it refers to anything but our fonts
    or data within itself: rendering never reaches for the network or the disk.
    """
    with _rendering:
        written = (
            compiled.fill(template, context, partial(_lay_out, template)) if template in COMPILED else None
        )
        return written or _write(template, context)


def large_print(template: str, context: Mapping[str, object]) -> bytes:
    """The same words in large type, in one column: laid out by the `large.css` that lies beside the template."""
    with _rendering:
        return _finish(template, context, complete_tags, style=str(PurePosixPath(template).with_name(LARGE)))


def pdf_in_full(template: str, context: Mapping[str, object]) -> bytes:
    """The same, always laid out anew. What `pdf` gives is measured and tested against this."""
    with _rendering:
        return _write(template, context)


class _Rendering:
    """One rendering at a time, without garbage collection: it looks in vain through ten thousand boxes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_warm = False

    def __enter__(self) -> None:
        self._lock.acquire()
        self._collects = gc.isenabled()
        gc.disable()

    def __exit__(self, *failure: object) -> None:
        if not self._is_warm:
            # What is loaded by now stays for the life of the process: later collections pass it over.
            gc.collect()
            gc.freeze()
            self._is_warm = True
        if self._collects:
            gc.enable()
        self._lock.release()


_rendering = _Rendering()


def _write(template: str, context: Mapping[str, object]) -> bytes:
    return _finish(template, context, complete_tags)


def _lay_out(template: str, context: Mapping[str, object], hand_over: Finisher) -> None:
    """Lay out for a form: with whole fonts, and the finished PDF handed over instead of written."""

    def finish(document: Any, pdf: Any) -> None:
        complete_tags(document, pdf)
        hand_over(document, pdf)

    _finish(template, context, finish, full_fonts=True)


def _finish(
    template: str, context: Mapping[str, object], finisher: Finisher, *, style: str = "", **options: bool
) -> bytes:
    html = render_to_string(template, dict(context))
    try:
        document = LeanHTML(string=html, url_fetcher=OwnFiles(), base_url="document:").render(
            font_config=_fonts(),
            stylesheets=[_style_sheet(style or str(PurePosixPath(template).with_suffix(".css")))],
            cache=_images(),
            pdf_variant=VARIANT,
        )
        if not (document.metadata.title and document.metadata.lang):
            raise ValueError(f"{template}: a document states its language and its title")
        written = document.write_pdf(finisher=finisher, pdf_variant=VARIANT, pdf_identifier=True, **options)
    except FatalURLFetchingError as refusal:
        raise OutsideAddress(str(refusal)) from refusal
    return bytes(written)


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Hands out our fonts and data that stands in the document itself; refuses everything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme == "file" and not parts.netloc and path.parent == HERE / "fonts":
            return URLFetcherResponse(url, path.read_bytes())
        raise OutsideAddress(url)


class LeanHTML(HTML):  # type: ignore[misc]
    """A document styled from our own short base instead of the long default style sheet."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_base()]


class Fonts(FontConfiguration):  # type: ignore[misc]
    """The fonts, loaded once a process. A forked child must not remove the files its parent still reads."""

    def __init__(self) -> None:
        super().__init__()
        self._made_by = os.getpid()

    def __del__(self) -> None:
        if os.getpid() == self._made_by:
            super().__del__()


@cache
def _fonts() -> Fonts:
    return Fonts()


@cache
def _images() -> dict[str, Any]:
    return {}


@cache
def _base() -> CSS:
    return CSS(filename=HERE / "document.css", font_config=_fonts(), url_fetcher=OwnFiles())


@cache
def _style_sheet(name: str) -> CSS:
    try:
        css = get_template(name).render()
    except TemplateDoesNotExist as missing:
        raise TemplateDoesNotExist(f"{name}: a document's style sheet lies beside its template") from missing
    return CSS(string=css, font_config=_fonts(), url_fetcher=OwnFiles(), base_url="document:")
