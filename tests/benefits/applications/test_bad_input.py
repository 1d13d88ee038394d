"""What people type into applications: usual writings are read, the rest is answered with a sentence."""

import pytest

from benefits.forms.applications.name_change import NewNameForm
from benefits.forms.applications.refund import ConsequencesForm, LeftForm, RolloverForm
from benefits.forms.applications.retirement import ChildrenForm, LastDayForm, SpouseForm, StartForm
from benefits.forms.applications.survivor import MarriageForm, SocialSecurityForm, WhoDiedForm

# The demonstration's clock is a row.
pytestmark = pytest.mark.django_db
PLAN = {"rollover_amount": "$1,000", "rollover_to": "Prairie IRA", "rollover_address": "1 Main Street"}
WHO = {"member_name": "Karel Novak", "member_born_on": "7/1/1950", "died_on": "10/2/2026"}


@pytest.mark.parametrize(
    "typed",
    ["06/30/2026", "6-30-2026", " 6 30 2026 ", "06302026", "2026-06-30", "June 30, 2026", "30 June 2026"],
)
def test_a_day_is_read_as_people_write_it(typed):
    form = LastDayForm({"last_day": typed})

    assert form.is_valid()
    assert form.answers() == {"last_day": "2026-06-30"}


@pytest.mark.parametrize("typed", ["1204.5", "$1,204.50", "1,204.50", " $ 1 204.50 "])
def test_money_is_read_as_people_write_it(typed):
    form = SocialSecurityForm({"social_security": typed})

    assert form.is_valid()
    assert form.cleaned_data["social_security"] == pytest.approx(1204.5)


@pytest.mark.parametrize(
    ("form", "typed", "field", "sentence"),
    [
        (LastDayForm, {"last_day": "31/12/26"}, "last_day", "four digits"),
        (LastDayForm, {"last_day": "2/30/2026"}, "last_day", "There is no such day."),
        (LastDayForm, {"last_day": "1/1/2199"}, "last_day", "more than a year away"),
        (LastDayForm, {"last_day": "1/1/1900"}, "last_day", "before 1950"),
        (LastDayForm, {"last_day": "\x00"}, "last_day", "hidden character"),
        (LastDayForm, {"last_day": "9" * 5000}, "last_day", "too long"),
        (StartForm, {"retire_on": "7/4/2026"}, "retire_on", "08/01/2026"),
        (SpouseForm, {"is_married": "maybe"}, "is_married", "Choose yes or no."),
        (SpouseForm, {"is_married": "yes"}, "spouse_name", "Write the name of your spouse"),
        (SpouseForm, {"is_married": "yes", "spouse_born_on": "1/1/2100"}, "spouse_born_on", "still to come"),
        (ChildrenForm, {"has_children": "yes"}, "children", "birth date of each child"),
        (ChildrenForm, {"has_children": "yes", "children": "x" * 1001}, "children", "at most 1000"),
        (LeftForm, {"last_day": "12/31/2199"}, "last_day", "still to come"),
        (ConsequencesForm, {}, "understood", "Tick the box"),
        (RolloverForm, {**PLAN, "rollover_amount": "-5"}, "rollover_amount", "Write an amount in dollars"),
        (RolloverForm, {**PLAN, "rollover_amount": "0"}, "rollover_amount", "above zero"),
        (RolloverForm, {**PLAN, "rollover_amount": "1e9"}, "rollover_amount", "Write an amount in dollars"),
        (RolloverForm, {**PLAN, "rollover_to": ""}, "rollover_to", "Write the name of the plan"),
        (NewNameForm, {"given_name": "Мария", "family_name": "Lopez"}, "given_name", "alphabet"),
        (WhoDiedForm, {**WHO, "died_on": "7/1/1949"}, "died_on", "before the birth date"),
        (
            MarriageForm,
            {"married_on": "today", "child_in_care": "no"},
            "married_on",
            "Write month, day and year",
        ),
    ],
)
def test_what_cannot_be_read_is_answered_beside_its_field(form, typed, field, sentence):
    filled = form(typed)

    assert sentence in " ".join(filled.errors[field])


def test_an_annuity_that_would_start_before_the_last_day_is_told_the_earliest():
    form = StartForm({"retire_on": "6/1/2026"}, given={"last_day": "2026-06-30"})

    assert "The earliest is 07/01/2026." in form.errors["retire_on"][0]


def test_a_wedding_after_the_death_is_asked_again():
    form = MarriageForm({"married_on": "11/1/2026", "child_in_care": "no"}, given={"died_on": "2026-10-02"})

    assert "This is after the day of death." in form.errors["married_on"][0]


@pytest.mark.parametrize(
    ("typed", "kept"), [("123 456", "123456"), ("6789", "6789"), ("123-45-6789", "6789"), ("", "")]
)
def test_of_a_number_no_more_is_kept_than_is_needed(typed, kept):
    form = WhoDiedForm({**WHO, "member_number": typed})

    assert form.is_valid()
    assert form.cleaned_data["member_number"] == kept
