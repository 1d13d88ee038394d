"""Sending in the papers of an application, one or several files at a time, each said to be what it is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.uploads import UploadsField
from benefits.forms.applications.flows import Paper
from benefits.forms.fields import Radios

OTHER = "other"
LONGEST = 120


class PapersForm(forms.Form):
    """Which paper it is, and its pages."""

    use_required_attribute = False
    which = forms.ChoiceField(
        label=gettext_lazy("Which paper is it?"),
        widget=Radios,
        error_messages={
            "required": gettext_lazy("Choose which paper it is."),
            "invalid_choice": gettext_lazy("Choose one of the papers in the list."),
        },
    )
    papers = UploadsField(label=gettext_lazy("Its pages, as one file or several"))

    def __init__(self, data: Any = None, files: Any = None, *, needed: Iterable[Paper]) -> None:
        super().__init__(data, files)
        self.titles = {paper.name: str(paper.title) for paper in needed} | {OTHER: _("Another paper")}
        self.fields["which"].choices = list(self.titles.items())  # type: ignore[attr-defined]

    @property
    def description(self) -> str:
        """What was sent, in words, of a valid form."""
        return self.titles[self.cleaned_data["which"]][:LONGEST]


def descriptions_of(paper: Paper) -> set[str]:
    """How a file that is this paper may be described: its title, in each language."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(str(paper.title)[:LONGEST])
    return found
