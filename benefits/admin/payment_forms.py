"""What staff type about payments: the month of a run, a decision on one payment, a return, a deduction."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from benefits.models import Annuity, Payment, PaymentDeduction, PaymentReturn, PaymentRun
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.rules.refusals import Refusal
from benefits.services.payment_runs import plan
from sers_portal.base import clock


def last_tax_year() -> int:
    """The last year whose federal withholding tables are held."""
    return load_law().latest("federal_withholding", filing="single").from_.year


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """The month to pay. Days, amounts and exceptions follow from the records."""

    month_to_pay = forms.CharField(label=_("Month"), help_text=_("As 2026-12. One month ahead at most."))
    older_tables = forms.BooleanField(
        label=_("Withhold by the last tables held, if those of the year are not entered yet"),
        help_text=_("Otherwise nobody is paid whose withholding needs a table that is missing."),
        required=False,
    )

    class Meta:
        model = PaymentRun
        fields: tuple[str, ...] = ()

    def clean_month_to_pay(self) -> Month:
        try:
            month = Month.parse(self.cleaned_data["month_to_pay"].strip())
            plan.paid_on_of(month)
        except (ValueError, Refusal) as error:
            raise ValidationError(_("Write the month as year and month, for example 2026-12.")) from error
        if reason := plan.obstacle(month):
            raise ValidationError(reason)
        return month

    def tax_year(self) -> int | None:
        """The year whose tables are to be used; None for the year of payment."""
        year = plan.paid_on_of(self.cleaned_data["month_to_pay"]).year
        return min(year, last_tax_year()) if self.cleaned_data["older_tables"] else None


DAY = _("Write the day as 2026-12-01 or 12/01/2026.")
DOLLARS = _("Write the amount as 1250.00.")


class DecisionForm(forms.Form):
    """Leave one payment out of a run, or take it in, with the reason."""

    row = forms.IntegerField(min_value=1)
    decision = forms.ChoiceField(choices=[("leave_out", ""), ("take_in", "")])
    reason = forms.CharField(max_length=200, error_messages={"required": _("Give the reason.")})


class _OfAMember(forms.ModelForm):  # type: ignore[type-arg]
    """A form about the benefit of a person named by the Member ID."""

    member_id = forms.CharField(label=_("Member ID of the payee"), max_length=9)

    def annuities(self) -> list[Annuity]:
        typed = self.cleaned_data.get("member_id", "").strip()
        return list(Annuity.objects.filter(payee__member_id=typed).exclude(state=Annuity.State.ENDED))


class ReturnForm(_OfAMember):
    """A payment that came back."""

    kind = forms.ChoiceField(label=_("Benefit"), choices=Annuity.Kind.choices)
    month = forms.CharField(label=_("Month of the payment"), help_text=_("As 2026-12."))
    is_difference = forms.BooleanField(
        label=_("It is the rest of the month, paid after its increase was decided"), required=False
    )
    field_order = ("member_id", "kind", "month", "is_difference", "returned_on", "reason", "remedy")

    class Meta:
        model = PaymentReturn
        fields = ("returned_on", "reason", "remedy")
        labels = {
            "returned_on": _("Day it came back"),
            "reason": _("Reason"),
            "remedy": _("What to do with it"),
        }
        help_texts = {
            "reason": _("The member reads this. Plain words: “the bank says the account is closed”."),
        }
        error_messages = {
            "returned_on": {"required": DAY, "invalid": DAY},
            "reason": {"required": _("Say why it came back.")},
            "remedy": {"required": _("Choose whether it is paid again.")},
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"member_id", "month", "kind"} <= cleaned.keys():
            return cleaned
        found = Payment.objects.filter(
            annuity__payee__member_id=cleaned["member_id"].strip(),
            annuity__kind=cleaned["kind"],
            month=cleaned["month"].first_day,
            is_difference=cleaned.get("is_difference", False),
        ).order_by("-pk")
        cleaned["payment"] = found.first()
        if cleaned["payment"] is None:
            self.add_error(
                "month", _("No payment of this month and benefit is on record for this Member ID.")
            )
        elif cleaned["payment"].returns.filter(state__in=["waiting", "approved"]).exists():
            self.add_error("month", _("A return of this payment is on record already."))
        return cleaned

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"].strip())
        except ValueError as error:
            raise ValidationError(_("Write the month as year and month, for example 2026-12.")) from error

    def clean_returned_on(self) -> Any:
        day = self.cleaned_data["returned_on"]
        if day > clock.today():
            raise ValidationError(_("The day lies in the future."))
        return day


class DeductionForm(_OfAMember):
    """A sum to take from each month's payment."""

    kind = forms.ChoiceField(label=_("Benefit"), choices=Annuity.Kind.choices)
    field_order = ("member_id", "kind", "monthly", "reason", "from_month", "until_month")

    class Meta:
        model = PaymentDeduction
        fields = ("monthly", "reason", "from_month", "until_month")
        labels = {
            "monthly": _("Dollars a month"),
            "reason": _("Reason"),
            "from_month": _("First day of the first month"),
            "until_month": _("First day of the last month"),
        }
        help_texts = {
            "reason": _("The member reads this beside the payment."),
            "until_month": _("Leave it empty while nobody knows the end."),
        }
        error_messages = {
            "monthly": {"required": DOLLARS, "invalid": DOLLARS},
            "reason": {"required": _("Say what it is for.")},
            "from_month": {"required": DAY, "invalid": DAY},
            "until_month": {"invalid": DAY},
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        matching = [row for row in self.annuities() if row.kind == cleaned.get("kind")]
        if len(matching) != 1:
            self.add_error("member_id", _("No such benefit is in payment for this Member ID."))
        else:
            cleaned["annuity"] = matching[0]
        for name in ("from_month", "until_month"):
            if (day := cleaned.get(name)) is not None and day.day != 1:
                self.add_error(name, _("Give the first day of a month."))
        return cleaned
