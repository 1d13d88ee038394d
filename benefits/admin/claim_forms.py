"""Forms of the claim desk: each step of a claim has its own."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NotEchoed, read_birth_date
from accounts.forms.uploads import HINT, UploadsField
from accounts.models import User
from accounts.ssn import clean_ssn
from benefits.admin.claim_opening_forms import papers_needed
from benefits.forms.applications.papers import LONGEST
from benefits.forms.fields import DayField
from benefits.models import Claim, ClaimRequest
from benefits.services.claims.deciding import NO_CERTIFICATE
from benefits.services.claims.papers import DAYS_TO_ANSWER
from benefits.services.claims.recording_people import without_record
from sers_portal.base import clock

MISSING_REASON = _("Say why: the reason is kept with the claim.")


class StepForm(forms.Form):
    """A step with its reason, where it needs one."""

    use_required_attribute = False
    reason = forms.CharField(
        required=False,
        max_length=1000,
        label=_("Remark for colleagues (may be left empty)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """A step that is not taken without a reason."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=1000,
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": MISSING_REASON},
    )


class ReasonToldForm(forms.Form):
    """A step whose reason the claimant reads."""

    use_required_attribute = False
    reason = forms.CharField(
        max_length=1000,
        label=_("Reason, as the claimant will read it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": MISSING_REASON},
    )


class NoteForm(forms.Form):
    """A note."""

    use_required_attribute = False
    words = forms.CharField(
        max_length=4000,
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note first.")},
    )
    is_shared = forms.BooleanField(required=False, label=_("The claimant may read it, and is told"))


class RequestForm(forms.Form):
    """A document asked for."""

    use_required_attribute = False
    title = forms.CharField(
        max_length=120,
        label=_("What is needed, for example “Copy of your birth certificate”"),
        error_messages={"required": _("Say what is needed.")},
    )
    words = forms.CharField(
        required=False,
        max_length=1000,
        label=_("Explanation for the claimant"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(label=_("Needed by"), missing=_("Write the day by which it is needed."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_on"].initial = f"{clock.today() + timedelta(days=DAYS_TO_ANSWER):%m/%d/%Y}"

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day <= clock.today():
            raise ValidationError(_("Give the claimant time: choose a later day."))
        return day


class CancelForm(ReasonForm):
    """Which of the documents asked for are needed no longer."""

    which = forms.ModelMultipleChoiceField(
        queryset=ClaimRequest.objects.none(),
        label=_("No longer needed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is no longer needed.")},
    )
    field_order = ["which", "reason"]

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = claim.requests.filter(state=ClaimRequest.State.OPEN)
        self.fields["which"].queryset = asked  # type: ignore[attr-defined]
        if asked.count() == 1:
            self.fields["which"].initial = asked


class FilesForm(forms.Form):
    """Papers that came to the office, scanned."""

    use_required_attribute = False
    papers = UploadsField(label=_("Scanned papers"), help_text=HINT)
    which = forms.ChoiceField(required=False, label=_("Which paper is it?"))
    description = forms.CharField(
        required=False, max_length=LONGEST, label=_("If it is another paper: what it is")
    )
    asked = forms.ModelChoiceField(
        required=False,
        queryset=ClaimRequest.objects.none(),
        label=_("It is what was asked for"),
        empty_label=_("no, something else"),
    )

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = claim.requests.filter(state=ClaimRequest.State.OPEN)
        self.fields["asked"].queryset = asked  # type: ignore[attr-defined]
        if not asked:
            del self.fields["asked"]
        titles = [str(paper.title)[:LONGEST] for paper in papers_needed(claim.kind, claim.answer_data)]
        choices = [("", _("another paper")), *((title, title) for title in titles)]
        self.fields["which"].choices = choices  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """What the papers are, of a valid form."""
        return str(self.cleaned_data["which"] or self.cleaned_data["description"])


class AssignForm(forms.Form):
    """Whom the claim is given to."""

    use_required_attribute = False
    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Give to"),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = examiners()  # type: ignore[attr-defined]


def examiners() -> QuerySet[User]:
    """Staff who may work on claims, by name."""
    may = Q(groups__permissions__codename="work_claim") | Q(user_permissions__codename="work_claim")
    staff = User.objects.filter(is_staff=True, is_active=True)
    return staff.filter(may | Q(is_superuser=True)).distinct().order_by("family_name", "given_name")


class CertificateForm(StepForm):
    """A claim after a death is sent on only with the certificate: it comes before any payment (law.md 7)."""

    has_certificate = forms.BooleanField(
        label=_("I have seen the death certificate: it is among the files, or in the paper file"),
        error_messages={"required": NO_CERTIFICATE},
    )
    field_order = ["has_certificate", "reason"]


class EnvelopeForm(forms.Form):
    """Where somebody gets mail."""

    use_required_attribute = False
    line_1 = forms.CharField(
        max_length=80, label=_("Street address"), error_messages={"required": _("Enter the street.")}
    )
    line_2 = forms.CharField(max_length=80, label=_("Apartment"), required=False)
    city = forms.CharField(max_length=60, label=_("City"), error_messages={"required": _("Enter the city.")})
    state = forms.CharField(
        max_length=2, label=_("State"), error_messages={"required": _("Enter the two letters of the state.")}
    )
    zip_code = forms.RegexField(
        r"^[0-9]{5}(-[0-9]{4})?$",
        label=_("ZIP code"),
        error_messages={
            "required": _("Enter the ZIP code."),
            "invalid": _("A ZIP code has five digits, or nine: 62704-1234."),
        },
    )

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()

    def address(self) -> dict[str, str]:
        """What was typed, of a valid form."""
        return {name: self.cleaned_data[name] for name in ("line_1", "line_2", "city", "state", "zip_code")}


class BeneficiaryForm(EnvelopeForm):
    """A letter to a beneficiary without a record, at the address that was told."""

    for_whom = forms.ChoiceField(label=_("Letter to"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("In"))
    field_order = ["for_whom"]

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["for_whom"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), row.payee_name) for row in without_record(claim)
        ]


class RecordForm(EnvelopeForm):
    """A record for somebody SERS did not know. What was applied with is filled in, to be held against the papers."""

    for_whom = forms.ChoiceField(label=_("Record for"))
    given_name = forms.CharField(
        max_length=80,
        label=_("First name, as the papers have it"),
        error_messages={"required": _("Enter the name.")},
    )
    middle_name = forms.CharField(max_length=80, label=_("Middle name"), required=False)
    family_name = forms.CharField(
        max_length=80,
        label=_("Last name, as the papers have it"),
        error_messages={"required": _("Enter the name.")},
    )
    suffix = forms.CharField(max_length=10, label=_("Suffix"), required=False)
    born_on = forms.CharField(
        max_length=20, label=_("Birth date"), error_messages={"required": _("Enter the birth date.")}
    )
    ssn = forms.CharField(
        max_length=20,
        label=_("Social Security number"),
        widget=NotEchoed(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the Social Security number: it is the key of every record.")},
    )
    proof = forms.CharField(
        max_length=300,
        label=_("Papers that show name, birth date and number (“birth certificate and W-2, files 1 and 2”)"),
        error_messages={"required": _("Say which papers you have seen.")},
    )
    is_somebody_else = forms.BooleanField(
        required=False,
        label=_("I compared the papers: whoever is on record with this name and birth date is somebody else"),
    )

    field_order = ["for_whom", "given_name", "middle_name", "family_name", "suffix", "born_on", "ssn"]

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **{"initial": _known_of(claim), **options})
        choices = [("", claim.claimant_name)] if claim.person is None else []
        choices += [(str(row.pk), row.payee_name) for row in without_record(claim)]
        self.fields["for_whom"].choices = choices  # type: ignore[attr-defined]
        self.fields["for_whom"].required = bool(choices) and choices[0][0] != ""

    def clean_born_on(self) -> date:
        return read_birth_date(self.cleaned_data["born_on"])

    def clean_ssn(self) -> str:
        try:
            return clean_ssn(self.cleaned_data["ssn"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def record(self) -> dict[str, Any]:
        """What was typed, of a valid form, as the service takes it."""
        said = self.cleaned_data
        return {
            "names": {name: said[name] for name in ("given_name", "middle_name", "family_name", "suffix")},
            "address": self.address(),
            **{name: said[name] for name in ("born_on", "ssn", "proof", "is_somebody_else")},
        }


LAST_LINE = re.compile(r"(?P<city>.+), (?P<state>[A-Z]{2}) (?P<zip_code>[0-9]{5}(-[0-9]{4})?)")


def _known_of(claim: Claim) -> dict[str, str]:
    """What the claimant said about themselves, split as well as can be."""
    given, _blank, family = claim.claimant_name.rpartition(" ")
    lines = [str(line) for line in claim.contact_data.get("address_lines") or [""]]
    place = LAST_LINE.fullmatch(lines[-1])
    return {
        "given_name": given,
        "family_name": family,
        "born_on": str(claim.answer_data.get("born_on") or ""),
        "line_1": lines[0],
        "line_2": lines[1] if len(lines) > 2 else "",
        **(place.groupdict() if place else {}),
    }


class IdentifyForm(forms.Form):
    """Which records claimant and member have."""

    use_required_attribute = False
    claimant = forms.CharField(required=False, max_length=20, label=_("Member ID of the claimant"))
    member = forms.CharField(
        required=False, max_length=20, label=_("Member ID of the member whose service it is about")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("claimant") and not cleaned.get("member"):
            self.add_error("claimant", _("Enter a Member ID."))
        return cleaned
