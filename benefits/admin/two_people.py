"""Rows that one person enters and another approves, by buttons on the row's page."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.suspensions import SuspensionRefused
from sers_portal.base.audit import Actor

Act = Callable[[Any, Actor], object]
# Its name, the words on its button, the right it needs, the service, whether it makes sense now.
Step = tuple[str, Any, str, Act, Callable[[Any], bool]]


class TwoPeopleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that one person enters and another approves; nothing of them is typed over."""

    change_form_template = "admin/benefits/two_people.html"
    steps: ClassVar[Sequence[Step]] = ()
    # What to say when a step is taken, by its name.
    done: ClassVar[Mapping[str, Any]] = {
        "approve": _("Approved."),
        "withdraw": _("Withdrawn. Nothing follows from it."),
        "propose_end": _("Proposed. Another person must approve its end."),
        "approve_end": _("Its end is approved."),
    }

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.model_name}_step"
        view = self.admin_site.admin_view(require_POST(self.step))
        view.model_admin = self  # type: ignore[attr-defined]
        return [path("<int:row_id>/step/", view, name=name), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.model.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        may = [
            (name, words)
            for name, words, right, _act, applies in self.steps
            if row is not None and applies(row) and request.user.has_perm(right)
        ]
        context = {"steps": may, "step_address": f"admin:{self.opts.model_name}_step"}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def step(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """Post: one step of a row, if this person has the right to it."""
        wanted = request.POST.get("step", "")
        found = next((step for step in self.steps if step[0] == wanted), None)
        if found is None or not request.user.has_perm(found[2]):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=row_id)
        try:
            found[3](row, request.user.actor)  # type: ignore[union-attr]
            self.message_user(request, self.done[wanted])
        except (PaymentRefused, SuspensionRefused) as reason:
            self.message_user(request, str(reason), level="ERROR")
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(address, args=[row_id]))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.get_fields(request, obj) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The service makes the row; the admin goes on with it.
        vars(obj).update(vars(self.entered(obj, form, request.user.actor)))  # type: ignore[union-attr]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        self.message_user(request, _("Nothing follows from it until another person has approved it."))
        return response

    @abstractmethod
    def entered(self, row: Any, form: Any, by: Actor) -> Model:
        """The row as the service made it of what was typed. Not asked where rows come from elsewhere."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the service wrote the audit row."""
