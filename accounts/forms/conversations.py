"""Writing a message."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.forms.uploads import UploadsField
from accounts.models import Conversation

LONGEST = 4000


class ReplyForm(forms.Form):
    """Words, and files with them. The hidden id makes sending twice sending once."""

    use_required_attribute = False
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": gettext_lazy("Write your message first."),
            "max_length": gettext_lazy(
                "This is too long. Write at most 4,000 characters, or send it as a file."
            ),
        },
    )
    papers = UploadsField(required=False, label=gettext_lazy("Files, if you want to send any"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("id", uuid.uuid4())

    def clean_id(self) -> uuid.UUID:
        """The form's own id; a new one where it came back damaged, for nobody could mend that."""
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()


class MessageForm(ReplyForm):
    """The first message of a conversation."""

    topic = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=Conversation.Topic.choices,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={
            "required": gettext_lazy("Choose what it is about."),
            "invalid_choice": gettext_lazy("Choose one of the topics listed."),
        },
    )
    field_order = ("id", "topic", "words", "papers")
