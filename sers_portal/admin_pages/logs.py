"""The audit, the access log and the row changes as the auditor reads them: searched, tied to each other, never edited."""

import json
from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people
from accounts.models import Person, User
from notices.admin.read_only import ReadOnly
from sers_portal.admin_pages import verification
from sers_portal.admin_pages.csv_files import csv_answer, csv_text
from sers_portal.admin_pages.differences import columns_changed, name_of_table, plain_differences
from sers_portal.admin_pages.log_words import say_key, say_page, say_row, say_verb
from sers_portal.base import clock, seals
from sers_portal.base.audit import log_access
from sers_portal.base.long_lists import PeriodFilter
from sers_portal.base.models import AccessEvent, AuditEvent, RowChange

SHOWN_TOGETHER = 100
# A name that so many people have is no way to find one: the logs would be read whole for them.
MOST_PEOPLE = 200
MOST_EVENTS = 2_000
ROWS_IN_A_FILE = 20_000


class TooMany(Exception):
    """More people are meant than a log can be searched for at once."""


def actors(typed: str) -> "QuerySet[User]":
    """The accounts meant by an e-mail address or a whole name."""
    words = typed.split()
    found = Q(email=typed.strip().lower()) | Q(family_name__iexact=typed.strip())
    if len(words) > 1:
        found |= Q(given_name__iexact=words[0], family_name__iexact=" ".join(words[1:]))
    return User.objects.filter(found)


def about(typed: str) -> Q:
    """Rows about the people meant, or by the accounts meant."""
    # As lists, not as subqueries: so each is a look into an index.
    people = list(find_people(typed).values_list("public_id", flat=True)[: MOST_PEOPLE + 1])
    by = list(actors(typed).values_list("public_id", flat=True)[: MOST_PEOPLE + 1])
    if max(len(people), len(by)) > MOST_PEOPLE:
        raise TooMany
    return Q(person__in=people) | Q(by__in=by)


class LogAdmin(ReadOnly):
    """What the three lists share."""

    list_filter = [("at", PeriodFilter)]
    ordering = ["-at", "-id"]
    list_per_page = 50
    file_columns: ClassVar[tuple[Any, ...]] = ()
    search_fields = ["id"]
    search_help_text = _(
        "Whose record (Member ID, name, or last four digits with the birth date), or who did it "
        "(e-mail address or name)"
    )

    def get_search_results(
        self, request: HttpRequest, rows: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """By person and by actor."""
        if not search_term.strip():
            return rows, False
        try:
            return rows.filter(self.meant(search_term)), False
        except TooMany:
            words = _("More than %(number)s people are meant. Type more of the name, or a Member ID.")
            self.message_user(request, words % {"number": MOST_PEOPLE}, messages.WARNING)
            return rows.none(), False

    def meant(self, typed: str) -> Q:
        return about(typed)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        address = reverse(f"admin:base_{self.opts.model_name}_file")
        file_address = f"{address}?{request.GET.urlencode()}" if request.GET else ""
        more = {"title": capfirst(self.opts.verbose_name_plural), "file_address": file_address}
        more.update(extra_context or {})
        return super().changelist_view(request, more)

    def get_urls(self) -> list[URLPattern]:
        name = f"base_{self.opts.model_name}_file"
        return [path("file/", self.admin_site.admin_view(self.file), name=name), *super().get_urls()]

    def file(self, request: HttpRequest) -> HttpResponse:
        """The list as it was searched and filtered, as a CSV file: evidence, and itself in the access log."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).queryset[:ROWS_IN_A_FILE]
        people = list(find_people(request.GET.get("q", ""))[:2])
        person = people[0].public_id if len(people) == 1 else None
        by = request.user.actor  # type: ignore[union-attr]
        log_access(by=by, page="audit", person=person, purpose="audit, CSV file")
        text = csv_text(self.file_columns, [self.file_row(row) for row in self.named(rows)])
        return csv_answer(text, name=f"{self.opts.model_name}-{clock.today()}")

    def named(self, rows: Iterable[Any]) -> Iterable[Any]:
        """The rows with what `file_row` needs beside them."""
        return _with_owners(rows)

    @abstractmethod
    def file_row(self, row: Any) -> tuple[Any, ...]:
        """A row's cells, as `file_columns` names them."""

    def page(self, request: HttpRequest, object_id: str) -> Any:
        """The row of a page, which a reader may see."""
        if not (self.has_view_permission(request) and object_id.isdecimal()):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=object_id)

    @abstractmethod
    def title_of(self, row: Any) -> str:
        """What a row's page is called."""

    def show(self, request: HttpRequest, row: Any, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self.title_of(row),
            "opts": self.opts,
            "row": row,
            **more,
        }
        name = self.opts.model_name
        return TemplateResponse(request, f"admin/base/{name}/row.html", context)


@admin.register(AuditEvent)
class AuditEventAdmin(LogAdmin):
    list_display = ["at", "by_name", "done", "subject", "whose"]
    file_columns = (
        _("Number"), _("When"), _("Who"), _("What"), _("Row"), _("Record of"), _("More"), _("Transaction"),
    )  # fmt: skip
    list_display_links = ["at", "done"]

    def file_row(self, row: AuditEvent) -> tuple[Any, ...]:
        """With everything the event tells of itself, sorted by name."""
        detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True)
        row_meant, whose = f"{row.subject_type} {row.subject_id}", self.whose(row)
        return row.pk, row.at.isoformat(), row.by_name, row.verb, row_meant, whose, detail, row.transaction

    def title_of(self, row: AuditEvent) -> str:
        return f"{row.by_name}: {say_verb(row.verb)}"

    @admin.display(description=_("to which row"))
    def subject(self, row: AuditEvent) -> str:
        return say_row(row.subject_type, row.subject_id)

    @admin.display(description=_("what was done"), ordering="verb")
    def done(self, row: AuditEvent) -> str:
        return say_verb(row.verb)

    @admin.display(description=_("whose record"))
    def whose(self, row: AuditEvent) -> str:
        return str(row.whose)  # type: ignore[attr-defined]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with whose record each row of the page is about."""
        changes = super().get_changelist_instance(request)
        changes.result_list = _with_owners(changes.result_list)
        return changes

    def get_urls(self) -> list[URLPattern]:
        return [
            path("verify/", self.admin_site.admin_view(self.verify), name="base_auditevent_verify")
        ] + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; on its first page where the chain of seals stands."""
        if request.GET or not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        chain = {"last": verification.last(), "end": seals.end(), "asked": verification.is_under_way()}
        return super().changelist_view(request, {"chain": chain, **(extra_context or {})})

    def verify(self, request: HttpRequest) -> HttpResponse:
        """Post: have the chain verified by a worker."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        verification.ask(by=request.user.actor)  # type: ignore[union-attr]
        self.message_user(request, _("The logs are being verified. Load this page again to see the result."))
        return redirect(reverse("admin:base_auditevent_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One event, and every change of a row in its transaction."""
        row = self.page(request, object_id)
        if row.person:
            by = request.user.actor  # type: ignore[union-attr]
            log_access(by=by, page="audit", person=row.person, purpose="audit")
        changes = RowChange.objects.filter(transaction=row.transaction).order_by("id")
        shown = [
            (change, f"{name_of_table(change.table_name)} {say_key(change.row_id)}")
            for change in changes[:SHOWN_TOGETHER]
        ]
        person = Person.objects.filter(public_id=row.person).first() if row.person else None
        said = {
            "done": say_verb(row.verb),
            "meant": say_row(row.subject_type, row.subject_id),
            "details": [(name.replace("_", " "), value) for name, value in sorted(row.detail.items())],
        }
        return self.show(request, row, changes=shown, number=changes.count(), person=person, **said)


@admin.register(AccessEvent)
class AccessEventAdmin(LogAdmin):
    list_display = ["at", "by_name", "page_name", "purpose", "whose", "refused"]
    list_display_links = None
    file_columns = (_("Number"), _("When"), _("Who"), _("Page"), _("Purpose"), _("Record of"), _("Refused"))
    list_filter = ["was_refused", ("at", PeriodFilter)]

    def file_row(self, row: AccessEvent) -> tuple[Any, ...]:
        """One look."""
        refused = _("yes") if row.was_refused else ""
        return row.pk, row.at.isoformat(), row.by_name, row.page, row.purpose, self.whose(row), refused

    def title_of(self, row: AccessEvent) -> str:
        return f"{row.by_name}: {say_page(row.page)}"

    @admin.display(description=_("page"), ordering="page")
    def page_name(self, row: AccessEvent) -> str:
        return say_page(row.page)

    @admin.display(description=_("refused"), ordering="was_refused")
    def refused(self, row: AccessEvent) -> str:
        return str(_("refused")) if row.was_refused else ""

    @admin.display(description=_("whose record"))
    def whose(self, row: AccessEvent) -> str:
        return str(row.whose)  # type: ignore[attr-defined]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with whose record each row of the page is about."""
        changes = super().get_changelist_instance(request)
        changes.result_list = _with_owners(changes.result_list)
        return changes

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One look."""
        row = self.page(request, object_id)
        return self.show(request, row, page_said=say_page(row.page))


@admin.register(RowChange)
class RowChangeAdmin(LogAdmin):
    list_display = ["at", "what", "which", "how", "columns", "role"]
    list_display_links = ["at", "what"]
    file_columns = (
        _("Number"), _("When"), _("Table"), _("Row"), _("Kind"), _("Before and after"), _("Database login"),
        _("Transaction"),
    )  # fmt: skip

    def named(self, rows: Iterable[Any]) -> Iterable[Any]:
        """As they are: a row's change names nobody."""
        return rows

    def file_row(self, row: RowChange) -> tuple[Any, ...]:
        """With every column that changed; of what rests sealed only that it did."""
        said = "; ".join(f"{one.column}: {one.before} → {one.after}" for one in plain_differences(row))
        table = name_of_table(row.table_name)
        return row.pk, row.at.isoformat(), table, row.row_id, row.kind, said, row.role, row.transaction

    def title_of(self, row: RowChange) -> str:
        return f"{capfirst(name_of_table(row.table_name))} {say_key(row.row_id)}: {self.how(row)}"

    @admin.display(description=_("row"), ordering="row_id")
    def which(self, row: RowChange) -> str:
        return say_key(row.row_id)

    @admin.display(description=_("kind"))
    def how(self, row: RowChange) -> str:
        return str({"new": _("new"), "deleted": _("deleted")}.get(row.kind, _("changed")))

    @admin.display(description=_("table"), ordering="table_name")
    def what(self, row: RowChange) -> str:
        return name_of_table(row.table_name)

    @admin.display(description=_("columns"))
    def columns(self, row: RowChange) -> str:
        return columns_changed(row) if row.kind == "changed" else "–"

    def meant(self, typed: str) -> Q:
        """What an audit event about the person, or by the actor, explains; and the person's own row by whatever way."""
        events = AuditEvent.objects.filter(about(typed), transaction__isnull=False).order_by("-id")
        written_with = list(events.values_list("transaction", flat=True)[:MOST_EVENTS])
        own = [str(pk) for pk in find_people(typed).values_list("pk", flat=True)[:SHOWN_TOGETHER]]
        rows = Q(table_name=Person._meta.db_table, row_id__in=own)
        return Q(transaction__in=written_with) | rows

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One row before and after, and the audit events that explain it."""
        row = self.page(request, object_id)
        events = AuditEvent.objects.filter(transaction=row.transaction).order_by("id")
        for person in {event.person for event in events if event.person}:
            by = request.user.actor  # type: ignore[union-attr]
            log_access(by=by, page="audit", person=person, purpose="audit")
        return self.show(
            request,
            row,
            events=events[:SHOWN_TOGETHER],
            differences=plain_differences(row),
            table=name_of_table(row.table_name),
        )


def _with_owners(found: Iterable[Any]) -> list[Any]:
    """Each row with the Member ID of the person whose record it is about; one query for all of them."""
    rows = list(found)
    people = Person.objects.filter(public_id__in={row.person for row in rows if row.person})
    ids = dict(people.values_list("public_id", "member_id"))
    for row in rows:
        row.whose = ids.get(row.person, "–")
    return rows
