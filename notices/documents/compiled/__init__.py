"""The same PDF as full rendering gives, many times faster, for documents of which there are many alike.

WeasyPrint lays a document out once for each *form*: a statement of some kind with so many rows and lines. Where words
change from person to person it is given tokens; what it draws for a token shows where the words stand. After that
only texts, the lengths of bars and the title are written anew for each person.

It serves only where the result is certain to be the same: every character in the embedded font, every line in the
room its block has. Otherwise the answer is None and the document is rendered in full. Nothing needs this package:
without it everything is as before, only slower.
"""

import logging
from collections import Counter, OrderedDict
from collections.abc import Hashable, Mapping
from typing import Any

from django.utils.translation import get_language

from notices.documents.compiled.composing import LayOut, compose
from notices.documents.compiled.faces import Unfit
from notices.documents.compiled.forms import Form
from notices.documents.compiled.words import Words, read

logger = logging.getLogger(__name__)

__all__ = ["fill", "tally"]

# A form holds about 150 kB. A February needs some hundreds of them.
MOST_FORMS = 500

_forms: OrderedDict[Hashable, Form | Unfit] = OrderedDict()
# How many documents this process filled, and how many it left to full rendering, by reason.
tally: Counter[str] = Counter()


def fill(template: str, context: Mapping[str, Any], lay_out: LayOut) -> bytes | None:
    """The document from its form, composed when it is the first of its kind; None when it must be rendered in full.

    Not for several threads at once.
    """
    try:
        words = read(context)
        frame = _form(template, context, words, lay_out, None, {})
        broken = frame.broken(words)
        counts = {slot: len(lines) for slot, lines in broken.items()}
        form = _form(template, context, words, lay_out, frame, counts) if counts else frame
        written = form.fill(words, broken)
    except Unfit as reason:
        tally[str(reason)] += 1
        logger.info("document rendered in full", extra={"template": template, "reason": str(reason)})
        return None
    tally["filled"] += 1
    return written


def _form(
    template: str,
    context: Mapping[str, Any],
    words: Words,
    lay_out: LayOut,
    frame: Form | None,
    counts: Mapping[int, int],
) -> Form:
    key = (template, get_language(), words.shape, tuple(sorted(counts.items())))
    form = _forms.pop(key, None)
    if form is None:
        try:
            form = compose(context, words, lay_out, frame, counts)
        except Unfit as reason:
            form = reason
    _forms[key] = form
    if len(_forms) > MOST_FORMS:
        _forms.popitem(last=False)
    if isinstance(form, Unfit):
        raise form
    return form
