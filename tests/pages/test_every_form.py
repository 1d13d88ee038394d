"""What people type is read in every form alike: days, money and numbers in any usual writing, and no file unlooked at."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from accounts.forms.fields import BirthDateField
from accounts.forms.profile import DayField as DayOfProfile
from accounts.forms.registration import PhoneField
from accounts.forms.uploads import UploadField
from benefits.forms.direct_deposit import DigitsField
from benefits.forms.fields import DayField, DollarsField
from tests.pages.every_form import FORMS

DAYS = [
    "3/4/1960",
    "03/04/1960",
    "3-4-1960",
    "3.4.1960",
    "03 04 1960",
    "03041960",
    "1960-03-04",
    " March 4, 1960 ",
    "march 4 1960",
    "Mar. 4, 1960",
    "March 4th, 1960",
    "4 March 1960",
    "4 de marzo de 1960",
]
MONEY = ["1204.5", "$1,204.50", "1,204.50", " $ 1 204.50 ", "$1\u00a0204.50"]


def fields_of(*kinds: type[forms.Field]) -> dict[str, forms.Field]:
    """The fields of these kinds in every form class, by form and name."""
    return {
        f"{form.__name__}.{name}": field
        for form in FORMS
        for name, field in form.base_fields.items()
        if isinstance(field, kinds)
    }


@pytest.mark.django_db
def test_every_field_of_a_day_reads_it_as_people_write_it():
    fields = fields_of(DayField, DayOfProfile, BirthDateField)

    read = {(name, typed): field.clean(typed) for name, field in fields.items() for typed in DAYS}

    assert len(fields) > 10
    assert {key: day for key, day in read.items() if day != date(1960, 3, 4)} == {}


def test_no_form_reads_a_day_in_one_writing_only():
    assert fields_of(forms.DateField, forms.DateTimeField) == {}


def test_every_field_of_money_reads_it_as_people_write_it():
    fields = fields_of(DollarsField)

    read = {(name, typed): field.clean(typed) for name, field in fields.items() for typed in MONEY}

    assert fields
    assert {key: amount for key, amount in read.items() if amount != Decimal("1204.50")} == {}


@pytest.mark.parametrize("typed", ["071 925 444", "071-925-444", " 071925444\u00a0", "071\u2011925\u2011444"])
def test_a_number_pasted_with_spaces_is_read(typed):
    assert DigitsField(label="", missing="").clean(typed) == "071925444"


@pytest.mark.parametrize(
    "typed", ["217-555-0123", "(217) 555 0123", "217.555.0123", "+1 217 555 0123", "2175550123"]
)
def test_every_telephone_is_read_as_people_write_it(typed):
    fields = fields_of(PhoneField)

    read = {name: field.clean(typed).as_e164 for name, field in fields.items()}

    assert set(read.values()) == {"+12175550123"}


def test_every_file_that_can_be_sent_in_passes_the_one_field_that_looks_into_it():
    # What it refuses: tests/accounts/uploads/test_uploads.py.
    assert fields_of(forms.FileField) == fields_of(UploadField)
