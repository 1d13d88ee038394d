"""Giving back what somebody else changed in a person's record: one of the staff chooses, another approves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import person_links
from accounts.admin.person_links import PersonLink
from accounts.models import Person
from benefits.admin.entered_for_a_person import EnteredForAPerson, approve_or_withdraw
from benefits.models import Restoration
from benefits.services import giving_back
from sers_portal.base.audit import Actor

LINK = _("Give back what was changed")
RIGHT = "benefits.add_restoration"

person_links.add(PersonLink(LINK, "admin:benefits_restoration_add", RIGHT, "member_id={}"))


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
class RestorationAdmin(EnteredForAPerson):
    link_words = LINK
    page_name = "what was changed"
    form = RestorationForm
    list_display = ["person", "what", "step", "entered_at", "entered_by_name", "approved_by_name"]
    list_filter = ["step", "what"]
    steps = approve_or_withdraw(
        Restoration,
        _("Approve, and give it back now"),
        approve=lambda row, by: giving_back.approve(restoration=row, by=by),
        withdraw=lambda row, by: giving_back.withdraw(restoration=row, by=by),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["offer", "reason"]
        return ["person", "words", "reason", "step", "entered_by_name", "approved_by_name", "closed_at"]

    def prepare(self, form: Any, person: Person) -> None:
        offers = giving_back.offers_for(person)
        form.fields["offer"].choices = [(offer.key, offer.words) for offer in offers]
        if not offers:
            form.fields["offer"].help_text = _("Nothing of this record was otherwise within the last year.")

    def enter(self, person: Person, said: dict[str, Any], by: Actor) -> Restoration:
        return giving_back.choose(person=person, key=said["offer"], reason=said["reason"], by=by)
