"""What the informing pages are written with: figures of the law, and links to other websites."""

from decimal import Decimal

from django import template

from benefits.rules.law import Key
from benefits.rules.refusals import LawGap
from benefits.wording import say_figure
from sers_portal.public.outside import OUTSIDE

register = template.Library()
Figure = Decimal | int | str


@register.simple_tag(takes_context=True)
def law_figure(context: template.Context, topic: str, name: str, **keys: Key) -> Figure | None:
    """A figure of the law in force today; None in a year whose figure is not known yet.

    LookupError where the law holds no such topic, keys or figure.
    """
    try:
        value = context["law"].value(topic, on=context["today"], **keys)
    except LawGap:
        return None
    figure: Figure = value.figures[name]
    return figure


@register.filter
def number(figure: Figure) -> str:
    """A figure without idle zeros: 1.670 becomes "1.67"."""
    return say_figure(figure, "number")


@register.filter
def percent(figure: Figure) -> str:
    """A rate: "1.67%"."""
    return say_figure(figure, "percent")


@register.filter
def years(months: int) -> str:
    """Months as years, in digits: 804 becomes "67"."""
    return say_figure(Decimal(months) / 12, "number")


@register.inclusion_tag("components/outside_link.html")
def outside(site: str, words: str = "") -> dict[str, str]:
    """A link to a website that is not ours, and says so."""
    found = OUTSIDE[site]
    return {"address": found.address, "words": words or str(found.name)}
