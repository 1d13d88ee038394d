"""How long a member waits for an estimate: the whole request, with worksheet, chart and what changed since last time."""

from collections.abc import Sequence
from datetime import date
from statistics import quantiles
from time import perf_counter, process_time

from django.db.models import Count
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Person
from benefits.models import Employment, Member
from benefits.rules.months import Month
from tests.benchmarks.measuring import Measurement, say
from tests.factories.accounts import a_person, an_account, sign_in_session
from tests.factories.estimates import a_basis, a_saved_estimate
from tests.factories.work import a_job, a_membership, months_of_pay

MEMBERS = 20
REQUESTS_EACH = 15
LONGEST_YEARS = 40
MONTHS_A_YEAR = 12
GOAL_MILLISECONDS = 150


def measure(*, today: date) -> list[Measurement]:
    """Members as they are made up, and one with forty years of pay."""
    say("figuring estimates …")
    made_up = Member.objects.exclude(person__in=Person.objects.exclude(account=None)).filter(
        pk__in=Employment.objects.filter(left_on=None, is_temporary_retiree=False).values("member"),
        annuities=None,
    )
    longest = made_up.annotate(months=Count("pay_records")).order_by("-months")[:MEMBERS]
    people = [member.person for member in longest.select_related("person")]
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        return [
            _measure("estimate with worksheet, chart and comparison", people, today),
            _measure(
                f"the same with {LONGEST_YEARS} years of pay", [_with_forty_years(today)] * MEMBERS, today
            ),
        ]


def _measure(what: str, people: list[Person], today: date) -> Measurement:
    clients = {person: _signed_in(person, today) for person in dict.fromkeys(people)}
    times = []
    for number in range(REQUESTS_EACH):
        for person in people:
            times.append(_ask(clients[person], _day(today, number)))
    (median, p95), (_, p95_of_processor) = (_parts(column) for column in zip(*times, strict=True))
    return Measurement(
        what,
        f"{len(times)} requests by {len(clients)} members",
        f"median {median:.0f} ms, p95 {p95:.0f} ms",
        f"goal: p95 of {GOAL_MILLISECONDS} ms; p95 of processor time alone {p95_of_processor:.0f} ms",
    )


def _parts(milliseconds: Sequence[float]) -> tuple[float, float]:
    parts = quantiles(milliseconds, n=20)
    return parts[9], parts[18]


def _signed_in(person: Person, today: date) -> Client:
    """A client of a member who has saved an estimate before, after one request that does not count."""
    client, account = Client(), an_account(person)
    client.force_login(account)
    sign_in_session(client.session, account)
    a_saved_estimate(person, retire_on=_day(today, REQUESTS_EACH))
    _ask(client, _day(today, REQUESTS_EACH))
    return client


def _ask(client: Client, retire_on: date) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor (the database's own are not in them)."""
    question = {"retire_on": retire_on.isoformat(), "pay_growth": "2.5", "inflation": "2.25"}
    started, begun = perf_counter(), process_time()
    response = client.post(reverse("estimates"), question)
    taken = (1000 * (perf_counter() - started), 1000 * (process_time() - begun))
    for part in ('id="answer"', "<svg", 'id="changed"', "40 ILCS"):
        if part not in response.text:
            raise AssertionError(f"the estimate lacks {part}")
    return taken


def _day(today: date, number: int) -> date:
    return Month.of(today).plus(24 + 9 * number).first_day


def _with_forty_years(today: date) -> Person:
    person = a_person(born_on=today.replace(year=today.year - 62, day=1))
    first = Month.of(today).plus(-LONGEST_YEARS * MONTHS_A_YEAR)
    member = a_membership(person, since=first.first_day)
    a_job(member, since=first.first_day)
    months_of_pay(member, first, LONGEST_YEARS * MONTHS_A_YEAR, "6400.00")
    if len(a_basis(person).facts.pay) != LONGEST_YEARS * MONTHS_A_YEAR:
        raise AssertionError("the forty years are not there")
    return person
