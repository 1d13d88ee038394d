"""The Informer as the publisher composes it: drafts with their sections, then published, then delivered."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from notices.models import NewsletterIssue, NewsletterSection
from notices.services import newsletter
from sers_portal.base.models import Job

MARKUP = _("An empty line begins a new paragraph, “- ” an item of a list, **two stars** strong words.")


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A section in both languages."""

    class Meta:
        model = NewsletterSection
        fields = ["position", "heading_en", "heading_es", "words_en", "words_es"]
        help_texts = {"words_en": MARKUP}


class SectionInline(admin.StackedInline):  # type: ignore[type-arg]
    model = NewsletterSection
    form = SectionForm
    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_draft(obj) and super().has_delete_permission(request, obj)


@admin.register(NewsletterIssue)
class NewsletterIssueAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    fields = ["on", "title_en", "title_es"]
    list_display = ["title_en", "on", "state", "published_by_name", "delivery", "look"]
    list_filter = ["state"]
    date_hierarchy = "on"
    inlines = [SectionInline]
    actions = ["publish", "deliver"]

    def has_change_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        newsletter.note_draft(issue=form.instance, by=request.user.actor)  # type: ignore[union-attr]

    @admin.action(description=_("Publish in the public archive"), permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[NewsletterIssue]) -> None:
        self._each(request, chosen, newsletter.publish, _("Published."))

    @admin.action(description=_("Deliver to every payee, by e-mail or on paper"), permissions=["publish"])
    def deliver(self, request: HttpRequest, chosen: QuerySet[NewsletterIssue]) -> None:
        self._each(
            request,
            chosen,
            newsletter.order_delivery,
            _("Ordered: the e-mails and letters are being written."),
        )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notices.publish_newsletterissue")

    @admin.display(description=_("delivery"))
    def delivery(self, issue: NewsletterIssue) -> str:
        if issue.delivery_ordered_at is None:
            return ""
        parts = Job.objects.filter(kind=newsletter.KIND, arguments__issue=issue.pk)
        counted = dict(parts.values_list("state").annotate(count=Count("pk")))
        done, total = counted.get(Job.State.DONE, 0), sum(counted.values())
        words = _("%(done)s of %(total)s parts written") % {"done": done, "total": total}
        failed = counted.get(Job.State.FAILED, 0)
        return f"{words}, {_('%(count)s failed') % {'count': failed}}" if failed else words

    @admin.display(description=_("look at it"))
    def look(self, issue: NewsletterIssue) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:newsletterissue_look", args=[issue.pk]), _("Look")
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:number>/look/", view, name="newsletterissue_look"), *super().get_urls()]

    def preview(self, request: HttpRequest, number: int) -> HttpResponse:
        """The issue as the public will see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        issue = get_object_or_404(NewsletterIssue, pk=number)
        return render(
            request, "newsletter/issue.html", {"issue": issue, "is_preview": not _is_published(issue)}
        )

    def _each(
        self, request: HttpRequest, chosen: QuerySet[NewsletterIssue], step: Callable[..., Any], done: Any
    ) -> None:
        for issue in chosen:
            try:
                step(issue=issue, by=request.user.actor)  # type: ignore[union-attr]
            except newsletter.NotThisIssue as reason:
                self.message_user(request, f"{issue}: {reason}", level="ERROR")
            else:
                self.message_user(request, f"{issue}: {done}")


def _is_draft(issue: Any) -> bool:
    return issue is None or issue.state == NewsletterIssue.State.DRAFT


def _is_published(issue: NewsletterIssue) -> bool:
    return not _is_draft(issue)
