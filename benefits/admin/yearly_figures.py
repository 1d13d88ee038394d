"""The law's yearly figures as staff keep them: one person enters, a second sees what would change and approves."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from benefits.admin.dollars import in_dollars
from benefits.models import YearlyFigure
from benefits.selectors import law_in_force
from benefits.services import yearly_figures
from benefits.services.yearly_figures import FigureRefused
from sers_portal.base import clock


class YearlyFigureForm(forms.ModelForm):  # type: ignore[type-arg]
    """The September change of the consumer price index; cap and rate follow from it."""

    class Meta:
        model = YearlyFigure
        fields = ["year", "cpi_change_percent", "source", "effective_on"]
        labels = {
            "cpi_change_percent": _("Change of CPI-U over the 12 months to September, in percent"),
            "source": _("Where you read it"),
            "effective_on": _("Part of the law from"),
        }
        help_texts = {
            "year": _("The calendar year the cap and the increase are for."),
            "cpi_change_percent": _("One decimal, as the Bureau of Labor Statistics publishes it: 2.7"),
            "source": _("The release and its date, so that the second person can compare."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        expected = yearly_figures.next_year(law_in_force(on=cleaned.get("effective_on") or clock.today()))
        if cleaned.get("year") not in (None, expected):
            self.add_error(
                "year", _("The figure to enter next is the one for %(year)s.") % {"year": expected}
            )
        waiting = YearlyFigure.objects.filter(year=expected, state=YearlyFigure.State.PENDING)
        if waiting.exists():
            self.add_error(
                "year", _("A figure for this year is already waiting. Withdraw it before you enter another.")
            )
        return cleaned

    def clean_cpi_change_percent(self) -> Any:
        change = self.cleaned_data["cpi_change_percent"]
        if abs(change) > 25:
            raise forms.ValidationError(_("No year has seen such a change. Enter percent, for example 2.7."))
        return change


@admin.register(YearlyFigure)
class YearlyFigureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = YearlyFigureForm
    capped_at = in_dollars("cap", _("cap on earnings"))
    list_display = ["year", "state", "cpi_change_percent", "capped_at", "increase_percent", "effective_on"]
    list_filter = ["state"]
    change_form_template = "admin/benefits/yearlyfigure/change_form.html"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        year = yearly_figures.next_year(law_in_force(on=clock.today()))
        return {"year": year, "effective_on": max(date(year, 1, 1), clock.today())}

    def has_change_permission(self, request: HttpRequest, obj: YearlyFigure | None = None) -> bool:
        # Approved or withdrawn, never edited: a wrong figure is withdrawn and entered anew.
        return False

    def has_delete_permission(self, request: HttpRequest, obj: YearlyFigure | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: YearlyFigure, form: Any, change: bool) -> None:
        saved = yearly_figures.enter(
            year=obj.year,
            cpi_change_percent=obj.cpi_change_percent,
            source=obj.source,
            effective_on=obj.effective_on,
            by=request.user.actor,  # type: ignore[union-attr]
        )
        obj.pk = saved.pk

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:figure_id>/approve/",
                self.admin_site.admin_view(self.approve),
                name="yearlyfigure_approve",
            ),
            path(
                "<int:figure_id>/withdraw/",
                self.admin_site.admin_view(self.withdraw),
                name="yearlyfigure_withdraw",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        figure = YearlyFigure.objects.filter(pk=object_id, state=YearlyFigure.State.PENDING).first()
        context = {
            "preview": yearly_figures.preview(figure) if figure else None,
            "figure": figure,
            "may_approve": request.user.has_perm("benefits.approve_yearlyfigure"),
            "may_withdraw": request.user.has_perm("benefits.add_yearlyfigure"),
            "is_own": figure is not None and figure.entered_by == request.user.public_id,  # type: ignore[union-attr]
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def approve(self, request: HttpRequest, figure_id: int) -> HttpResponse:
        """Post: the second person's approval."""
        if request.method != "POST" or not request.user.has_perm("benefits.approve_yearlyfigure"):
            raise PermissionDenied
        return self._act(
            request, figure_id, yearly_figures.approve, _("Approved. It is law from its effective day.")
        )

    def withdraw(self, request: HttpRequest, figure_id: int) -> HttpResponse:
        """Post: the figure is taken back, by whoever may enter one."""
        if request.method != "POST" or not request.user.has_perm("benefits.add_yearlyfigure"):
            raise PermissionDenied
        return self._act(request, figure_id, yearly_figures.withdraw, _("Withdrawn."))

    def _act(self, request: HttpRequest, figure_id: int, act: Any, done: Any) -> HttpResponse:
        try:
            act(figure_id=figure_id, by=request.user.actor)  # type: ignore[union-attr]
        except FigureRefused as refusal:
            self.message_user(request, str(refusal), level="ERROR")
        else:
            self.message_user(request, done)
        return HttpResponseRedirect(reverse("admin:benefits_yearlyfigure_change", args=[figure_id]))
