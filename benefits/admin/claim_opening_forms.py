"""Opening a claim for somebody who applied on paper, by telephone or at the counter: all its questions on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.people_search import find_people
from accounts.forms.uploads import HINT, UploadsField
from accounts.models import Person
from benefits.forms.applications import refund, retirement, survivor
from benefits.forms.applications.flows import NAME_CHANGE, REFUND, RETIREMENT, SURVIVOR, Paper, Step
from benefits.forms.applications.retirement import DAY_HINT
from benefits.forms.applications.steps import Answers, LineField, PastDayField, StepForm, TextField
from benefits.forms.fields import DayField, DollarsField
from benefits.models import Member
from sers_portal.base import clock

NO_RECORD = gettext_lazy("No record has this number.")


class DayOfDeathForm(StepForm):
    """When the member died."""

    died_on = PastDayField(
        label=gettext_lazy("Day of death"),
        missing=gettext_lazy("Write the day of death."),
        help_text=DAY_HINT,
    )


class SurvivedForm(StepForm):
    """Whether a survivor annuity is payable, where the examiner knows it: the lump sum depends on it."""

    # Texts, not yes and no: "not said" leaves it to the record.
    survivor_annuity_payable = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Is a monthly survivor annuity payable?"),
        choices=(
            ("", gettext_lazy("as the record and the survivors’ claims say")),
            ("true", gettext_lazy("yes")),
            ("false", gettext_lazy("no")),
        ),
    )


class WorkersCompensationForm(StepForm):
    """What workers' compensation pays for the same death."""

    workers_compensation = DollarsField(
        required=False,
        missing="",
        label=gettext_lazy("Workers’ compensation a month"),
        help_text=gettext_lazy("In dollars, before deductions. Leave it empty if there is none."),
    )


class CorrectionForm(StepForm):
    """What of pay or service is wrong."""

    month = LineField(
        label=gettext_lazy("Month"),
        missing=gettext_lazy("Write the month, for example 03/2026."),
        help_text=gettext_lazy("For example 03/2026; several, if they are wrong in the same way"),
        max_length=60,
    )
    employer = LineField(required=False, label=gettext_lazy("Employer"))
    what = TextField(label=gettext_lazy("What is wrong"), missing=gettext_lazy("Say what is wrong."), rows=3)
    should_be = TextField(required=False, label=gettext_lazy("What it should be"), rows=2)


class EstimateForm(StepForm):
    """The day of an official estimate."""

    retire_on = DayField(
        label=gettext_lazy("Retirement on"),
        missing=gettext_lazy("Write the day of retirement that is asked about."),
        help_text=DAY_HINT,
    )
    note = TextField(required=False, label=gettext_lazy("Note"), rows=2)


DEATH = Step("death", gettext_lazy("The death"), DayOfDeathForm)
ROLLOVER = (
    Step("rollover", gettext_lazy("Where the claimant’s own share goes"), refund.RolloverChoiceForm),
    Step("plan", gettext_lazy("The other plan or IRA"), refund.RolloverForm, is_asked=refund.rolls_over),
)
SURVIVORS = tuple(step for step in SURVIVOR.steps if step.form is not survivor.WhoDiedForm)
# An occupational death is not taxed, and its application asks for no bank: what is left of a survivor's.
OCCUPATIONAL = tuple(
    step for step in SURVIVORS if step.form not in (retirement.TaxForm, retirement.PaymentForm)
)
STEPS: dict[str, tuple[Step, ...]] = {
    "retirement": RETIREMENT.steps,
    # Whoever signs the paper has read there what a refund ends.
    "refund": tuple(step for step in REFUND.steps if step.form is not refund.ConsequencesForm),
    "survivor": (DEATH, *SURVIVORS),
    "lump_sum_death": (
        DEATH,
        Step("survived", gettext_lazy("Survivors"), SurvivedForm),
        *ROLLOVER,
    ),
    "occupational_death": (
        DEATH,
        *(step for step in OCCUPATIONAL if step.form is not survivor.SocialSecurityForm),
        Step("compensation", gettext_lazy("Workers’ compensation"), WorkersCompensationForm),
    ),
    "correction": (Step("wrong", gettext_lazy("What is wrong"), CorrectionForm),),
    "official_estimate": (Step("estimate", gettext_lazy("The estimate"), EstimateForm),),
    "name_change": NAME_CHANGE.steps,
}
# Of these the claimant is not the member; SERS may have no record of them.
AFTER_A_DEATH = ("survivor", "lump_sum_death", "occupational_death")
OF_NO_SERVICE = ("name_change",)
PAPERS: dict[str, tuple[Paper, ...]] = {
    "retirement": RETIREMENT.papers,
    "refund": REFUND.papers,
    "survivor": SURVIVOR.papers,
    "lump_sum_death": (SURVIVOR.papers[0],),
    "occupational_death": SURVIVOR.papers,
    "death_report": (SURVIVOR.papers[0],),
    "name_change": NAME_CHANGE.papers,
}
CAME = (
    ("mail", gettext_lazy("on paper, by mail")),
    ("counter", gettext_lazy("at the counter")),
    ("telephone", gettext_lazy("by telephone")),
)


@dataclass(frozen=True)
class Section:
    """The questions that belong together, and whether the answers before them call for them."""

    title: Any
    form: StepForm
    is_conditional: bool


class Questions:
    """The steps of an application on one page. What the answers call for is judged; the rest stays as typed."""

    def __init__(self, kind: str, data: Any = None) -> None:
        self.answers: dict[str, Any] = {}
        self.is_right = data is not None
        self.sections = [self._section(step, data) for step in STEPS[kind]]

    def _section(self, step: Step, data: Any) -> Section:
        is_asked = step.is_asked(self.answers)
        form = step.form(data if is_asked else None, given=self.answers)
        if data is not None:
            if not is_asked:
                form.initial = {name: data[name] for name in form.fields if data.get(name)}
            elif form.is_valid():
                self.answers.update(form.answers())
            else:
                self.is_right = False
        return Section(step.title, form, not step.is_asked({}))


class ClaimantForm(forms.Form):
    """Who claims, about whose service, how it came and when, with what files."""

    use_required_attribute = False
    member = LineField(
        required=False,
        label=gettext_lazy("Member ID of the member who died"),
        max_length=20,
    )
    claimant = LineField(
        required=False,
        label=gettext_lazy("Member ID of the claimant"),
        max_length=20,
    )
    name = LineField(
        required=False,
        label=gettext_lazy("Name of the claimant, if SERS has no record"),
        max_length=80,
    )
    address = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Address of the claimant, if SERS has no record"),
        help_text=gettext_lazy("As on an envelope: street, then city, state and ZIP code, each on a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = LineField(
        required=False, label=gettext_lazy("Telephone of the claimant, if SERS has no record"), max_length=30
    )
    came = forms.ChoiceField(label=gettext_lazy("How it came"), choices=CAME)
    received_on = PastDayField(
        label=gettext_lazy("The day it came"),
        missing=gettext_lazy("Write the day it came: the due date counts from it."),
        help_text=DAY_HINT,
    )
    papers = UploadsField(required=False, label=gettext_lazy("Scanned papers"), help_text=HINT)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(*args, **options)
        self.fields["received_on"].initial = f"{clock.today():%m/%d/%Y}"
        if kind not in AFTER_A_DEATH:
            for name in ("member", "name", "address", "phone"):
                del self.fields[name]

    def clean_claimant(self) -> Person | None:
        return _one_person(self.cleaned_data["claimant"])

    def clean_member(self) -> Member:
        person = _one_person(self.cleaned_data["member"])
        if person is None:
            raise ValidationError(_("Enter the Member ID of the member who died."))
        return _member_of(person)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "claimant" in self.errors:
            return cleaned
        claimant = cleaned.get("claimant")
        if self.kind in AFTER_A_DEATH:
            self._check_survivor(claimant, cleaned)
        elif claimant is None:
            self.add_error("claimant", _("Enter the Member ID of the claimant."))
        elif self.kind not in OF_NO_SERVICE:
            self._judged("claimant", lambda: cleaned.update(member=_member_of(claimant)))
        return cleaned

    def _check_survivor(self, claimant: Person | None, cleaned: dict[str, Any]) -> None:
        member = cleaned.get("member")
        if claimant is not None and member is not None and member.person_id == claimant.pk:
            self.add_error("claimant", _("The claimant is not the person who died: each has a Member ID."))
        if claimant is None:
            if not cleaned.get("name"):
                self.add_error("claimant", _("Enter the Member ID of the claimant, or name and address."))
            elif not self._address_lines(cleaned):
                self.add_error("address", _("Write the address: letters go there."))

    def _judged(self, field: str, judge: Callable[[], Any]) -> None:
        try:
            judge()
        except ValidationError as error:
            self.add_error(field, error)

    @staticmethod
    def _address_lines(cleaned: dict[str, Any]) -> list[str]:
        return [line.strip() for line in str(cleaned.get("address") or "").splitlines() if line.strip()]

    def contact(self) -> dict[str, Any] | None:
        """How somebody without a record can be reached, of a valid form; None for who has one."""
        said = self.cleaned_data
        if said.get("claimant") is not None:
            return None
        lines = self._address_lines(said)
        return {"name": said["name"], "address_lines": lines, "phone": said["phone"], "language": "en"}

    def how_it_came(self) -> str:
        """In words, as the claim keeps it."""
        words = dict(CAME)[self.cleaned_data["came"]]
        return _("Opened for the claimant; it came %(how)s.") % {"how": words}


def papers_needed(kind: str, given: Answers) -> list[Paper]:
    """The papers that a claim of a kind needs, by its answers."""
    return [paper for paper in PAPERS.get(kind, ()) if paper.is_needed(given)]


def _one_person(number: str) -> Person | None:
    """Whom a number names; None where nothing was typed. Raises `ValidationError`."""
    if not number:
        return None
    found = list(find_people(number)[:2])
    if len(found) > 1:
        raise ValidationError(_("More than one record fits. Enter the Member ID."))
    if not found:
        raise ValidationError(str(NO_RECORD))
    return found[0]


def _member_of(person: Person) -> Member:
    member = Member.objects.filter(person=person).first()
    if member is None:
        raise ValidationError(_("This person is no member."))
    return member
