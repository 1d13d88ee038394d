"""Words of the plan, explained at their first use on any page: `{% load glossary %}{% term "annuity" %}`.

The word becomes a link to its meaning at the end of the same page, where `base.html` prints what was marked. So it works
without script, on paper and for screen readers. Inside a translated sentence: `{% term "annuity" as annuity %}` first.
"""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sers_portal.public.glossary import BY_ID

register = template.Library()
# The words a page has explained so far, kept with its request.
EXPLAINED = "_terms_explained"


@register.simple_tag(takes_context=True)
def term(context: template.Context, id: str, words: str = "") -> SafeString | str:
    """A word of the plan: at its first use on a page a link to its meaning, which the page's end tells; then the word.

    `words` is the word as the sentence needs it, "annuities" say. Without a request, as on paper, it is just the word.
    """
    found = BY_ID[id]
    said = words or str(found.word)
    request = context.get("request")
    if request is None:
        return said
    explained = request.__dict__.setdefault(EXPLAINED, {})
    if id in explained:
        return said
    explained[id] = found
    return render_to_string("components/term.html", {"id": id, "words": said})


@register.inclusion_tag("components/words_explained.html", takes_context=True)
def words_explained(context: template.Context) -> dict[str, object]:
    """The meaning of every word that `term` marked on this page."""
    request = context.get("request")
    explained = getattr(request, EXPLAINED, {}) if request else {}
    return {"terms": [(found, found.explained(on=context["today"])) for found in explained.values()]}
