"""The tag `csrf_token` of every template: beside Django's token it writes whose the form is (`accounts.kept_words`)."""

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import kept_words

register = template.Library()


class MarkedFormNode(CsrfTokenNode):
    """Django's hidden field, and for a form of somebody signed in the sealed mark of its owner and page."""

    def render(self, context: template.Context) -> SafeString:
        token = super().render(context)
        request = context.get("request")
        mark = kept_words.mark_of(request) if token and request else ""
        if not mark:
            return SafeString(token)
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, kept_words.MARK, mark)


@register.tag
def csrf_token(parser: Parser, token: Token) -> MarkedFormNode:
    """A form's protection against forgery, and the mark of its owner."""
    return MarkedFormNode()
