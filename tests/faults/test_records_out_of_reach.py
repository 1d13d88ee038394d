"""When records cannot be reached, a member's page says just that: never that a benefit, a payment or a form is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from benefits.models import PaymentFeed
from benefits.services import payment_feeds
from sers_portal.base.access import rule_of
from tests import people
from tests.factories.work import months_of_pay
from tests.pages.test_routes import RULED

pytestmark = pytest.mark.django_db

# Sentences that tell a fact about a benefit. None may stand on a page whose records did not answer.
FACTS = (
    "on record",
    "No payment",
    "named nobody",
    "Nobody",
    "Nothing",
    "None",
    "not published",
    "No yearly statement",
    "$0.00",
)
TABLES_OF_PAGES = [
    ("member_home", "benefits_annuity"),
    ("member_home", "benefits_payrecord"),
    ("member_home", "notices_calendarentry"),
    ("member_home", "benefits_statement"),
    ("member_home", "accounts_address"),
    ("pay", "benefits_member"),
    ("pay", "benefits_payrecord"),
    ("pay", "benefits_servicegrant"),
    ("pay_every_year", "benefits_payrecord"),
    ("contributions", "benefits_payrecord"),
    ("contributions", "benefits_accountentry"),
    ("contributions", "benefits_yearlyfigure"),
    ("if_i_died", "benefits_familymember"),
    ("if_i_died", "benefits_designation"),
    ("if_i_died", "benefits_insuranceenrolment"),
    ("payments", "benefits_payment"),
    ("payments", "benefits_taxform"),
    ("payment_dates", "notices_calendarentry"),
    ("payment_dates", "benefits_paymentfeed"),
    ("payment_missing", "benefits_payment"),
    ("payment_missing", "notices_calendarentry"),
    ("statements", "benefits_statement"),
    ("working_after_retirement", "reemployment_workedday"),
    ("work_plan_now", "reemployment_workplan"),
    ("recomputation", "benefits_annuitysuspension"),
    ("direct_deposit", "benefits_bankaccount"),
    ("direct_deposit", "benefits_bankchange"),
    ("direct_deposit", "benefits_directdepositlock"),
    ("tax_withholding", "benefits_annuity"),
    ("tax_withholding", "benefits_withholdingelection"),
    ("beneficiaries", "benefits_designation"),
    ("beneficiaries", "benefits_familymember"),
    ("estimates", "benefits_savedestimate"),
    ("estimates_beside", "benefits_savedestimate"),
    ("claims", "benefits_claim"),
    ("claims", "benefits_claimrequest"),
    ("claim_start_retirement", "benefits_claim"),
    ("claim_start_refund", "benefits_member"),
    ("verification", "benefits_verificationletter"),
    ("letters", "accounts_letterfor"),
    ("messages", "accounts_conversation"),
    ("appointments", "accounts_appointment"),
    ("profile", "accounts_address"),
    ("profile", "accounts_contactphone"),
    ("profile_delivery", "accounts_deliverychoice"),
    ("profile_who_looked", "base_accessevent"),
    ("delegates", "accounts_delegation"),
    ("retire_again", "reemployment_suspensioncase"),
    ("other_work", "benefits_yearlyfigure"),
]
# Members' pages that tell nothing of the record: forms as they stand empty, and explanations.
TELL_NOTHING = {
    "pay_is_missing",
    "claim_start_survivor",
    "claim_start_name_change",
    "return_notice",
    "own_data",
    "message_new",
    "appointment_new",
    "profile_address",
    "profile_phone",
    "newsletter_choice",
    "registration_pin",
    "tax_withholding_application",
    "beneficiaries_change",
    # They ask for a confirmation first.
    "direct_deposit_change",
    "direct_deposit_lock",
    "direct_deposit_unlock",
    "delegate_name",
}


@contextmanager
def out_of_reach(table: str) -> Iterator[list[str]]:
    """The database answers, but for whatever touches this table. Yields what was refused."""
    refused: list[str] = []

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if f'"{table}"' in sql:
            refused.append(sql)
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield refused


@pytest.fixture
def client() -> Client:
    """Somebody at work who is also paid: every part of every page has something to show."""
    person = people.a_retiree()
    member = people.membership_of(person)
    member.employments.update(left_on=None)
    months_of_pay(member, people.this_month().plus(-4), 3)
    signed_in = Client(raise_request_exception=False)
    signed_in.force_login(person.account)
    return signed_in


@pytest.mark.parametrize(("page", "table"), TABLES_OF_PAGES)
def test_a_page_whose_records_do_not_answer_tells_no_fact(client, page, table):
    with out_of_reach(table) as refused:
        response = client.get(reverse(page))

    assert refused
    assert response.status_code == 503
    assert "We cannot reach our records right now" in response.text
    assert [fact for fact in FACTS if fact in response.text] == []


def test_every_page_of_members_is_tried_or_tells_nothing_of_the_record(client):
    tried = {page for page, _table in TABLES_OF_PAGES}
    routes = {route.name: route for _address, route in RULED if rule_of(route.callback).name == "member"}
    pages = {name for name, route in routes.items() if not route.pattern.converters}

    answering = {name for name in pages - tried if client.get(reverse(name)).status_code == 200}

    assert answering <= TELL_NOTHING
    assert pages >= TELL_NOTHING


@pytest.mark.parametrize("page", sorted({page for page, _table in TABLES_OF_PAGES}))
def test_a_page_tells_the_same_without_redis(client, page, settings):
    told = client.get(reverse(page))
    nowhere = settings.REDIS_URL.rsplit(":", 1)[0] + ":1/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": nowhere}}

    without = client.get(reverse(page))

    with pytest.raises(Exception, match="refused|connecting|Connection"):
        cache.get("anything")
    assert (told.status_code, without.status_code) == (200, 200)
    assert without.text.count("$") == told.text.count("$")


def test_a_feed_whose_records_do_not_answer_is_no_empty_calendar(client):
    person = people.a_survivor()
    secret = payment_feeds.create(person=person, by=person.account.actor)
    PaymentFeed.objects.update(fetched_on=None)

    with out_of_reach("notices_calendarentry"):
        response = client.get(reverse("payment_feed_of", args=[secret]))

    assert response.status_code == 503
    assert "VCALENDAR" not in response.text


def test_a_report_that_cannot_be_kept_is_not_thanked_for(client):
    payment = client.get(reverse("payment_missing")).context["form"].fields["payment"].choices[0][0]

    with out_of_reach("benefits_claim"):
        response = client.post(reverse("payment_missing"), {"payment": payment, "confirmed": "yes"})

    assert response.status_code == 503
    assert "Thank you" not in response.text
