"""A member's own estimates: figured from the record, saved, compared, renamed, deleted, and made official."""

from datetime import date

import pytest
from django.urls import reverse

from benefits.models import Claim, SavedEstimate
from sers_portal.base.models import AccessEvent
from tests import people
from tests.factories.estimates import a_saved_estimate, a_spouse
from tests.factories.work import a_job, a_membership, months_of_pay
from tests.pages.test_estimate_pages import errors

pytestmark = pytest.mark.django_db
QUESTION = {"retire_on": "03/04/2052", "pay_growth": "2.75", "inflation": "2.5"}


# The record takes six, the navigation, the session and the clock the rest: the same for one year and for forty.
# Three of them ask the demonstration's clock.
MOST_QUERIES = 19


def test_the_estimator_opens_with_the_earliest_days(signed_in, django_assert_max_num_queries):
    client = signed_in(people.an_active_member())

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("estimates")).text

    assert page.index("Earliest day, not reduced") < page.index("Figure a day")
    assert "May 1, 2051" in page
    assert "May 1, 2046" in page


def test_queries_stay_few_with_forty_years_and_a_comparison(signed_in, django_assert_max_num_queries):
    person = people.an_active_member(years=36)
    a_saved_estimate(person)
    client = signed_in(person)

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.post(reverse("estimates"), QUESTION)

    assert response.context["comparison"] is not None


def test_an_estimate_is_figured_saved_and_seen_again(signed_in):
    person = people.an_active_member()
    a_spouse(people.membership_of(person))
    client = signed_in(person)

    shown = client.post(reverse("estimates"), QUESTION)
    saved = client.post(reverse("estimate_save"), {**QUESTION, "name": "At 68"}, follow=True)

    told = shown.context["told"]
    assert told.retire_on == date(2052, 4, 1)
    assert saved.context["told"] == told
    assert "Nothing that it rests on has changed." in saved.text
    assert SavedEstimate.objects.get().name == "At 68"


def test_showing_an_estimate_saves_nothing(signed_in):
    client = signed_in(people.an_active_member())

    client.post(reverse("estimates"), QUESTION)

    assert not SavedEstimate.objects.exists()


def test_a_taken_name_is_refused_beside_its_field_and_the_figures_stay(signed_in):
    person = people.an_active_member()
    a_saved_estimate(person, name="At 68")
    client = signed_in(person)

    response = client.post(reverse("estimate_save"), {**QUESTION, "name": "At 68"})

    assert "You already have an estimate called “At 68”" in response.text
    assert response.context["told"].is_payable
    assert SavedEstimate.objects.count() == 1


def test_a_name_must_be_given(signed_in):
    client = signed_in(people.an_active_member())

    response = client.post(reverse("estimate_save"), {**QUESTION, "name": " "})

    assert "Give the estimate a name" in response.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1/1/2000", "has passed"), ("1/1/2110", "you would be 125 years old"), ("", "Enter the day")],
)
def test_a_wrong_day_is_refused_with_a_sentence(signed_in, typed, sentence):
    client = signed_in(people.an_active_member())

    response = client.post(reverse("estimates"), {**QUESTION, "retire_on": typed})

    assert sentence in errors(response)["retire_on"][0]
    assert "told" not in response.context


def test_a_record_without_recent_pay_shows_the_reason(signed_in):
    person = people.a_person("Olga", "Kern", born_on=date(1980, 1, 1))
    member = a_membership(person, since=date(2012, 1, 1))
    a_job(member, since=date(2012, 1, 1))
    months_of_pay(member, people.this_month().plus(-100), 40)
    people.an_account(person, email="olga@example.org")

    response = signed_in(person).post(reverse("estimates"), QUESTION)

    assert "No pay of the 12 months before" in response.text
    assert "please call SERS" in response.text


@pytest.mark.parametrize("somebody", [people.a_retiree, people.a_survivor])
def test_whoever_is_paid_is_told_what_there_is_instead(signed_in, somebody):
    page = signed_in(somebody()).get(reverse("estimates")).text

    assert "What can be told for you" in page
    assert reverse("payments") in page
    assert reverse("what_if") in page


def test_two_saved_estimates_stand_side_by_side(signed_in):
    person = people.an_active_member()
    first = a_saved_estimate(person, name="At 67")
    second = a_saved_estimate(person, name="At 68", retire_on=date(2052, 5, 1))
    client = signed_in(person)

    response = client.get(reverse("estimates_beside"), {"estimate": [first.pk, second.pk]})

    assert [each.name for each, _ in response.context["columns"]] == ["At 67", "At 68"]
    for _, told in response.context["columns"]:
        assert f"{told.annuity.amount:,.2f}" in response.text


@pytest.mark.parametrize("number", [1, 5])
def test_too_few_or_too_many_side_by_side_are_said(signed_in, number):
    person = people.an_active_member()
    made = [a_saved_estimate(person, name=f"Day {n}") for n in range(number)]

    response = signed_in(person).get(reverse("estimates_beside"), {"estimate": [each.pk for each in made]})

    expected = "Choose two to four estimates" if number == 1 else "Four fit side by side."
    assert expected in response.text


def test_the_estimates_of_another_do_not_come_beside_ones_own(signed_in):
    other = a_saved_estimate(people.an_inactive_member(), retire_on=date(2035, 1, 1))
    person = people.an_active_member()
    own = a_saved_estimate(person)

    response = signed_in(person).get(reverse("estimates_beside"), {"estimate": [own.pk, other.pk]})

    assert "columns" not in response.context


def test_a_crooked_address_of_estimates_is_not_found(signed_in):
    response = signed_in(people.an_active_member()).get(reverse("estimates_beside"), {"estimate": "x"})

    assert response.status_code == 404


def test_a_saved_estimate_is_renamed(signed_in):
    person = people.an_active_member()
    saved = a_saved_estimate(person)

    page = signed_in(person).post(reverse("estimate", args=[saved.pk]), {"name": "Early"}, follow=True).text

    assert "<h1>Early</h1>" in page


def test_a_saved_estimate_keeps_its_name_when_the_new_one_is_taken(signed_in):
    person = people.an_active_member()
    a_saved_estimate(person, name="Early")
    saved = a_saved_estimate(person)

    page = signed_in(person).post(reverse("estimate", args=[saved.pk]), {"name": "Early"}).text

    assert "<h1>At 67</h1>" in page
    assert "Choose another name." in page


def test_a_saved_estimate_is_deleted_after_a_question(signed_in):
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    client = signed_in(person)

    asked = client.get(reverse("estimate_delete", args=[saved.pk])).text
    client.post(reverse("estimate_delete", args=[saved.pk]))

    assert "Delete this estimate?" in asked
    assert not SavedEstimate.objects.exists()


def test_a_pdf_is_downloaded_and_noted(signed_in):
    person = people.an_active_member()
    saved = a_saved_estimate(person)

    response = signed_in(person).get(reverse("estimate_pdf", args=[saved.pk]))

    assert response.content.startswith(b"%PDF")
    assert response.headers["Content-Disposition"] == 'attachment; filename="SERS-estimate-2051-05-01.pdf"'
    assert response.headers["Cache-Control"] == "no-store, private"
    event = AccessEvent.objects.get()
    assert (event.page, event.person, event.was_refused) == ("estimate", person.public_id, False)


@pytest.mark.parametrize("page", ["estimate", "estimate_pdf", "estimate_delete", "estimate_official"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_estimate_of_another_is_not_found_and_the_try_is_noted(signed_in, page, method):
    owner = people.an_inactive_member()
    saved = a_saved_estimate(owner, retire_on=date(2035, 1, 1))
    client = signed_in(people.an_active_member())

    response = getattr(client, method)(reverse(page, args=[saved.pk]))

    assert response.status_code == 404
    event = AccessEvent.objects.get()
    assert (event.person, event.was_refused) == (owner.public_id, True)
    assert SavedEstimate.objects.exists()


def test_an_official_estimate_is_asked_for_and_tracked(signed_in):
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    client = signed_in(person)

    asked = client.get(reverse("estimate_official", args=[saved.pk])).text
    sent = client.post(reverse("estimate_official", args=[saved.pk]), {"note": "Please"}, follow=True)
    again = client.post(reverse("estimate_official", args=[saved.pk]), {"note": "Please"})

    claim = Claim.objects.get(kind="official_estimate")
    assert "Check what you ask for" in asked
    assert sent.redirect_chain == [(reverse("claim", args=[claim.reference]), 302)]
    assert f"Its number is {claim.reference}" in sent.text
    assert "You have asked for it already." in again.text


def test_a_save_by_somebody_retired_leads_back(signed_in):
    response = signed_in(people.a_retiree()).post(reverse("estimate_save"), {**QUESTION, "name": "x"})

    assert response.url == reverse("estimates")
