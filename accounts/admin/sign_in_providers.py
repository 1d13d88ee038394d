"""Where providers of accounts failed, as staff see it: a list to look at, nothing to change."""

from django.contrib import admin

from accounts.models import ProviderTrouble
from notices.admin.read_only import ReadOnly


@admin.register(ProviderTrouble)
class ProviderTroubleAdmin(ReadOnly):
    list_display = ["at", "provider", "kind", "reason"]
    list_filter = ["provider", "kind"]
    date_hierarchy = "at"
