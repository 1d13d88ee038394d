"""Writing a message."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.forms.sent_once import SentOnceForm
from accounts.forms.uploads import UploadsField
from accounts.models import Conversation

LONGEST = 4000


class ReplyForm(SentOnceForm):
    """Words, and files with them."""

    use_required_attribute = False
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
