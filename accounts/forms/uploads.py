"""Form fields for files: each is looked into before the form is valid, and what is wrong is said beside the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services.uploads import Inspected, UploadRefused, inspect

ACCEPT = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png"
MOST_FILES = 10
HINT = gettext_lazy("PDF, JPEG or PNG, at most 10 MB a file. A clear picture taken with your phone is fine.")


class UploadField(forms.FileField):
    """One file; its cleaned value is `Inspected` (or None), for `uploads.receive`."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("File"))
        messages = {
            "required": gettext_lazy("Choose a file."),
            "missing": gettext_lazy("Choose a file."),
            "invalid": gettext_lazy("The file did not arrive. Choose it again."),
        }
        super().__init__(error_messages={**messages, **options.pop("error_messages", {})}, **options)
        # Ours say more than Django's about names and empty files.
        self.allow_empty_file = True

    def clean(self, data: Any, initial: Any = None) -> Inspected | None:
        if not data:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return inspect(data)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class SeveralFilesInput(forms.FileInput):
    """Lets more than one file be chosen."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []


class UploadsField(UploadField):
    """Several files; its cleaned value is a list of `Inspected`."""

    widget = SeveralFilesInput(attrs={"accept": ACCEPT, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Inspected]:  # type: ignore[override]
        chosen = list(data or [])
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(chosen) > MOST_FILES:
            raise ValidationError(_("Send at most %(most)d files at a time.") % {"most": MOST_FILES})
        sound, problems = [], []
        for file in chosen:
            try:
                sound.append(inspect(file))
            except UploadRefused as refusal:
                problems.append(str(refusal))
        if problems:
            raise ValidationError(problems)
        return sound
