"""Django admin as the staff's side: signing in goes through allauth, so that staff need their second factor too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sers_portal.base import work_queues
from sers_portal.base.column_words import name_rows
from sers_portal.base.long_lists import CountedToALimit

OWN_APPS = frozenset({"base", "notices", "accounts", "benefits", "reemployment", "portal"})


class PortalAdminSite(admin.AdminSite):
    site_header = _("SERS staff")
    site_title = _("SERS staff")
    index_title = _("Work")
    # Work is found from the desk; a list of all tables beside each page would only take its room.
    enable_nav_sidebar = False
    # The member's home is not a "site" of the admin.
    site_url = "/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.login = secure_admin_login(self.login)  # type: ignore[method-assign]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own models have staff pages: a library's would let staff change e-mails and factors at will."""
        models: list[Any] = (
            [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        )
        own = [model for model in models if model._meta.app_label in OWN_APPS]
        super().register(own, admin_class, **options)
        for model in own:
            name_rows(model)
            # Every list, those that come later too: what is short today grows.
            self._registry[model].paginator = CountedToALimit  # type: ignore[misc]
            self._registry[model].show_full_result_count = False  # type: ignore[misc]
            # Counts beside each filter would read the whole table once for each of them.
            self._registry[model].show_facets = admin.ShowFacets.NEVER  # type: ignore[misc]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's guard for staff pages, marked so that `middleware.PageAccess` knows it."""
        is_row = getattr(view, "__name__", "") == "change_view"
        guarded: Any = super().admin_view(_nothing_sent_in_vain(view) if is_row else view, cacheable)
        guarded.admin_site = self
        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where the admin sends who may not enter: staff without a second factor go and set one up."""
        user = request.user
        if user.is_authenticated and user.is_staff and not used_second_factor(request):
            messages.warning(request, _("Staff need a second step to sign in. Set it up now."))
            return redirect("factor_choice")
        return super().login(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own way out: it ends the session's row, and clears what the browser kept."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own page: it asks for a fresh confirmation, and tells the owner."""
        return redirect("account_change_password")

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """What staff may look at of one part of the portal, under that part's name."""
        found = self.get_app_list(request, app_label)
        title = {"title": found[0]["name"]} if found else {}
        return super().app_index(request, app_label, {**title, **(extra_context or {})})

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The desk: work by task with counts and ages, then whatever else this member of staff may look at."""
        may_find = request.user.has_perm("accounts.view_person")
        may_open = request.user.has_perm("benefits.work_claim")
        work = work_queues.of(request.user)
        desk = {
            "work": work,
            "is_idle": work and not any(queue.number for _task, queues in work for queue in queues),
            "reports_address": reverse("staff_reports") if request.user.has_perm("base.view_report") else "",
            "open_claim_address": reverse("admin:benefits_claim_add") if may_open else "",
            "find_address": reverse("admin:accounts_person_changelist") if may_find else "",
        }
        return super().index(request, {**desk, **(extra_context or {})})

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff whose session passed the second step, and nobody else."""
        return super().has_permission(request) and used_second_factor(request)


def _nothing_sent_in_vain(view: Any) -> Callable[..., HttpResponse]:
    """A row's page, where a form is refused from whoever may not change the row, and not answered as if it were kept."""
    pages = view.__self__

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        reads_forms = getattr(pages, "reads_forms", False) or pages.has_change_permission(request)
        if request.method == "POST" and not reads_forms:
            raise PermissionDenied
        answer: HttpResponse = view(request, *args, **named)
        return answer

    return guarded


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session passed the second step, not merely whether the account has one."""
    from accounts.services import sessions

    return sessions.used_second_factor(request)
