"""The outbox as staff see it: what was written to whom, and whether it is sent."""

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from notices.admin.read_only import ReadOnly
from notices.models import Email
from sers_portal.base.long_lists import PeriodFilter


@admin.register(Email)
class EmailAdmin(ReadOnly):
    list_display = ["subject", "to", "state", "attempts", "error_code", "created_at", "sent_at"]
    # Not the words: some e-mails hold a code.
    fields = ["to", "subject", "language_said", "state", "attempts", "error_code", "created_at", "sent_at"]
    list_filter = ["state", ("created_at", PeriodFilter)]
    ordering = ["-created_at"]
    search_fields = ["to"]
    search_help_text = _("The e-mail address, or its beginning")

    def get_search_results(
        self, request: HttpRequest, rows: QuerySet[Email], search_term: str
    ) -> tuple[QuerySet[Email], bool]:
        """By the beginning of the address, in whatever letters it is typed."""
        typed = search_term.strip().lower()
        return rows.alias(address=Lower("to")).filter(address__startswith=typed) if typed else rows, False
