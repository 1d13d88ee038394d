"""What the pages of applications need: which questions are radio buttons, and the bar of the steps."""

from datetime import date
from typing import Any

from django import forms, template
from django.forms import BoundField

from benefits.forms.applications.retirement import next_first as first_after

register = template.Library()


@register.filter
def is_radios(question: BoundField) -> bool:
    """Whether a question is answered by radio buttons."""
    return isinstance(question.field.widget, forms.RadioSelect)


@register.filter
def numbers_to(count: int) -> range:
    """1 to a number."""
    return range(1, count + 1)


@register.simple_tag
def next_first(day: Any) -> date | None:
    """The first day of the month after a day that was answered; None where it was not."""
    try:
        return first_after(date.fromisoformat(str(day)))
    except ValueError:
        return None
