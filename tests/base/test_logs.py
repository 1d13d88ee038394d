"""Logs carry no personal data, whatever a library writes."""

import logging
import sys

import pytest
from django.test import RequestFactory
from pythonjsonlogger.json import JsonFormatter

from sers_portal.base.logs import Impersonal


@pytest.mark.parametrize(
    "message",
    [
        "found 123-45-6789 twice",
        "found 123456789 twice",
        "sent to ada@example.com",
        "called (217) 785-7444",
        "Not Found: /calendar/mine/bX3Jd8kQzR7mT5vW2yA9cE4gH6iL1nP0sU3wZ5xC8fB/payments.ics",
    ],
)
def test_personal_data_is_blotted_out(message):
    entry = logging.LogRecord("x", logging.INFO, "", 0, message, (), None)

    Impersonal().filter(entry)

    assert "[removed]" in entry.getMessage()


def test_counts_and_ids_stay():
    entry = logging.LogRecord("x", logging.INFO, "", 0, "imported %s rows of file %s", (1_000_000, 17), None)

    Impersonal().filter(entry)

    assert entry.getMessage() == "imported 1000000 rows of file 17"


def test_the_address_of_a_request_is_not_written():
    entry = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found", (), None)
    entry.request = RequestFactory().get("/calendar/mine/x/", {"q": "secret"})

    Impersonal().filter(entry)

    assert "calendar" not in JsonFormatter().format(entry)


def test_what_an_exception_quotes_is_blotted_out_too():
    try:
        raise ValueError("Key (ssn)=(123-45-6789) already exists")
    except ValueError:
        entry = logging.LogRecord("x", logging.ERROR, "", 0, "job failed", (), sys.exc_info())

    Impersonal().filter(entry)

    written = JsonFormatter().format(entry)
    assert "123-45-6789" not in written
    assert "ValueError" in written
