"""A web server killed (kill -9) in the middle of a change of money: all of it is there, or nothing; and again, once."""

import http.client
import os
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from benefits.models import Annuity
from notices.documents import render
from sers_portal.base.unexplained import unexplained_changes
from tests import people
from tests.factories.money import NEW_NUMBER, NEW_ROUTING, a_bank_account
from tests.faults.web import AUDITED, COMMITTED, WRITTEN
from tests.faults.workers import kill, started

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "k" * 32


@pytest.fixture
def ruth(monkeypatch) -> Person:
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    person = people.a_retiree()
    a_bank_account(person)
    return person


@pytest.fixture(scope="module")
def nursery(django_db_setup: None) -> Iterator[subprocess.Popen[str]]:
    process = started("tests.faults.web")
    assert process.stdout.readline().strip() == "ready"
    yield process
    kill(process)


def of_bank(_person: Person) -> tuple[str, dict[str, str]]:
    typed = {"routing_number": NEW_ROUTING, "account_number": NEW_NUMBER, "account_number_again": NEW_NUMBER}
    return reverse("direct_deposit_change"), {**typed, "current_last_four": "7890", "kind": "checking"}


def of_tax(person: Person) -> tuple[str, dict[str, str]]:
    annuity = Annuity.objects.get(payee=person)
    return reverse("tax_withholding_change", args=[annuity.public_id]), {"how": "single"}


def of_names(_person: Person) -> tuple[str, dict[str, str]]:
    row = {"name_0": "Ana Miller", "relationship_0": "child", "rank_0": "primary", "percent_0": "100"}
    return reverse("beneficiaries_change"), {**row, "count": "1"}


# The form, and how many rows of each table one such change makes.
CHANGES = {
    of_bank: {
        "benefits.BankChange": 1,
        "benefits.BankChangeNotice": 2,
        "base.AuditEvent": 1,
        "notices.Email": 1,
        "notices.Letter": 1,
    },
    of_tax: {"benefits.WithholdingElection": 1, "base.AuditEvent": 1, "notices.Email": 1},
    of_names: {
        "benefits.Designation": 1,
        "benefits.Beneficiary": 1,
        "base.AuditEvent": 1,
        "notices.Email": 1,
        "notices.Letter": 1,
    },
}


def rows_of(change: Callable) -> dict[str, int]:
    return {label: apps.get_model(label).objects.count() for label in CHANGES[change]}


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {label: after[label] - before[label] for label in before}


def a_browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def post(port: int, client: Client, address: str, form: dict[str, str]) -> None:
    """What the browser sends; the answer never comes."""
    sessions = client.cookies["sessionid"].value
    headers = {
        "Cookie": f"sessionid={sessions}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": "localhost",
    }
    here = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        here.request("POST", address, urlencode({**form, "csrfmiddlewaretoken": TOKEN}), headers)
        here.getresponse()
    except (OSError, http.client.HTTPException):
        pass
    finally:
        here.close()


def post_and_kill(nursery: subprocess.Popen[str], place: str, *request) -> None:
    """Send a form to a web server of its own, and kill -9 it where it stands."""
    nursery.stdin.write(f"{place}\n")
    nursery.stdin.flush()
    pid, port = map(int, nursery.stdout.readline().split())
    sending = threading.Thread(target=post, args=(port, *request))
    try:
        sending.start()
        assert nursery.stdout.readline().strip() == "there"
    finally:
        os.kill(pid, signal.SIGKILL)
        sending.join()
    until_the_database_noticed()


def until_the_database_noticed() -> None:
    """The dead server's transaction is undone once its connection is gone."""
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state LIKE 'idle in transaction%%' AND pid <> pg_backend_pid()"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the killed server still holds its transaction")


@pytest.mark.parametrize("change", CHANGES)
def test_a_web_server_killed_at_any_point_leaves_all_or_nothing_of(nursery, ruth, change):
    client = a_browser_of(ruth)
    address, typed = change(ruth)
    form = {**typed, "id": str(uuid.uuid4()), "confirmed": "yes"}
    before, unexplained = rows_of(change), unexplained_changes().count()

    for place in (AUDITED, WRITTEN):
        post_and_kill(nursery, place, client, address, form)
        assert grown(before, rows_of(change)) == dict.fromkeys(before, 0), place
    post_and_kill(nursery, COMMITTED, client, address, form)
    assert grown(before, rows_of(change)) == CHANGES[change]

    # The browser shows an error; its owner sends the same form once more.
    answer = client.post(address, form)

    assert answer.status_code == 302
    assert grown(before, rows_of(change)) == CHANGES[change]
    assert unexplained_changes().count() == unexplained


@pytest.mark.parametrize("change", [of_tax, of_names])
def test_of_fifty_tabs_with_the_same_answers_one_counts_of(ruth, change):
    address, typed = change(ruth)
    client, before = a_browser_of(ruth), rows_of(change)
    together, answers = threading.Barrier(50), []

    def send() -> None:
        tab = Client()
        tab.cookies = client.cookies.copy()
        together.wait()
        try:
            form = {**typed, "id": str(uuid.uuid4()), "confirmed": "yes"}
            answers.append(tab.post(address, form).status_code)
        finally:
            connection.close()

    tabs = [threading.Thread(target=send) for _number in range(50)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert answers == [302] * 50
    assert grown(before, rows_of(change)) == CHANGES[change]
