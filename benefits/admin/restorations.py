"""Giving back what somebody else changed in a person's record: one of the staff chooses, another approves."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.admin import person_links
from accounts.admin.people_found import FoundByPerson
from accounts.admin.person_links import PersonLink
from accounts.models import Person
from benefits.admin.payment_returns import TwoPeopleAdmin
from benefits.models import Restoration
from benefits.services import giving_back
from sers_portal.base.audit import Actor, log_access

PURPOSE = "giving back what was changed"
RIGHT = "benefits.add_restoration"

person_links.add(
    PersonLink(_("Give back what was changed"), "admin:benefits_restoration_add", RIGHT, "member_id={}")
)


class RestorationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What to give back, of what was otherwise within a year, and why."""

    use_required_attribute = False
    offer = forms.ChoiceField(
        label=_("What to give back"),
        widget=forms.RadioSelect,
        help_text=_("As it was before, within the last year. One at a time, the address first."),
        error_messages={"required": _("Choose what to give back.")},
    )

    class Meta:
        model = Restoration
        fields = ("reason",)
        labels = {"reason": _("Why, and how you know who asked")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3, "cols": 60})}
        error_messages = {"reason": {"required": _("Say why: it is kept with the decision.")}}


@admin.register(Restoration)
class RestorationAdmin(FoundByPerson, TwoPeopleAdmin):
    form = RestorationForm
    list_display = ["person", "what", "state", "entered_at", "entered_by_name", "approved_by_name"]
    list_filter = ["state", "what"]
    list_select_related = ["person"]
    ordering = ["-entered_at"]
    steps = (
        (
            "approve",
            _("Approve, and give it back now"),
            "benefits.approve_restoration",
            lambda row, by: giving_back.approve(restoration=row, by=by),
            lambda row: row.state == "waiting",
        ),
        (
            "withdraw",
            _("Withdraw"),
            RIGHT,
            lambda row, by: giving_back.withdraw(restoration=row, by=by),
            lambda row: row.state == "waiting",
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["offer", "reason"]
        return ["person", "words", "reason", "state", "entered_by_name", "approved_by_name", "closed_at"]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Of the person whose Member ID the address names; without one, the way to them."""
        person = _person_of(request)
        if person is None or not self.has_add_permission(request):
            messages.warning(request, _("Find the person first, and choose “Give back what was changed”."))
            return redirect("admin:accounts_person_changelist")
        _note_look(request, person)
        more = {
            "title": _("Give back what was changed: %(person)s") % {"person": _said(person)},
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().add_view(request, form_url, {**more, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One of them; that it was opened is noted."""
        row = Restoration.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        if row is not None and self.has_view_permission(request, row):
            _note_look(request, row.person)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The service judges with the form, so that nothing typed is lost."""
        made = super().get_form(request, obj, change=change, **options)
        person = _person_of(request)
        if obj is not None or person is None:
            return made
        by, owner = request.user.actor, person  # type: ignore[union-attr]

        class Judged(made):  # type: ignore[misc,valid-type]
            def __init__(self, *arguments: Any, **named: Any) -> None:
                super().__init__(*arguments, **named)
                offers = giving_back.offers_for(owner)
                self.fields["offer"].choices = [(offer.key, offer.words) for offer in offers]
                if not offers:
                    nothing = _("Nothing of this record was otherwise within the last year.")
                    self.fields["offer"].help_text = nothing

            def clean(self) -> dict[str, Any]:
                cleaned: dict[str, Any] = super().clean() or self.cleaned_data
                if not self.errors:
                    try:
                        self.made = giving_back.choose(
                            person=owner, key=cleaned["offer"], reason=cleaned["reason"], by=by
                        )
                    except giving_back.GivingBackRefused as refusal:
                        raise ValidationError(str(refusal)) from refusal
                return cleaned

        return Judged

    def entered(self, row: Restoration, form: Any, by: Actor) -> Restoration:
        made: Restoration = form.made
        return made


def _person_of(request: HttpRequest) -> Person | None:
    return Person.objects.filter(member_id=request.GET.get("member_id", "").strip() or None).first()


def _said(person: Person) -> str:
    return f"{person.full_name}, {person.member_id}"


def _note_look(request: HttpRequest, person: Person) -> None:
    by = request.user.actor  # type: ignore[union-attr]
    log_access(by=by, page="what was changed", person=person.public_id, purpose=PURPOSE)
