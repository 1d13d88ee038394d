"""People as staff find them. What of a record may be read is on the pages of each part of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people
from accounts.models import Address, Person
from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import log_access


class MailFilter(admin.SimpleListFilter):
    """Whether the post delivers to the current address."""

    title = _("mail")
    parameter_name = "mail"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("returned", _("comes back"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Person]) -> QuerySet[Person]:
        if self.value() != "returned":
            return rows
        bad = Address.objects.filter(person=OuterRef("pk"), until_on=None).exclude(returned_on=None)
        return rows.filter(Exists(bad))


@admin.register(Person)
class PersonAdmin(ReadOnly):
    list_display = ["family_name", "given_name", "member_id", "born_on", "died_on"]
    list_display_links = ["family_name"]
    list_filter = [MailFilter]
    ordering = ["family_key", "given_key", "pk"]
    list_per_page = 50
    show_full_result_count = False
    # The search is our own; Django shows its box only where fields are named.
    search_fields = ["member_id"]
    search_help_text = _(
        "Member ID, Social Security number, name (“lopez”, “lopez, maria”), or the last four digits with the birth date "
        "(“6789 04/09/1984”)"
    )
    fields = [
        "member_id",
        "given_name",
        "middle_name",
        "family_name",
        "suffix",
        "born_on",
        "died_on",
        "delivery",
        "language",
    ]

    def get_search_results(
        self, request: HttpRequest, rows: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        """By number, by the beginning of a name, or by four digits and birth date."""
        return (find_people(search_term, rows) if search_term.strip() else rows), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        person = self.get_object(request, object_id)
        if person is not None and self.has_view_permission(request, person):
            by = request.user.actor  # type: ignore[union-attr]
            log_access(by=by, page="person", person=person.public_id, purpose="record looked up")
        return super().change_view(request, object_id, form_url, extra_context)
