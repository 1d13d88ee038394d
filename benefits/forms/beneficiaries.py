"""The beneficiary form: rows of a name, what they are to the member, and their share."""

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.forms.fields import PlainField
from accounts.names import bare_name, is_latin
from benefits.forms.fields import PercentField
from benefits.models import Beneficiary
from benefits.services.beneficiaries import Named, missing_share

MOST_ROWS, ROWS_AT_FIRST = 12, 2
Rank = Beneficiary.Rank
# Kept as these words, and shown in the reader's language.
RELATIONSHIPS = (
    gettext_noop("husband or wife"),
    gettext_noop("civil union partner"),
    gettext_noop("child"),
    gettext_noop("parent"),
    gettext_noop("brother or sister"),
    gettext_noop("grandchild"),
    gettext_noop("other relative"),
    gettext_noop("friend"),
    gettext_noop("trust"),
    gettext_noop("charity"),
    gettext_noop("my estate"),
)
MARKS_IN_NAMES = " -.,'’&()/"


class BeneficiaryNameField(PlainField):
    """The name of a person, a trust or a charity."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(missing="", max_length=160, attrs=attrs, required=False, **options)

    def to_python(self, value: Any) -> str:
        name: str = " ".join(super().to_python(value).split())
        if name and not (is_latin(name) and all(_may_stand(character) for character in name)):
            raise ValidationError(
                _("Use letters of the English or Spanish alphabet, digits, spaces and - . , ' & only.")
            )
        if name and not any(character.isalpha() for character in name):
            raise ValidationError(_("Write the whole name, for example Maria Lopez."))
        return name


def _may_stand(character: str) -> bool:
    is_digit = character.isascii() and character.isdigit()
    is_letter = character.isalpha() or unicodedata.category(character) == "Mn"
    return is_letter or is_digit or character in MARKS_IN_NAMES


class BeneficiaryForm(forms.Form):
    """As many rows as `count` says; a row left empty names nobody."""

    use_required_attribute = False

    def __init__(self, *args: Any, named: list[Named] | None = None, rows: int = 0, **options: Any) -> None:
        named = named or []
        options.setdefault("initial", {})
        for number, one in enumerate(named):
            options["initial"] |= {
                f"name_{number}": one.name,
                f"relationship_{number}": one.relationship,
                f"rank_{number}": one.rank,
                f"percent_{number}": f"{one.percent.normalize():f}",
            }
        super().__init__(*args, **options)
        self.count = self._count(max(len(named), rows))
        for number in range(self.count):
            self.fields |= _row(number, [one.relationship for one in named])

    def _count(self, known: int) -> int:
        typed = str(self.data.get("count", "")) if self.is_bound else ""
        count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0
        more = 1 if "more" in self.data else 0
        return min(max(count, known, ROWS_AT_FIRST) + more, MOST_ROWS)

    def as_typed(self) -> "BeneficiaryForm":
        """The same rows with what was typed, not judged yet: for one more row, or to correct something."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        return BeneficiaryForm(initial=typed, rows=self.count)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows' fields, for the page."""
        parts = ("name", "relationship", "rank", "percent")
        return [
            {"number": number + 1, **{part: self[f"{part}_{number}"] for part in parts}}
            for number in range(self.count)
        ]

    @property
    def may_have_more(self) -> bool:
        return self.count < MOST_ROWS

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.count):
            self._check_row(number)
        if not self.errors:
            self._check_together()
        return cleaned

    def _check_row(self, number: int) -> None:
        cleaned = self.cleaned_data
        name, percent = cleaned.get(f"name_{number}"), cleaned.get(f"percent_{number}")
        relationship, said = cleaned.get(f"relationship_{number}"), {"number": number + 1}
        if f"name_{number}" in self.errors or f"percent_{number}" in self.errors:
            return
        if not name and (percent is not None or relationship):
            self.add_error(
                f"name_{number}",
                _("Person %(number)d: write the name, or leave everything about this person empty.") % said,
            )
        if name and not relationship:
            self.add_error(
                f"relationship_{number}", _("Person %(number)d: choose what this person is to you.") % said
            )
        if name and not percent:
            self.add_error(
                f"percent_{number}", _("Person %(number)d: write a share of more than 0%%.") % said
            )

    def _check_together(self) -> None:
        named = self.named
        if not any(one.rank == Rank.PRIMARY for one in named):
            self.add_error("name_0", _("Name at least one primary beneficiary."))
            return
        seen: set[tuple[str, str]] = set()
        for number, one in self._numbered():
            if (key := (one.rank, bare_name(one.name))) in seen:
                self.add_error(f"name_{number}", _("%(name)s stands here twice.") % {"name": one.name})
            seen.add(key)
        for rank in Rank:
            self._check_sum(named, rank)

    def _check_sum(self, named: list[Named], rank: Rank) -> None:
        missing = missing_share(named, rank)
        if not missing:
            return
        words = {
            Rank.PRIMARY: (
                _("The shares of the primary beneficiaries must come to 100%%. %(percent)s%% are missing."),
                _("The shares of the primary beneficiaries must come to 100%%. %(percent)s%% are too many."),
            ),
            Rank.CONTINGENT: (
                _(
                    "The shares of the contingent beneficiaries must come to 100%%. %(percent)s%% are missing."
                ),
                _(
                    "The shares of the contingent beneficiaries must come to 100%%. %(percent)s%% are too many."
                ),
            ),
        }
        sentence = words[rank][0 if missing > 0 else 1]
        first = next(number for number, one in self._numbered() if one.rank == rank)
        self.add_error(f"percent_{first}", sentence % {"percent": f"{abs(missing).normalize():f}"})

    def _numbered(self) -> list[tuple[int, Named]]:
        cleaned = self.cleaned_data
        return [
            (
                number,
                Named(
                    cleaned[f"name_{number}"],
                    cleaned.get(f"relationship_{number}", ""),
                    cleaned.get(f"rank_{number}", Rank.PRIMARY),
                    (cleaned.get(f"percent_{number}") or Decimal(0)).quantize(Decimal("0.01")),
                ),
            )
            for number in range(self.count)
            if cleaned.get(f"name_{number}")
        ]

    @property
    def named(self) -> list[Named]:
        """Who a valid form names, primary beneficiaries first, in the order they stand."""
        return sorted((one for _number, one in self._numbered()), key=lambda one: one.rank != Rank.PRIMARY)


def _row(number: int, known: list[str]) -> dict[str, forms.Field]:
    others = [word for word in dict.fromkeys(known) if word and word not in RELATIONSHIPS]
    choices = [("", _("Choose")), *((word, _(word)) for word in (*RELATIONSHIPS, *others))]
    select = {"class": "usa-select"}
    return {
        f"name_{number}": BeneficiaryNameField(label=_("Name")),
        f"relationship_{number}": forms.ChoiceField(
            label=_("What this person is to you"),
            choices=choices,
            required=False,
            widget=forms.Select(attrs=select),
            error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
        ),
        f"rank_{number}": forms.ChoiceField(
            label=_("When this person is paid"),
            choices=[
                (Rank.PRIMARY, _("first (primary)")),
                (Rank.CONTINGENT, _("only if no primary is alive (contingent)")),
            ],
            initial=Rank.PRIMARY,
            required=False,
            widget=forms.Select(attrs=select),
            error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
        ),
        f"percent_{number}": PercentField(
            label=_("Share in percent"),
            least=0,
            most=100,
            missing=gettext_lazy("Write the share."),
            required=False,
        ),
    }
