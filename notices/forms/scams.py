"""Reporting a scam: few questions, none of which asks for anything a thief would."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import ScamReport

LONGEST_STORY, LONGEST_SENDER, LONGEST_CONTACT = 4000, 300, 200
# A Social Security or card number has no place in a report; written in groups it is surely one.
NUMBER_OF_A_PERSON = re.compile(r"\b\d{3}[- ]\d{2}[- ]\d{4}\b|\b(?:\d{4}[- ]?){3}\d{4}\b")


class ReportForm(forms.Form):
    """What came, how, and what was given away."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label=gettext_lazy("How did they reach you?"),
        choices=ScamReport.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how they reached you.")},
    )
    story = forms.CharField(
        label=gettext_lazy("What did they say or ask for?"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Tell us in a few words what they said or asked for."),
            "max_length": gettext_lazy("This is too long. Use at most 4,000 characters."),
        },
    )
    sender = forms.CharField(
        label=gettext_lazy("Who did they say they were, and from which number or address?"),
        max_length=LONGEST_SENDER,
        required=False,
        error_messages={"max_length": gettext_lazy("This is too long. Use at most 300 characters.")},
    )
    given = forms.MultipleChoiceField(
        label=gettext_lazy("Did you give them anything?"),
        choices=ScamReport.Given.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("Your telephone number or e-mail address, if we may ask you more"),
        max_length=LONGEST_CONTACT,
        required=False,
        error_messages={"max_length": gettext_lazy("This is too long. Use at most 200 characters.")},
    )

    def clean_story(self) -> str:
        story: str = self.cleaned_data["story"]
        if NUMBER_OF_A_PERSON.search(story):
            raise forms.ValidationError(
                _(
                    "This seems to hold a Social Security or card number. Take it out: we do not need it, "
                    "and a report is read by several of our staff."
                )
            )
        return story
