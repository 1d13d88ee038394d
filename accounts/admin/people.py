"""People as staff find them. What of a record may be read is on the pages of each part of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import PEOPLE_HELP
from accounts.admin.person_links import links_for
from accounts.forms.people_search import find_people
from accounts.forms.staff_purpose import CompareForm, PurposeForm
from accounts.models import Address, Person
from accounts.services import looking, numbers
from notices.admin.read_only import ReadOnly
from sers_portal.base.audit import log_access
from sers_portal.base.limits import LimitReached

REVEAL = "base.reveal_number"


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
    # The search is our own; Django shows its box only where fields are named.
    search_fields = ["member_id"]
    search_help_text = PEOPLE_HELP
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

    def get_urls(self) -> list[URLPattern]:
        views = (("reveal", self.reveal), ("compare", self.compare), ("look", self.look))
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"person_{name}")
            for name, view in views
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The record in short, its sealed numbers by their last four digits, and ways onward."""
        person = self.get_object(request, object_id)
        if person is None or not self.has_view_permission(request, person):
            return super().change_view(request, object_id, form_url, extra_context)
        by = request.user.actor  # type: ignore[union-attr]
        log_access(by=by, page="person", person=person.public_id, purpose="record looked up")
        asked = extra_context or {}
        context = {
            "links": links_for(request.user, person),
            "addresses": person.addresses.filter(until_on=None),
            "ssn": numbers.masked_ssn(person),
            "numbers": numbers.numbers_of(person),
            "may_reveal": request.user.has_perm(REVEAL),
            "may_look": request.user.has_perm(looking.PERMISSION),
            "compare_form": CompareForm(prefix="ssn"),
            "purpose_form": PurposeForm(prefix="number"),
            "look_form": PurposeForm(prefix="look"),
            **asked,
        }
        return super().change_view(request, object_id, form_url, context)

    def reveal(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: one number whole, shown once on the answer."""
        person = self._asked(request, pk, REVEAL)
        form = PurposeForm(request.POST, prefix="number")
        key = request.POST.get("key", "")
        if not form.is_valid():
            return self._again(request, person, purpose_form=form, asked_key=key)

        def read() -> HttpResponse:
            purpose, by = form.cleaned_data["purpose"], request.user.actor  # type: ignore[union-attr]
            found = numbers.reveal(person=person, key=key, purpose=purpose, by=by)
            return self._again(request, person, revealed=found)

        try:
            return self._within_limit(request, person, read)
        except numbers.NoSuchNumber as error:
            raise Http404 from error

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: whether what somebody told is the person's Social Security number."""
        person = self._asked(request, pk, REVEAL)
        form = CompareForm(request.POST, prefix="ssn")
        if not form.is_valid():
            return self._again(request, person, compare_form=form)

        def judge() -> HttpResponse:
            purpose, by = form.cleaned_data["purpose"], request.user.actor  # type: ignore[union-attr]
            is_right = numbers.is_ssn(person=person, typed=form.cleaned_data["told"], purpose=purpose, by=by)
            return self._again(request, person, compared=True, is_right=is_right)

        return self._within_limit(request, person, judge)

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Post: look at the member's pages as they do."""
        person = self._asked(request, pk, looking.PERMISSION)
        form = PurposeForm(request.POST, prefix="look")
        if not form.is_valid():
            return self._again(request, person, look_form=form)
        purpose = form.cleaned_data["purpose"]
        try:
            looking.begin(session=request.session, person=person, purpose=purpose, by=request.user)  # type: ignore[arg-type]
        except looking.OwnRecord:
            form.add_error(None, _("This is your own record. Look at it on your own pages."))
            return self._again(request, person, look_form=form)
        return redirect("member_home")

    def _asked(self, request: HttpRequest, pk: int, permission: str) -> Person:
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return get_object_or_404(Person, pk=pk)

    def _within_limit(
        self, request: HttpRequest, person: Person, act: Callable[[], HttpResponse]
    ) -> HttpResponse:
        try:
            return act()
        except LimitReached as reached:
            words = _(
                "You have read as many numbers as one person may in a day. You can go on at %(time)s; "
                "for something urgent ask a colleague."
            )
            again_at = date_format(localtime(reached.again_at), "MONTH_DAY_TIME_FORMAT")
            self.message_user(request, words % {"time": again_at}, messages.ERROR)
            return self._again(request, person)

    def _again(self, request: HttpRequest, person: Person, **context: Any) -> HttpResponse:
        """The person's page, shown as an answer to a form. It is read only: a GET's page fits."""
        wrong = [form for form in context.values() if isinstance(form, forms.Form) and form.errors]
        request.method = "GET"
        response: HttpResponse = self.change_view(request, str(person.pk), extra_context=context)
        if wrong:
            response.status_code = 422
        return response
