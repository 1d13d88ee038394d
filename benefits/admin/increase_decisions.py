"""Increases that a January run left to people: one enters the amount, another approves it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from benefits.admin.dollars import in_dollars
from benefits.admin.payment_forms import DAY, DOLLARS
from benefits.admin.two_people import TwoPeopleAdmin
from benefits.models import IncreaseDecision, PlannedIncrease
from benefits.services.payment_runs import increases_by_hand
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base.audit import Actor


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The amount, from when, and why."""

    line = forms.IntegerField(
        label=_("Line"),
        help_text=_("Comes with the link “Decide” in the run’s list of increases."),
        widget=forms.NumberInput(attrs={"readonly": True}),
        error_messages={"required": _("Come here by the link “Decide” in the run’s list of increases.")},
    )

    class Meta:
        model = IncreaseDecision
        fields = ("monthly", "from_on", "reason")
        labels = {
            "monthly": _("Monthly amount from then on"),
            "from_on": _("From the first of the month"),
            "reason": _("Why this amount, by which rule"),
        }
        error_messages = {
            "monthly": {"required": DOLLARS, "invalid": DOLLARS},
            "from_on": {"required": DAY, "invalid": DAY},
            "reason": {"required": _("Say by which rule.")},
        }
        help_texts = {
            "from_on": _("Months paid since then at the old amount get what they lack with the next run.")
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        planned = PlannedIncrease.objects.filter(pk=cleaned.get("line") or 0).first()
        if planned is None:
            raise ValidationError(_("No line of a run has this number."))
        cleaned["planned"] = planned
        return cleaned


@admin.register(IncreaseDecision)
class IncreaseDecisionAdmin(FoundByPerson, TwoPeopleAdmin):
    ways_to_people = ("planned__annuity__payee",)
    form = DecisionForm
    raised = in_dollars("monthly", _("dollars a month from then on"))
    list_display = ["payee", "raised", "from_on", "reason", "entered_by_name", "approved_by_name"]
    list_select_related = ["planned__annuity__payee"]
    steps = (
        (
            "approve",
            _("Approve"),
            "benefits.approve_increasedecision",
            lambda row, by: increases_by_hand.approve(decision=row, by=by),
            lambda row: row.approved_by is None,
        ),
    )

    @admin.display(description=_("payee"))
    def payee(self, row: IncreaseDecision) -> str:
        return str(row.planned.annuity.payee)

    @admin.display(description=_("amount before"))
    def before(self, row: IncreaseDecision) -> str:
        return f"${row.planned.before:,.2f}"

    @admin.display(description=_("months paid at the old amount"))
    def made_good(self, row: IncreaseDecision) -> Any:
        lacking = increases_by_hand.made_good(row)
        if not lacking:
            return _("none")
        each = "; ".join(
            f"{date_format(rest.payment.month, 'YEAR_MONTH_FORMAT')}: ${rest.amount:,.2f}" for rest in lacking
        )
        words = _("%(each)s. Together $%(sum)s before tax, with the next run after the approval.")
        return words % {"each": each, "sum": f"{sum(rest.amount for rest in lacking):,.2f}"}

    @admin.display(description=_("why it was left to a person"))
    def left_because(self, row: IncreaseDecision) -> str:
        return row.planned.refusal

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["line", "monthly", "from_on", "reason"]
        shown = ["payee", "left_because", "before", "raised", "from_on", "made_good", "reason"]
        return [*shown, "entered_by_name", "approved_by_name"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose annuity it is, what it pays and why the run left it, above the form: a line's number tells nobody."""
        line = (request.POST or request.GET).get("line", "")
        rows = PlannedIncrease.objects.select_related("annuity__payee")
        planned = rows.filter(pk=line).first() if obj is None and line.isdigit() else None
        said = {"description": _about(planned)} if planned is not None else {}
        return [(None, {"fields": self.get_fields(request, obj), **said})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The service judges with the form, so that nothing typed is lost."""
        made = super().get_form(request, obj, change=change, **options)
        by = request.user.actor  # type: ignore[union-attr]

        class Judged(made):  # type: ignore[misc,valid-type]
            def clean(self) -> dict[str, Any]:
                cleaned: dict[str, Any] = super().clean()
                if not self.errors:
                    wanted = {name: cleaned[name] for name in ("planned", "monthly", "from_on", "reason")}
                    try:
                        self.made = increases_by_hand.enter(by=by, **wanted)
                    except PaymentRefused as refusal:
                        raise ValidationError(str(refusal)) from refusal
                return cleaned

        return Judged

    def entered(self, row: IncreaseDecision, form: Any, by: Actor) -> IncreaseDecision:
        made: IncreaseDecision = form.made
        return made


def _about(planned: PlannedIncrease) -> str:
    words = _(
        "%(payee)s, Member ID %(number)s, %(benefit)s: $%(before)s a month before the increase. %(reason)s"
    )
    payee = planned.annuity.payee
    return format_html(
        "<strong>{}</strong>",
        words
        % {
            "payee": payee.full_name,
            "number": payee.member_id,
            "benefit": planned.annuity.get_kind_display(),
            "before": f"{planned.before:,.2f}",
            "reason": planned.refusal,
        },
    )
