"""Addresses from signed forms: one of the staff enters them, another compares them with the form and approves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import person_links
from accounts.admin.person_links import PersonLink
from accounts.forms.profile import AddressFields, DayField
from accounts.models import Address, Person
from accounts.services.contacts import NewAddress
from benefits.admin.entered_for_a_person import EnteredForAPerson, approve_or_withdraw
from benefits.models import AddressOnPaper
from benefits.services import paper_addresses
from sers_portal.base.audit import Actor

LINK = _("Enter an address from a signed form")
RIGHT = "benefits.add_addressonpaper"

person_links.add(PersonLink(LINK, "admin:benefits_addressonpaper_add", RIGHT, "member_id={}"))


class AddressOnPaperForm(AddressFields, forms.ModelForm):  # type: ignore[type-arg]
    """What the form says, when it came, and how its writer is known."""

    came_on = DayField(
        label=_("Day the form came"), missing=_("Enter the day the form came, for example 03/01/2030.")
    )

    class Meta:
        model = AddressOnPaper
        fields = (*paper_addresses.PARTS, "came_on", "reason")
        labels = {"reason": _("How you know who wrote it")}
        help_texts = {"reason": _("For example: signed, and the signature is that of the application.")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3, "cols": 60})}
        error_messages = {"reason": {"required": _("Say how you know: it is kept with the address.")}}


@admin.register(AddressOnPaper)
class AddressOnPaperAdmin(EnteredForAPerson):
    link_words = LINK
    page_name = "address from a form"
    form = AddressOnPaperForm
    list_display = ["person", "step", "came_on", "from_on", "entered_by_name", "approved_by_name"]
    list_filter = ["step"]
    steps = approve_or_withdraw(
        AddressOnPaper,
        _("I compared it with the form: approve"),
        approve=lambda row, by: paper_addresses.approve(address=row, by=by),
        withdraw=lambda row, by: paper_addresses.withdraw(address=row, by=by),
    )

    @admin.display(description=_("address on the form"))
    def written(self, row: AddressOnPaper) -> str:
        return str(row)

    @admin.display(description=_("address on file now"))
    def on_file(self, row: AddressOnPaper) -> str:
        return _on_file(row.person)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [*paper_addresses.PARTS, "came_on", "reason"]
        # To be compared with while it waits; afterwards the address on file may be this one.
        compared = ["on_file"] if obj.step == AddressOnPaper.Step.WAITING else []
        shown = ["person", "written", "from_on", *compared, "came_on", "reason", "step"]
        return [*shown, "entered_by_name", "approved_by_name", "closed_at"]

    def prepare(self, form: Any, person: Person) -> None:
        words = _("On file now: %(address)s") % {"address": _on_file(person)}
        form.fields["line_1"].help_text = words

    def enter(self, person: Person, said: dict[str, Any], by: Actor) -> AddressOnPaper:
        new = NewAddress(**{part: said[part] for part in paper_addresses.PARTS})
        return paper_addresses.enter(
            person=person, new=new, came_on=said["came_on"], reason=said["reason"], by=by
        )


def _on_file(person: Person) -> str:
    address = Address.objects.filter(person=person, until_on=None).first()
    return ", ".join(address.lines) if address is not None else str(_("none"))
