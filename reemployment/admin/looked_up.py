"""Records that nobody edits by hand: they are looked at, and moved by steps."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class LookedUpOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """No row is added, changed or deleted by a form."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
