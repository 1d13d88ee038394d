"""What members' pages cost beside an empty one on the same server: home, ledger and statements, with ten years of pay."""

from statistics import median
from time import perf_counter

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from accounts.models import Person
from benefits.models import Member
from sers_portal.base.access import member_page
from sers_portal.urls import urlpatterns as of_the_portal
from tests.benchmarks.measuring import Measurement, say
from tests.factories.accounts import an_account, sign_in_session

PAGES = ("member_home", "pay", "statements")
MEMBERS = 10
ROUNDS = 8
GOAL = 0.5
MOST_QUERIES = 12


@member_page
def empty(request: HttpRequest) -> HttpResponse:
    """A page of the signed-in member with nothing on it but its frame."""
    return render(request, "base_member.html")


# This module as the site's addresses: its own, and one more.
urlpatterns = [*of_the_portal, path("bench/empty/", empty, name="bench_empty")]


def measure() -> list[Measurement]:
    """Each page in turn with the empty one, so that both meet the same moments of a busy machine."""
    say("opening members' pages …")
    people = _people()
    with override_settings(ALLOWED_HOSTS=["testserver"], ROOT_URLCONF=__name__):
        clients = [_signed_in(person) for person in people]
        bare = reverse("bench_empty")
        return [_measure(name, reverse(name), bare, clients) for name in PAGES]


def _measure(name: str, address: str, bare: str, clients: list[Client]) -> Measurement:
    times: dict[str, list[float]] = {address: [], bare: []}
    for client in clients:
        for page in times:
            _wait(client, page)
    with CaptureQueriesContext(connection) as asked:
        _wait(clients[0], address)
        queries = len(asked)
    for _ in range(ROUNDS):
        for client in clients:
            for page, seen in times.items():
                seen.append(_wait(client, page))
    own, empty_page = median(times[address]), median(times[bare])
    return Measurement(
        f"page of a member: {name}",
        f"{len(clients)} members of {Person.objects.count():,}",
        f"{1 / own:,.0f} pages/s, {queries} queries",
        f"{empty_page / own:.2f} of the empty page's throughput; goal: {GOAL}, at most {MOST_QUERIES} queries",
    )


def _people() -> list[Person]:
    at_work = Member.objects.filter(annuities=None, person__account=None).order_by("pk")[:200]
    longest = Member.objects.filter(pk__in=[member.pk for member in at_work]).annotate(
        months=Count("pay_records")
    )
    return [member.person for member in longest.order_by("-months").select_related("person")[:MEMBERS]]


def _signed_in(person: Person) -> Client:
    client, account = Client(), an_account(person)
    client.force_login(account)
    sign_in_session(client.session, account)
    return client


def _wait(client: Client, address: str) -> float:
    started = perf_counter()
    response = client.get(address)
    taken = perf_counter() - started
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}")
    return taken
