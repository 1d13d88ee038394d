"""Check your answers: what was typed is read back before anything is done, with a way to change each answer.

The check page is the same address. It holds the answers in hidden fields, so nothing is kept on the server and two tabs
do not mix; each is judged anew when it is confirmed. Forms with files have no check page (decision 0034).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from phonenumber_field.phonenumber import PhoneNumber

CONFIRMED, CHANGE = "confirmed", "change"


class Stage(Enum):
    """Where a form stands: to be filled in, to be checked, or to be done."""

    FILL = "fill"
    CHECK = "check"
    DO = "do"


@dataclass(frozen=True)
class CheckPage:
    """What a check page says beside the answers: where it is reached from, what the button does, what happens then."""

    crumb: tuple[str, Any]
    send: Any
    lead: Any
    layout: str = "base_member.html"
    # Sent along with the form though it is none of its fields.
    hidden: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A question with its answer in words; `name` is the field to change."""

    name: str
    question: str
    words: str


def stage_of(request: HttpRequest, form: forms.Form) -> Stage:
    """What a form asks for now. One whose answer is to be changed is shown again with the focus on it."""
    if CHANGE in request.POST:
        if (chosen := request.POST[CHANGE]) in form.fields:
            form.fields[chosen].widget.attrs["autofocus"] = True
        return Stage.FILL
    if not form.is_valid():
        return Stage.FILL
    return Stage.DO if CONFIRMED in request.POST else Stage.CHECK


def show(request: HttpRequest, form: forms.Form, page: CheckPage) -> HttpResponse:
    """The check page of a valid form."""
    context = {"page": page, "answers": answers_of(form), "hidden": _hidden(form, page)}
    return render(request, "components/check_answers.html", context)


def answers_of(form: forms.Form) -> list[Answer]:
    """The answers of a valid form that were given, in the order of its fields."""
    said = ((bound, say(bound.field, form.cleaned_data.get(bound.name))) for bound in form.visible_fields())
    return [Answer(bound.name, str(bound.label), words) for bound, words in said if words]


def say(of: forms.Field, value: Any) -> str:
    """An answer as it is read to whoever gave it."""
    if isinstance(of, forms.ChoiceField):
        words = {str(key): str(label) for key, label in dict(of.choices).items()}  # type: ignore[arg-type]
        chosen = value if isinstance(value, list) else [_as_choice(value)]
        return ", ".join(words.get(str(one), "") for one in chosen)
    if isinstance(value, date):
        return str(date_format(value, "DATE_FORMAT"))
    if isinstance(value, PhoneNumber):
        return str(value.as_national)
    return str(value or "")


def _as_choice(value: Any) -> Any:
    # Yes and no are true and false once they are read.
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _hidden(form: forms.Form, page: CheckPage) -> list[SafeString]:
    fields = [bound for bound in form if bound.name not in page.hidden]
    return [bound.as_hidden() for bound in fields]
