"""Forms that make one row, however often they are sent."""

import uuid
from typing import Any

from django import forms


class SentOnceForm(forms.Form):
    """Carries the id of the row it is to make: sending it twice is sending it once."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("id", uuid.uuid4())

    def clean_id(self) -> uuid.UUID:
        """The form's own id; a new one where it came back damaged, for nobody could mend that."""
        try:
            return uuid.UUID(self.cleaned_data["id"])
        except ValueError:
            return uuid.uuid4()
