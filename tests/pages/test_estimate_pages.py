"""The estimator's pages: the public calculator keeps nothing, a member's own keeps what is saved."""

import logging
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benefits.models import Claim, SavedEstimate
from sers_portal.base.models import AccessEvent
from tests import people
from tests.factories.estimates import a_saved_estimate, a_spouse
from tests.factories.work import a_job, a_membership, months_of_pay

pytestmark = pytest.mark.django_db

ANSWERS = {
    "born_on": "January 31, 1975",
    "membership_on": "6/1/2008",
    "formula": "regular",
    "coverage": "covered",
    "is_at_work": "yes",
    "left_on": "",
    "service_years": "18",
    "service_months": "5",
    "pay_kind": "now",
    "pay": "$5,850.50",
    "retire_on": "03/04/2040",
    "spouse_born_on": "02/02/1977",
    "pay_growth": "2.75",
    "inflation": "2.5",
}
QUESTION = {"retire_on": "03/04/2052", "pay_growth": "2.75", "inflation": "2.5"}
# The record takes six, the navigation, the session and the clock the rest: the same for one year and for forty.
# Three of them ask the demonstration's clock.
MOST_QUERIES = 19


def what_if(client, **changes):
    return client.post(reverse("what_if"), {**ANSWERS, **changes})


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


# The public calculator


def test_too_many_estimates_from_one_address_wait_and_lose_nothing_typed(client, monkeypatch):
    monkeypatch.setattr("benefits.views.what_if.MOST", 1)
    others = {"REMOTE_ADDR": "203.0.113.77"}

    first = client.post(reverse("what_if"), ANSWERS, **others)
    second = client.post(reverse("what_if"), ANSWERS, **others)

    assert (first.status_code, second.status_code) == (200, 429)
    assert "told" not in second.context
    assert "Wait 10 minutes" in second.text
    assert 'value="$5,850.50"' in second.text


def test_the_calculator_answers_while_redis_is_away(client, settings):
    nowhere = settings.REDIS_URL.rsplit(":", 1)[0] + ":1/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": nowhere}}

    assert what_if(client).status_code == 200


def test_the_calculator_says_first_what_it_cannot_do_and_what_to_do_instead(client):
    page = client.get(reverse("what_if")).text

    cases = page.index("Cases this cannot figure")
    assert cases < page.index("Your birth date")
    assert "before 2001" in page
    assert "217-785-7444" in page[cases:]


def test_the_calculator_tells_an_annuity_with_chart_increases_options_and_working(client):
    response = what_if(client)

    told = response.context["told"]
    assert told.is_payable
    assert told.retire_on == date(2040, 4, 1), "the first of the next month"
    for words in (
        "If your annuity starts on April 1, 2040",
        "<svg",
        "The same figures as a table",
        "With the Social Security offset removed",
        "Your spouse after your death",
        "Each January for twenty years",
        "40 ILCS 5/14-108",
        "rests on assumptions",
    ):
        assert words in response.text
    assert len(told.januaries) == 19


def test_the_calculator_keeps_nothing(client, caplog):
    with caplog.at_level(logging.INFO), CaptureQueriesContext(connection) as queries:
        response = what_if(client)

    assert response.status_code == 200
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert not Session.objects.exists()
    assert "sessionid" not in response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "1975" not in logged
    assert "5,850" not in logged


def test_the_calculator_takes_no_answers_from_an_address(client):
    response = client.get(reverse("what_if"), ANSWERS)

    assert "told" not in response.context
    assert "January 31, 1975" not in response.text


@pytest.mark.parametrize(
    "typed",
    [
        "03/04/2040",
        "3-4-2040",
        "2040-03-04",
        "March 4 2040",
        "Mar. 4, 2040",
        "4 March 2040",
        "March 4th, 2040",
        "4 de marzo de 2040",
        "03042040",
    ],
)
def test_a_day_may_be_written_in_any_usual_way(client, typed):
    assert what_if(client, retire_on=typed).context["told"].retire_on == date(2040, 4, 1)


@pytest.mark.parametrize("typed", ["5850.50", "$5,850.50", "5,850.50", "$ 5850.5"])
def test_money_may_be_written_with_signs_and_commas(client, typed):
    assert (
        what_if(client, pay=typed).context["told"].annuity.amount
        == what_if(client).context["told"].annuity.amount
    )


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("retire_on", "1/1/2000", "January 1, 2000 has passed. Choose a day to come"),
        ("retire_on", "02/30/2040", "There is no such day."),
        ("retire_on", "3/4/40", "Write the year with four digits"),
        ("retire_on", "soon", "Write month, day and year"),
        ("retire_on", "1/1/2095", "you would be 119 years old"),
        ("retire_on", "", "Enter the day you want to retire"),
        ("membership_on", "6/1/1980", "You were a child then."),
        ("membership_on", "6/1/2060", "This day is still to come."),
        ("pay", "lots", "Write an amount in dollars"),
        ("pay", "5.850,50", "Write an amount in dollars"),
        ("pay", "0", "Enter an amount above zero."),
        ("pay", "70,000", "This looks like the pay of a year."),
        ("service_years", "45", "longer than you can have worked"),
        ("service_years", "-2", "Write a whole number from 0 to 60."),
        ("service_years", "", "Enter the years of service"),
        ("service_months", "12", "Write a whole number from 0 to 11."),
        ("pay_growth", "50", "Choose a percentage from 0 to 10."),
        ("inflation", "much", "Write a percentage, for example 2.5."),
        ("formula", "", "Choose your formula."),
        ("coverage", "", "Choose whether Social Security covers your job."),
        ("born_on", "1/31/2075", "This day is still to come."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_nothing_is_lost(client, field, typed, sentence):
    response = what_if(client, **{field: typed})

    assert sentence in " ".join(errors(response)[field])
    assert "There is a problem" in response.text
    assert 'value="$5,850.50"' in response.text or field == "pay"
    assert "told" not in response.context


def test_whoever_has_left_must_say_when(client):
    response = what_if(client, is_at_work="no")

    assert errors(response) == {"left_on": ["Enter your last day of work, for example 06/30/2019."]}


def test_a_last_day_before_joining_is_refused(client):
    response = what_if(client, is_at_work="no", left_on="06/30/2001")

    assert "This is before the day you joined." in errors(response)["left_on"][0]


def test_a_case_the_rules_do_not_cover_shows_the_reason_and_never_a_zero(client):
    response = what_if(
        client,
        born_on="1/31/1960",
        membership_on="6/1/1985",
        is_at_work="no",
        left_on="06/30/2000",
        service_years="15",
        retire_on="1/1/2030",
        spouse_born_on="",
    )

    assert "This case cannot be figured here" in response.text
    assert 'please call SERS at <a href="tel:+12177857444">217-785-7444</a>' in response.text
    assert "$0.00" not in response.text


def test_a_day_before_any_annuity_is_no_annuity_and_shows_the_ages_that_are(client):
    response = what_if(client, retire_on="03/04/2030")

    assert "No annuity is payable yet on that day" in response.text
    assert "What you would have at each age" in response.text
    assert "$0.00" not in response.text


# A member's own


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
