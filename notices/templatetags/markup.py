"""Staff's words on pages and paper."""

from django import template
from django.utils.safestring import SafeString

from notices.markup import to_html

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs, lists and strong words of a text that staff wrote; everything else in it is escaped."""
    return to_html(text)
