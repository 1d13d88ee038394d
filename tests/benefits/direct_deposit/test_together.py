"""Fifty posts at once: one change, with all that belongs to it. Killed web servers: tests/faults/test_killed_web.py."""

import threading
import uuid

import pytest
from django.db import connection

from benefits.models import BankChange, BankChangeNotice
from benefits.services import direct_deposit
from benefits.services.direct_deposit import ChangeRefused
from notices.models import Email, Letter
from sers_portal.base.models import AuditEvent, Job
from tests import people
from tests.factories.money import NEW_ACCOUNT, a_bank_account

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = 50
ASKED = "asked for a change of the bank account"


@pytest.fixture
def retiree():
    person = people.a_retiree()
    a_bank_account(person)
    return person


def everything() -> tuple[int, ...]:
    """How many rows of each sort a change has."""
    return (
        BankChange.objects.count(),
        AuditEvent.objects.filter(verb=ASKED).count(),
        BankChangeNotice.objects.count(),
        Email.objects.count(),
        Letter.objects.count(),
        Job.objects.filter(kind="email").count(),
    )


def test_of_fifty_posts_at_once_one_wins(retiree):
    together, made, refused = threading.Barrier(POSTS), [], []

    def post() -> None:
        try:
            together.wait()
            change = direct_deposit.ask(
                id=uuid.uuid4(),
                person=retiree,
                account=NEW_ACCOUNT,
                current_last_four="7890",
                by=retiree.account.actor,
            )
            made.append(change.pk)
        except ChangeRefused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _number in range(POSTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(refused)) == (1, POSTS - 1)
    assert everything() == (1, 1, 2, 1, 1, 1)


def test_of_ten_same_forms_at_once_one_change_comes(retiree):
    id, together, made = uuid.uuid4(), threading.Barrier(10), []

    def post() -> None:
        try:
            together.wait()
            form = {"id": id, "person": retiree, "account": NEW_ACCOUNT, "current_last_four": "7890"}
            made.append(direct_deposit.ask(**form, by=retiree.account.actor).pk)
        except ChangeRefused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(made) == {id}
    assert everything() == (1, 1, 2, 1, 1, 1)
