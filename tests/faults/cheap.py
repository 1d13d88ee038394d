"""A renderer that costs next to nothing, for tests about everything but the looks of a statement."""

import json
import time
from collections.abc import Mapping


def pdf(template: str, context: Mapping[str, object]) -> bytes:
    """Bytes that stand for a PDF; the same content gives the same bytes."""
    return b"%PDF-1.7\n" + json.dumps([template, context], sort_keys=True).encode()


def slow_pdf(template: str, context: Mapping[str, object]) -> bytes:
    """As `pdf`, but it waits a moment, so that a worker can be killed in the midst of it."""
    time.sleep(0.01)
    return pdf(template, context)


def pdf_but_for_desmond(template: str, context: Mapping[str, object]) -> bytes:
    """As `pdf`, but it fails for everybody whose name begins with Desmond."""
    if str(context["content"]["name"]).startswith("Desmond"):  # type: ignore[index]
        raise ZeroDivisionError("Desmond's statement cannot be made")
    return pdf(template, context)
