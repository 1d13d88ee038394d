"""The outbox as staff see it: what was written to whom, and whether it is sent."""

from django.contrib import admin

from notices.admin.read_only import ReadOnly
from notices.models import Email
from sers_portal.base.long_lists import PeriodFilter


@admin.register(Email)
class EmailAdmin(ReadOnly):
    list_display = ["subject", "to", "state", "attempts", "error_code", "created_at", "sent_at"]
    # Not the words: some e-mails hold a code.
    fields = ["key", "to", "subject", "language", "state", "attempts", "error_code", "created_at", "sent_at"]
    list_filter = ["state", ("created_at", PeriodFilter)]
    ordering = ["-created_at"]
    search_fields = ["to"]
