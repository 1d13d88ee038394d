"""Members' messages: the queue, and answering one."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.people_search import find_people
from accounts.models import Conversation
from accounts.services import conversations
from notices.admin.read_only import ReadOnly

RIGHT = "accounts.answer_conversation"


class AnswerForm(forms.Form):
    """What staff answer; the member reads it."""

    use_required_attribute = False
    id = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        max_length=4000,
        label=_("Answer"),
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80}),
        error_messages={"required": _("Write the answer first.")},
    )


@admin.register(Conversation)
class ConversationAdmin(ReadOnly):
    list_display = ["person", "topic", "state", "state_since", "assigned_to_name"]
    list_filter = ["state", "topic"]
    list_select_related = ["person"]
    ordering = ["state_since"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["person__member_id"]

    def get_search_results(
        self, request: HttpRequest, rows: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        """By whose it is."""
        if not search_term.strip():
            return rows, False
        return rows.filter(person__in=find_people(search_term).values("pk")), False

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<uuid:id>/step/<slug:step>/", site.admin_view(self.step), name="conversation_step")
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One conversation, whole; that it was read is noted."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            row = Conversation.objects.select_related("person").get(pk=UUID(object_id))
        except (ValueError, Conversation.DoesNotExist):
            raise Http404 from None
        conversations.note_read_by_staff(row, request.user.actor)  # type: ignore[union-attr]
        return self._page(request, row, AnswerForm(initial={"id": uuid.uuid4()}))

    def step(self, request: HttpRequest, id: UUID, step: str) -> HttpResponse:
        """Post: answer it, or close it."""
        if request.method != "POST" or not request.user.has_perm(RIGHT):
            raise PermissionDenied
        row = get_object_or_404(Conversation.objects.select_related("person"), pk=id)
        by = request.user.actor  # type: ignore[union-attr]
        if step == "close":
            conversations.close(conversation=row, by=by)
        elif step == "answer":
            form = AnswerForm(request.POST)
            if not form.is_valid():
                return self._page(request, row, form)
            conversations.answer(
                conversation=row, id=form.cleaned_data["id"], words=form.cleaned_data["words"], by=by
            )
        else:
            raise Http404
        messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:accounts_conversation_changelist") + "?state__exact=open")

    def _page(self, request: HttpRequest, row: Conversation, form: forms.Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": str(row),
            "opts": self.opts,
            "row": row,
            "written": row.messages.prefetch_related("files__upload"),
            "form": form,
            "may_answer": request.user.has_perm(RIGHT),
        }
        return TemplateResponse(request, "admin/accounts/conversation/conversation.html", context)
