"""Rows that one of the staff enters for a person found first, and another approves."""

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.admin.people_found import FoundByPerson
from accounts.models import Person
from benefits.admin.two_people import Act, Step, TwoPeopleAdmin
from benefits.models.two_people import ChangeForAPerson
from benefits.services.payment_runs.trouble import PaymentRefused
from sers_portal.base.audit import Actor, log_access


def approve_or_withdraw(
    model: type[ChangeForAPerson], words: Any, *, approve: Act, withdraw: Act
) -> tuple[Step, Step]:
    """The two steps of a change that waits: whoever may approve such rows, and whoever may enter them."""
    kind, app = model._meta.model_name, model._meta.app_label

    def waits(row: ChangeForAPerson) -> bool:
        return row.step == ChangeForAPerson.Step.WAITING

    return (
        ("approve", words, f"{app}.approve_{kind}", approve, waits),
        ("withdraw", _("Withdraw"), f"{app}.add_{kind}", withdraw, waits),
    )


class EnteredForAPerson(FoundByPerson, TwoPeopleAdmin):
    """Added by way of the person's page, whose link names the Member ID; each look is noted."""

    # The words of the link on the person's page, and the name of the page in the log of looks.
    link_words: Any = ""
    page_name = ""
    list_select_related = ["person"]
    ordering = ["-entered_at"]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Of the person whose Member ID the address names; without one, the way to them."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        person = _person_of(request)
        if person is None:
            words = _("Find the person first, and choose “%(link)s”.") % {"link": self.link_words}
            messages.warning(request, words)
            return redirect("admin:accounts_person_changelist")
        self._note_look(request, person)
        more = {
            "title": f"{self.link_words}: {person.full_name}, {person.member_id}",
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().add_view(request, form_url, {**more, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One of them; that it was opened is noted."""
        row = self.model.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        if row is not None and self.has_view_permission(request, row):
            self._note_look(request, row.person)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        """The service judges with the form, so that nothing typed is lost."""
        made = super().get_form(request, obj, change=change, **options)
        person = _person_of(request)
        if obj is not None or person is None:
            return made
        by, owner, its_admin = request.user.actor, person, self  # type: ignore[union-attr]

        class Judged(made):  # type: ignore[misc,valid-type]
            def __init__(self, *arguments: Any, **named: Any) -> None:
                super().__init__(*arguments, **named)
                its_admin.prepare(self, owner)

            def clean(self) -> dict[str, Any]:
                cleaned: dict[str, Any] = super().clean() or self.cleaned_data
                if not self.errors:
                    try:
                        self.made = its_admin.enter(owner, cleaned, by)
                    except PaymentRefused as refusal:
                        raise ValidationError(str(refusal)) from refusal
                return cleaned

        return Judged

    def entered(self, row: Any, form: Any, by: Actor) -> Any:
        return form.made

    @abstractmethod
    def prepare(self, form: Any, person: Person) -> None:
        """What the form shows of the person."""

    @abstractmethod
    def enter(self, person: Person, said: dict[str, Any], by: Actor) -> Any:
        """The row as the service makes it of what was typed. Raises `PaymentRefused`."""

    def _note_look(self, request: HttpRequest, person: Person) -> None:
        by = request.user.actor  # type: ignore[union-attr]
        log_access(by=by, page=self.page_name, person=person.public_id, purpose=str(self.link_words))


def _person_of(request: HttpRequest) -> Person | None:
    return Person.objects.filter(member_id=request.GET.get("member_id", "").strip() or None).first()
