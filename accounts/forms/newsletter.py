"""How the newsletter is to come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import NewsletterWay


class NewsletterForm(forms.Form):
    """By e-mail, on paper, or not at all: equal choices."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label=_("How do you want The Informer?"),
        choices=NewsletterWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the newsletter is to come.")},
    )
