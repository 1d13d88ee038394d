"""The public calculator: it tells an annuity with its working, asks plainly for what is wrong, and keeps nothing."""

import logging
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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


def what_if(client, **changes):
    return client.post(reverse("what_if"), {**ANSWERS, **changes})


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


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
