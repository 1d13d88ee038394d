"""Members' messages: the queue, and answering one."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from accounts.models import Conversation
from accounts.services import conversations
from notices.admin.row_pages import SteppedRows


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
class ConversationAdmin(FoundByPerson, SteppedRows):
    row_template = "admin/accounts/conversation/conversation.html"
    step_right = "accounts.answer_conversation"
    list_display = ["person", "topic", "state", "state_since", "assigned_to_name"]
    list_filter = ["state", "topic"]
    list_select_related = ["person"]
    ordering = ["state_since"]
    list_per_page = 50

    def opened(self, request: HttpRequest, row: Conversation) -> HttpResponse:
        """One conversation, whole; that it was read is noted."""
        conversations.note_read_by_staff(row, request.user.actor)  # type: ignore[union-attr]
        return self.page(request, row, AnswerForm(initial={"id": uuid.uuid4()}))

    def take(self, request: HttpRequest, row: Conversation, step: str) -> HttpResponse:
        """Answer it, or close it."""
        by = request.user.actor  # type: ignore[union-attr]
        if step == "close":
            conversations.close(conversation=row, by=by)
        elif step == "answer":
            form = AnswerForm(request.POST)
            if not form.is_valid():
                return self.page(request, row, form)
            conversations.answer(
                conversation=row, id=form.cleaned_data["id"], words=form.cleaned_data["words"], by=by
            )
        else:
            raise Http404
        messages.success(request, _("Done."))
        return HttpResponseRedirect(reverse("admin:accounts_conversation_changelist") + "?state__exact=open")

    def shown(self, request: HttpRequest, row: Conversation) -> dict[str, Any]:
        """What was written."""
        return {
            "written": row.messages.prefetch_related("files__upload"),
            "may_answer": request.user.has_perm(self.step_right),
        }
