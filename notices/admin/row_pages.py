"""Read-only rows, each on a page of its own with a form for what may be decided about it."""

from abc import abstractmethod
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from notices.admin.read_only import ReadOnly


class RowPages(ReadOnly):
    """The page of a row is `row_template`, with what `shown` tells of it."""

    row_template = ""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The row's page, for those who may see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.opened(request, self.row(request, object_id))

    @abstractmethod
    def opened(self, request: HttpRequest, row: Any) -> HttpResponse:
        """The page as somebody opens it: noted where the row is somebody's, with the form still empty."""

    @abstractmethod
    def shown(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page tells of the row, and what this person may do with it."""

    def row(self, request: HttpRequest, key: object) -> Any:
        """The row of this key, whatever was typed in its place."""
        found = self.get_object(request, str(key))
        if found is None:
            raise Http404
        return found

    def page(self, request: HttpRequest, row: Any, form: forms.Form) -> HttpResponse:
        """The row's page with this form, filled in or empty."""
        site = {**self.admin_site.each_context(request), "opts": self.opts, "title": str(row)}
        context = {**site, "row": row, "form": form, **self.shown(request, row)}
        return TemplateResponse(request, self.row_template, context)


class SteppedRows(RowPages):
    """Rows with a UUID that are moved by steps, for those with the right `step_right`."""

    step_right = ""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step)
        name = f"{self.opts.model_name}_step"
        return [path("<uuid:id>/step/<slug:step>/", view, name=name), *super().get_urls()]

    def step(self, request: HttpRequest, id: UUID, step: str) -> HttpResponse:
        """Post: one step of a row."""
        if request.method != "POST" or not request.user.has_perm(self.step_right):
            raise PermissionDenied
        return self.take(request, self.row(request, id), step)

    @abstractmethod
    def take(self, request: HttpRequest, row: Any, step: str) -> HttpResponse:
        """Take the step; `Http404` where there is none of this name."""
