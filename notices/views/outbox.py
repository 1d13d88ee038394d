"""The demonstration's mailbox: every mail, text, call and letter, codes and all. Production has no such pages."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notices.documents import storage
from notices.models import Letter
from notices.outbox import Kind, read_page
from sers_portal.base import clock
from sers_portal.base.access import public

MOST_PAGES = 500


class SearchForm(forms.Form):
    """Which messages to show."""

    kind = forms.ChoiceField(
        choices=[("", _("Everything")), *Kind.choices], required=False, label=_("What to show")
    )
    who = forms.CharField(
        max_length=200,
        required=False,
        label=_("To whom"),
        help_text=_("E-mail address, phone number or name"),
    )
    page = forms.IntegerField(min_value=1, max_value=MOST_PAGES, required=False, widget=forms.HiddenInput)


@public
@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    kind, who, number = asked.get("kind") or "", (asked.get("who") or "").strip(), asked.get("page") or 1
    page = read_page(kind=kind, who=who, number=number)
    context = {"form": form, "page": page, "kind": kind, "who": who, "now": clock.now()}
    return render(request, "outbox/page.html", context)


@public
@require_safe
@never_cache
def outbox_letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    document = get_object_or_404(Letter.objects.select_related("document"), pk=letter).document
    headers = {"Content-Disposition": 'inline; filename="letter.pdf"'}
    return HttpResponse(storage.read(document), content_type=document.content_type, headers=headers)
