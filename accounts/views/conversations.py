"""A member's messages to SERS, and what SERS answered."""

import logging
from uuid import UUID

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.conversations import MessageForm, ReplyForm
from accounts.models import Conversation, MessageFile, Upload
from accounts.services import conversations, uploads
from accounts.views.profile import UNPROCESSABLE
from accounts.views.signed_in import person_of
from notices.documents import storage
from sers_portal.base.access import member_page
from sers_portal.base.attachments import attachment
from sers_portal.base.audit import log_access

logger = logging.getLogger(__name__)


@member_page
def messages(request: HttpRequest) -> HttpResponse:
    """All conversations, the latest first."""
    rows = Conversation.objects.filter(person=person_of(request)).order_by("-state_since")[:100]
    return render(request, "messages/messages.html", {"rows": rows, "days": conversations.usual_days()})


@member_page
def new_message(request: HttpRequest) -> HttpResponse:
    """Write about something new."""
    form = MessageForm(request.POST, request.FILES) if request.method == "POST" else MessageForm()
    if form.is_valid() and (kept := _send(request, form, None)) is not None:
        notes.success(request, _("We have your message. You get an e-mail when there is an answer."))
        return redirect("message", kept.pk)
    context = {"form": form, "days": conversations.usual_days()}
    return render(request, "messages/new.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
def message(request: HttpRequest, id: UUID) -> HttpResponse:
    """One conversation, and the form to go on with it."""
    row = _own(request, id)
    form = ReplyForm(request.POST, request.FILES) if request.method == "POST" else ReplyForm()
    if form.is_valid() and _send(request, form, row) is not None:
        notes.success(request, _("We have your message. You get an e-mail when there is an answer."))
        return redirect("message", row.pk)
    context = {
        "row": row,
        "written": list(row.messages.prefetch_related("files__upload")),
        "form": form,
        "infected": Upload.State.INFECTED,
    }
    response = render(request, "messages/message.html", context, status=UNPROCESSABLE if form.errors else 200)
    if getattr(request, "acting", None) is None:
        conversations.mark_seen(row)
    return response


@member_page
@require_POST
def close_message(request: HttpRequest, id: UUID) -> HttpResponse:
    """Post: it is settled."""
    conversations.close(conversation=_own(request, id), by=request.user.actor)  # type: ignore[union-attr]
    notes.success(request, _("This conversation is closed. Write again at any time."))
    return redirect("messages")


@member_page
def message_file(request: HttpRequest, id: UUID, upload: UUID) -> HttpResponse:
    """A file that was sent with a message, given back as an attachment."""
    found = MessageFile.objects.filter(message__conversation=_own(request, id), upload=upload)
    kept = found.select_related("upload__document").first()
    if kept is None or kept.upload.state == Upload.State.INFECTED:
        raise Http404
    try:
        content = uploads.read(kept.upload)
    except (OSError, storage.DamagedDocument) as error:
        logger.exception("file unreadable", extra={"upload": str(upload), "error": type(error).__name__})
        return render(request, "documents/unavailable.html", status=503)
    log_access(by=request.user.actor, page="file sent in", person=person_of(request).public_id)  # type: ignore[union-attr]
    return attachment(content, content_type=kept.upload.document.content_type, name=kept.upload.name)


def _send(request: HttpRequest, form: ReplyForm, row: Conversation | None) -> Conversation | None:
    try:
        return conversations.write(
            person=person_of(request),
            id=form.cleaned_data["id"],
            topic=form.cleaned_data.get("topic", ""),
            words=form.cleaned_data["words"],
            files=form.cleaned_data["papers"],
            by=request.user.actor,  # type: ignore[union-attr]
            conversation=row,
        )
    except conversations.MessageRefused as refusal:
        form.add_error("words", str(refusal))
    except uploads.UploadRefused as refusal:
        form.add_error("papers", str(refusal))
    return None


def _own(request: HttpRequest, id: UUID) -> Conversation:
    person = person_of(request)
    row = Conversation.objects.select_related("person").filter(pk=id).first()
    if row is None or row.person_id != person.pk:
        owner = row.person.public_id if row is not None else None
        log_access(by=request.user.actor, page="message", person=owner, was_refused=True)  # type: ignore[union-attr]
        raise Http404
    return row
