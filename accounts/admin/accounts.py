"""Accounts as staff see them: who signs in, locked or not, what happened; locking, and roles. No secrets, no passwords."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts import journey
from accounts.admin.account_filters import OpenFilter, RoleFilter, WhoseFilter
from accounts.forms.people_search import find_people
from accounts.forms.staff_roles import InvitationForm, StaffRolesForm
from accounts.models import AccountLock, RefusedEmailDomain, SecurityEvent, User
from accounts.personal_email import STATE_DOMAINS
from accounts.services import account_lock, staff_invitations, staff_roles
from accounts.services.second_factor import factors_of
from accounts.services.security_events import others_beside
from accounts.wording_of_events import say_event
from accounts.wording_of_roles import ROLE_WORDS
from notices.admin.row_pages import RowPages
from sers_portal.base.audit import log_access, record

EVENTS_SHOWN = 30


class ReasonForm(forms.Form):
    """Why an account is locked or unlocked, and how staff know who asked."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=300,
        label=_("Why, and how you know who asked"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": _("Say why: it is kept with the decision.")},
    )


@admin.register(User)
class UserAdmin(RowPages):
    row_template = "admin/accounts/user/account.html"
    change_list_template = "admin/accounts/user/change_list.html"
    list_display = ["email", "full_name", "member_id", "held_roles", "standing"]
    list_filter = [WhoseFilter, RoleFilter, OpenFilter]
    list_select_related = ["person"]
    search_fields = ["email"]
    search_help_text = _(
        "E-mail address, or of a member: Member ID, name (“lopez, maria”), or last four digits with the birth date; "
        "of staff: last name"
    )

    def get_search_results(
        self, request: HttpRequest, rows: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """By e-mail address, by whose record it is, or staff by their last name."""
        if not (typed := search_term.strip()):
            return rows, False
        staff = Q(is_staff=True, family_name__istartswith=typed)
        return rows.filter(Q(email=typed.lower()) | Q(person__in=find_people(typed)) | staff), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.prefetch_related("groups")

    @admin.display(description=_("Member ID"))
    def member_id(self, row: User) -> str:
        return row.person.member_id if row.person else ""

    @admin.display(description=_("roles"))
    def held_roles(self, row: User) -> Any:
        if row.is_superuser:
            return _("superuser: every right")
        return staff_roles.in_words([group.name for group in row.groups.all()]) or "–"

    @admin.display(description=_("open or closed"), ordering="is_active")
    def standing(self, row: User) -> Any:
        return _("open") if row.is_active else _("closed")

    def get_urls(self) -> list[URLPattern]:
        views = (("lock", self.lock), ("unlock", self.unlock), ("roles", self.roles))
        return [
            path(f"<int:number>/{name}/", self.admin_site.admin_view(view), name=f"user_{name}")
            for name, view in views
        ] + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_give_roles(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A colleague is invited: name, work address, roles and reason. Members open their accounts themselves."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            by = request.user.actor  # type: ignore[union-attr]
            try:
                account = staff_invitations.invite(by=by, **form.cleaned_data)
            except staff_invitations.NotInvited as refused:
                form.add_error(None, str(refused))
            else:
                words = _("The account is made. An e-mail with a link is on its way to %(email)s.")
                self.message_user(request, words % {"email": account.email})
                return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[account.pk]))
        site = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Invite a colleague")}
        return TemplateResponse(request, "admin/accounts/user/invite.html", {**site, "form": form})

    def opened(self, request: HttpRequest, row: User) -> HttpResponse:
        """One account, with a reason still to be given."""
        return self.page(request, row, ReasonForm())

    def lock(self, request: HttpRequest, number: int) -> HttpResponse:
        """Post: lock the account, with the reason."""
        return self._decide(request, number, account_lock.lock, _("Locked; every session has ended."))

    def unlock(self, request: HttpRequest, number: int) -> HttpResponse:
        """Post: unlock the account, with the reason."""
        return self._decide(request, number, account_lock.unlock, _("Unlocked."))

    def roles(self, request: HttpRequest, number: int) -> HttpResponse:
        """Post: the account holds the roles that were ticked, with the reason."""
        if request.method != "POST" or not self.may_give_roles(request):
            raise PermissionDenied
        user, form = self.row(request, number), StaffRolesForm(request.POST)
        if form.is_valid():
            by = request.user.actor  # type: ignore[union-attr]
            try:
                staff_roles.give(account=user, by=by, **form.cleaned_data)
            except staff_roles.NotChanged as refused:
                form.add_error(None, str(refused))
                if isinstance(refused, staff_roles.ChangedMeanwhile):
                    form.look_again(held=staff_roles.held_by(user))
            else:
                self.message_user(request, _("The roles are saved. The owner is told by e-mail."))
                return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))
        return self.page(request, user, ReasonForm(), roles_form=form)

    def page(
        self, request: HttpRequest, row: User, form: forms.Form, roles_form: StaffRolesForm | None = None
    ) -> HttpResponse:
        """The account's page with one of its two forms as it was filled in."""
        answer = cast(TemplateResponse, super().page(request, row, form))
        held = staff_roles.held_by(row)
        answer.context_data = {
            **(answer.context_data or {}),
            "roles": [ROLE_WORDS[role] for role in held],
            "roles_form": roles_form or StaffRolesForm(held=held),
        }
        return answer

    def may_give_roles(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.give_role")

    def may_lock(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.lock_account")

    def _decide(self, request: HttpRequest, number: int, act: Any, done: Any) -> HttpResponse:
        if request.method != "POST" or not self.may_lock(request):
            raise PermissionDenied
        user, form = self.row(request, number), ReasonForm(request.POST)
        if user == request.user:
            # One's own account is locked on one's own pages, and unlocked by somebody else.
            raise PermissionDenied
        if not form.is_valid():
            return self.page(request, user, form)
        try:
            act(user, by=request.user.actor, reason=form.cleaned_data["reason"])  # type: ignore[union-attr]
        except account_lock.NotLocked:
            form.add_error(None, _("The account is not locked any more. Load the page again."))
            return self.page(request, user, form)
        self.message_user(request, done)
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))

    def shown(self, request: HttpRequest, row: User) -> dict[str, Any]:
        """Where the account stands, its factors by kind, and its diary; that they were shown is noted."""
        by = request.user.actor  # type: ignore[union-attr]
        if row.person is not None:
            log_access(by=by, page="account", person=row.person.public_id, purpose="account support")
        events = SecurityEvent.objects.filter(user=row)
        beside = request.GET.get("beside", "")
        chosen = events.filter(pk=beside).first() if beside.isdecimal() else None
        return {
            "title": _("Account of %(who)s") % {"who": row.full_name or row.email},
            "step": journey.next_step(row).label,
            "factors": factors_of(row),
            "lock": AccountLock.objects.filter(user=row, unlocked_at=None).first(),
            "lines": [(event, say_event(event)) for event in events[:EVENTS_SHOWN]],
            "chosen": chosen,
            "others": others_beside(chosen) if chosen else (),
            "may_give_roles": self.may_give_roles(request),
            "is_own": row == request.user,
            "may_lock": self.may_lock(request) and row != request.user,
        }


class RefusedDomainForm(forms.ModelForm):  # type: ignore[type-arg]
    """A domain in its plain spelling."""

    class Meta:
        model = RefusedEmailDomain
        fields = ["domain", "note"]

    def clean_domain(self) -> str:
        domain: str = self.cleaned_data["domain"].strip().rstrip(".").lower()
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            domain = ""
        if "." not in domain or "@" in domain:
            raise forms.ValidationError(_("Write the part after the @, for example agency.example.gov."))
        if domain in STATE_DOMAINS:
            raise forms.ValidationError(_("This domain is refused already, by the portal itself."))
        return domain


@admin.register(RefusedEmailDomain)
class RefusedEmailDomainAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = RefusedDomainForm
    list_display = ["domain", "note"]
    search_fields = ["domain"]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """With one button: a domain is added, and that is all."""
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, {**context, **one_button}, *args, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._record(request, obj, "changed" if change else "added")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            self._record(request, obj, "removed")
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def _record(self, request: HttpRequest, row: RefusedEmailDomain, what: str) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        record(by=by, verb=f"refused_domain.{what}", subject=row, domain=row.domain)
