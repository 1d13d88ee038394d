"""Twenty parallel agreements to one verification letter make one."""

import threading
import uuid

import pytest
from django.db import connection

from benefits.models import VerificationLetter
from benefits.services import verification
from notices.documents import render
from notices.models import Document
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_twenty_agreements_sent_at_once_one_makes_the_letter(monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    ruth, id = people.a_retiree(), uuid.uuid4()
    keys = [verification.offers(ruth, "income", language="en")[0].key]
    together, made = threading.Barrier(20), []

    def agree() -> None:
        try:
            together.wait()
            by = ruth.account.actor
            made.append(
                verification.issue(id=id, person=ruth, kind="income", keys=keys, language="en", by=by).pk
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=agree) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [id] * 20
    assert VerificationLetter.objects.count() == 1
    assert Document.objects.filter(kind="verification").count() == 1
