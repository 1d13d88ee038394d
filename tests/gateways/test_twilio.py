"""Twilio's own client against a server that answers like Twilio, and Twilio's reports with and without its signature."""

import socket

import pytest
from django.test import Client
from django.urls import reverse
from twilio.request_validator import RequestValidator

from notices.models import TextMessage
from notices.texts import twilio
from sers_portal.base import jobs
from tests.gateways.conftest import BODY, NUMBER, SID, TOKEN, work_off

pytestmark = pytest.mark.django_db


def sent(message: TextMessage) -> TextMessage:
    jobs.work_off("text")
    message.refresh_from_db()
    return message


def test_a_text_goes_out_with_its_words_and_where_to_report(vendor, queued):
    message = sent(queued())

    (asked,) = vendor.asked
    assert vendor.paths == [f"/2010-04-01/Accounts/{SID}/Messages.json"]
    assert 0 < int(asked.pop("ValidityPeriod")) <= 600
    assert asked == {
        "To": NUMBER,
        "From": "+12175550100",
        "Body": BODY,
        "StatusCallback": f"https://member.example.gov/gateways/twilio/{message.pk}/",
    }
    assert (message.state, message.vendor_id) == ("sent", "SM" + "1".zfill(32))


def test_a_call_reads_the_digits_slowly_and_twice(vendor, queued):
    message = sent(queued(channel="voice", body="Your code is 493016."))

    (asked,) = vendor.asked
    assert vendor.paths == [f"/2010-04-01/Accounts/{SID}/Calls.json"]
    assert asked["Twiml"].count('<Say language="en-US">Your code is 4, 9, 3, 0, 1, 6.</Say>') == 2
    assert (message.state, message.vendor_id) == ("sent", "CA" + "1".zfill(32))


def test_a_call_in_spanish_has_a_spanish_voice():
    assert (
        twilio.spoken("Su código es 12.", "es").count('<Say language="es-MX">Su código es 1, 2.</Say>') == 2
    )


@pytest.mark.parametrize(
    ("status", "code", "state", "failure"),
    [
        (400, 21211, "failed", "invalid_number"),
        (400, 21610, "failed", "opted_out"),
        (400, 21614, "failed", "no_texts"),
        (403, 21408, "failed", "refused"),
        (401, 20003, "failed", "refused"),
        (500, 20500, "unknown", "in_doubt"),
        (503, 20503, "unknown", "in_doubt"),
    ],
)
def test_what_twilio_refuses_has_a_clear_state_and_reason(vendor, queued, status, code, state, failure):
    vendor.refuse(status, code)

    message = sent(queued())

    assert (message.state, message.failure, message.error_code) == (state, failure, str(code))
    assert message.failure_sentence
    work_off()
    assert len(vendor.asked) == 1


def test_a_text_twilio_has_no_time_for_is_sent_at_the_next_try(vendor, queued):
    vendor.refuse(429, 20429)

    message = sent(queued())
    waiting = message.state
    work_off()

    message.refresh_from_db()
    assert (waiting, message.state, message.error_code) == ("waiting", "sent", "")
    assert len(vendor.asked) == 2


def test_a_text_waits_while_twilio_cannot_be_reached(vendor, queued, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.TWILIO_ADDRESS = f"http://127.0.0.1:{closed.getsockname()[1]}"
        message = sent(queued())
    waiting = (message.state, message.error_code)
    settings.TWILIO_ADDRESS = vendor.address

    work_off()

    message.refresh_from_db()
    assert waiting == ("waiting", "no connection")
    assert (message.state, len(vendor.asked)) == ("sent", 1)


@pytest.mark.parametrize("trouble", ["hangs_up", "is_silent"])
def test_a_text_twilio_left_unanswered_is_in_doubt_and_not_sent_again(vendor, queued, monkeypatch, trouble):
    monkeypatch.setattr(twilio, "SECONDS_TO_WAIT", 0.2)
    setattr(vendor, trouble, True)

    message = sent(queued())
    work_off()

    assert (message.state, message.failure) == ("unknown", "in_doubt")
    assert len(vendor.asked) == 1


def report(message: TextMessage, *, token: str = TOKEN, signature: str | None = None, **said) -> int:
    """Post a report as Twilio does; the status of our answer."""
    path = reverse("twilio_report", args=[message.pk])
    fields = {"MessageSid": message.vendor_id or "SM" + "9" * 32, "To": NUMBER, **said}
    if signature is None:
        signature = RequestValidator(token).compute_signature(f"https://member.example.gov{path}", fields)
    # As the proxy hands it on: another host than the one Twilio signed.
    headers = {"X-Twilio-Signature": signature} if signature else {}
    return Client(enforce_csrf_checks=True).post(path, fields, headers=headers).status_code


def test_a_signed_report_tells_that_a_text_was_delivered_and_its_replay_changes_nothing(vendor, queued):
    message = sent(queued())

    answers = [report(message, MessageStatus="delivered")]
    message.refresh_from_db()
    delivered = (message.state, message.finished_at)
    answers += [report(message, MessageStatus="delivered"), report(message, MessageStatus="sent")]

    message.refresh_from_db()
    assert answers == [204, 204, 204]
    assert delivered[0] == "delivered"
    assert (message.state, message.finished_at) == delivered


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ({"MessageStatus": "undelivered", "ErrorCode": "30006"}, "no_texts"),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, "unreachable"),
        ({"MessageStatus": "failed", "ErrorCode": "30036"}, "expired"),
        ({"CallStatus": "no-answer"}, "unreachable"),
    ],
)
def test_a_report_tells_why_a_message_did_not_arrive(vendor, queued, said, failure):
    message = sent(queued())

    report(message, **said)

    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", failure)


def test_a_report_settles_a_message_in_doubt(vendor, queued):
    vendor.refuse(500, 20500)
    message = sent(queued())

    report(message, MessageStatus="sent")

    message.refresh_from_db()
    assert (message.state, message.failure, message.vendor_id) == ("sent", "", "SM" + "9" * 32)


def test_a_report_of_a_message_that_waits_for_its_next_try_stops_the_try(vendor, queued):
    vendor.refuse(429, 20429)
    message = sent(queued())

    report(message, MessageStatus="queued")
    work_off()

    message.refresh_from_db()
    assert (message.state, len(vendor.asked)) == ("sent", 1)


@pytest.mark.parametrize("signature", ["", "bm90IGEgc2lnbmF0dXJl"], ids=["missing", "wrong"])
def test_a_report_without_the_right_signature_is_refused(vendor, queued, signature):
    message = sent(queued())

    answer = report(message, signature=signature, MessageStatus="failed")

    message.refresh_from_db()
    assert (answer, message.state) == (403, "sent")


def test_a_report_signed_with_another_token_or_for_another_message_is_refused(vendor, queued):
    first, second = sent(queued("code:1")), sent(queued("code:2"))
    path = reverse("twilio_report", args=[first.pk])
    fields = {"MessageSid": first.vendor_id, "To": NUMBER, "MessageStatus": "failed"}
    of_the_first = RequestValidator(TOKEN).compute_signature(f"https://member.example.gov{path}", fields)

    answers = [
        report(first, token="another", MessageStatus="failed"),
        report(second, signature=of_the_first, MessageStatus="failed"),
    ]

    assert answers == [403, 403]
    assert set(TextMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_a_signed_report_of_another_message_s_vendor_id_changes_nothing(vendor, queued):
    message = sent(queued())

    answer = report(message, MessageSid="SM" + "7" * 32, MessageStatus="failed")

    message.refresh_from_db()
    assert (answer, message.state) == (204, "sent")


def test_a_report_of_an_unknown_message_is_taken_and_forgotten(vendor):
    assert report(TextMessage(), MessageStatus="delivered") == 204


def test_nobody_reports_where_twilio_is_not_the_gateway(queued):
    message = queued()

    response = Client().post(reverse("twilio_report", args=[message.pk]), {"MessageStatus": "failed"})

    assert response.status_code == 404


def test_reports_are_posted_and_never_fetched(vendor, queued):
    response = Client().get(reverse("twilio_report", args=[queued().pk]))

    assert response.status_code == 405
