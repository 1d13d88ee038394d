"""How every page prints money and days, its section links and its form fields: one place each."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from sers_portal.base.fields import dollars

register = template.Library()

TELEPHONE = "217-785-7444"
TELEPHONE_LINK = format_html('<a href="tel:+12177857444">{}</a>', TELEPHONE)


@register.filter
def money(amount: Decimal) -> str:
    """`dollars`, for templates."""
    return dollars(amount)


@register.simple_tag
def figure(amount: Decimal, kind: str = "") -> SafeString:
    """The one component that prints a figure of money; `kind` is "large" for the figure a card is about."""
    words = money(amount)
    # Digits and our own words: a page prints hundreds of them, and escaping each would take most of the time.
    return SafeString(f'<data class="figure{" " * bool(kind)}{kind}" value="{amount}">{words}</data>')


@register.filter
def day(value: date) -> str:
    """A day in full, as one would say it: "November 19, 2026"."""
    return str(date_format(value, "DATE_FORMAT"))


@register.filter
def weekday(value: date) -> str:
    """A day with its weekday: "Thursday, November 19, 2026"."""
    return str(date_format(value, "WEEKDAY_FORMAT"))


@register.filter
def month(value: date) -> str:
    """The month of a day: "November 2026"."""
    return str(date_format(value, "YEAR_MONTH_FORMAT"))


@register.filter
def telephones(words: str) -> SafeString:
    """The words with the number of SERS as a link: a phone dials it, and no line breaks inside it."""
    return SafeString(conditional_escape(words).replace(TELEPHONE, TELEPHONE_LINK))


@register.inclusion_tag("components/section_link.html", takes_context=True)
def section_link(context: template.Context, route: str, words: str) -> dict[str, Any]:
    """A link of the navigation, marked when the page shown is this one or lies under it."""
    try:
        address = reverse(route)
    except NoReverseMatch:  # a section whose app is not installed has no link
        return {}
    path = getattr(context.get("request"), "path", "")
    is_under = path.startswith(address) and route not in ("home", "member_home")
    return {"address": address, "words": words, "is_page": path == address, "is_under": is_under}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: str = "", label: str = "") -> dict[str, Any]:
    """A form field with its label, hint and errors tied to it for screen readers."""
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)
    described = [
        f"{bound.auto_id}_{part}" for part, there in (("hint", hint), ("error", bound.errors)) if there
    ]
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    is_checkbox = isinstance(widget, CheckboxInput)
    shape = "usa-checkbox__input" if is_checkbox else "usa-input"
    attributes["class"] = f"{shape} usa-input--error" if bound.errors else shape
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "hint": hint,
        "label": label or bound.label,
        "is_checkbox": is_checkbox,
    }
