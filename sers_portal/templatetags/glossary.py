"""Words of the plan, explained at their first use on any page: `{% load glossary %}{% term "annuity" %}`.

The word becomes a link to its meaning at the end of the same page, where `base.html` prints what was marked. So it works
without script, on paper and for screen readers. Inside a translated sentence: `{% term "annuity" as annuity %}` first.
"""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sers_portal.public.first_use import mark_first_uses
from sers_portal.public.glossary import BY_ID, Term

register = template.Library()
# The words a page has explained so far, kept with its request.
EXPLAINED = "_terms_explained"

# Members' pages whose difficult words are found and explained by themselves: those that tell of the pension.
PAGES = frozenset(
    {
        "member_home",
        "pay",
        "pay_year",
        "contributions",
        "estimates",
        "estimate",
        "estimates_beside",
        "if_i_died",
        "payments",
        "payments_year",
        "tax_withholding",
        "beneficiaries",
        "claims",
        "statements",
        "working_after_retirement",
    }
)


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


class ExplainWords(template.Node):
    """`{% explain_words %} … {% endexplain_words %}`: marks first uses on the pages that tell of the pension itself."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        """The inside, with each difficult word explained where it is first used."""
        html = self.inside.render(context)
        request = context.get("request")
        match = getattr(request, "resolver_match", None)
        if request is None or match is None or match.url_name not in PAGES:
            return html
        explained = request.__dict__.setdefault(EXPLAINED, {})

        def link(found: Term, words: str) -> str:
            explained[found.id] = found
            return render_to_string("components/term.html", {"id": found.id, "words": words})

        language = get_language() or "en"
        # Template text and values escaped by the templates, with links of ours put between.
        return mark_safe(mark_first_uses(html, language=language, explained=explained, link=link))  # noqa: S308


@register.tag
def explain_words(parser: template.base.Parser, token: template.base.Token) -> ExplainWords:
    """The running text up to `endexplain_words` has its difficult words explained."""
    inside = parser.parse(("endexplain_words",))
    parser.delete_first_token()
    return ExplainWords(inside)


@register.inclusion_tag("components/words_explained.html", takes_context=True)
def words_explained(context: template.Context) -> dict[str, object]:
    """The meaning of every word that `term` marked on this page."""
    request = context.get("request")
    explained = getattr(request, EXPLAINED, {}) if request else {}
    return {"terms": [(found, found.explained(on=context["today"])) for found in explained.values()]}
