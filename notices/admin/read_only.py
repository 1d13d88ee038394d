"""What staff may read but not type into: the rows are written by services."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list and a page without a form."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("language"), ordering="language")
    def language_said(self, row: Any) -> str:
        """The language of a row in words."""
        words: dict[str, Any] = dict(settings.LANGUAGES)
        return str(words.get(row.language, row.language))
