"""Texts and calls as staff see them: the end of the number, how it went, and never the words."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from notices.admin.read_only import ReadOnly
from notices.models import TextMessage
from notices.phone_numbers import as_e164
from sers_portal.base.long_lists import PeriodFilter


@admin.register(TextMessage)
class TextMessageAdmin(ReadOnly):
    list_display = ["number", "channel", "state", "failure", "error_code", "created_at"]
    list_filter = ["state", "failure", "channel", ("created_at", PeriodFilter)]
    ordering = ["-created_at"]
    # A number typed whole finds its messages, through the keyed hash.
    search_fields = ["to_index"]
    search_help_text = _("A whole phone number, such as 217-555-0123")
    fields = [
        "number",
        "channel",
        "language_said",
        "state",
        "failure",
        "what_is_said",
        "error_code",
        "vendor_id",
        "attempts",
        "created_at",
        "expires_at",
        "sent_at",
        "finished_at",
    ]

    @admin.display(description=_("to"))
    def number(self, message: TextMessage) -> str:
        return message.masked_to

    @admin.display(description=_("what the member is told"))
    def what_is_said(self, message: TextMessage) -> str:
        return message.failure_sentence

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[TextMessage], search_term: str
    ) -> tuple[QuerySet[TextMessage], Any]:
        if not search_term:
            return queryset, False
        return queryset.filter(to_index=TextMessage.to.index_of(as_e164(search_term))), False
