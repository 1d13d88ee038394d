"""Lists about people are searched as people are: by number, by the beginning of a name, by four digits and the birth date."""

import pytest
from django.contrib import admin
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db.models import ForeignKey
from django.test import RequestFactory

from accounts.admin.people_found import FoundByOnePerson, FoundByPerson
from accounts.models import Person
from benefits.models import Annuity, Member, Payment, PaymentReturn, PayRecord
from benefits.services.payment_runs import returns
from sers_portal.base.models import AccessEvent
from tests import people
from tests.benefits.payments.cast import PAT
from tests.factories.accounts import a_person

pytestmark = pytest.mark.django_db
LISTS = {model: its for model, its in admin.site._registry.items() if isinstance(its, FoundByPerson)}
# Found by a search of their own, among other things by the person.
OWN_SEARCH = {"Claim", "Person", "User", "TextMessage"}


def found(model_admin, typed):
    request = RequestFactory().get("/")
    request.user = people.staff()
    request.session = {}
    request._messages = FallbackStorage(request)
    return list(model_admin.get_search_results(request, model_admin.model.objects.all(), typed)[0])


def is_about_somebody(model) -> bool:
    targets = {field.related_model for field in model._meta.fields if isinstance(field, ForeignKey)}
    return bool(targets & {Person, Member, Annuity, Payment})


def test_every_list_of_rows_about_somebody_is_searched_by_who_that_is():
    about = {model for model in admin.site._registry if is_about_somebody(model)}

    assert {model.__name__ for model in about - set(LISTS)} <= OWN_SEARCH


@pytest.mark.parametrize("typed", ["400123", "nobody", "6789 04/09/1984"])
def test_a_search_for_nobody_finds_no_row_of_any_list(typed):
    assert {model.__name__: found(its, typed) for model, its in LISTS.items()} == {
        model.__name__: [] for model in LISTS
    }


def test_returned_payments_are_found_by_the_name_of_their_payee():
    ruth, sofia = people.a_retiree(), people.a_survivor()
    mine, hers = (
        returns.enter(payment=payment, returned_on=payment.paid_on, reason="closed", remedy="reissue", by=PAT)
        for payment in (Payment.objects.filter(annuity__payee=one).latest("month") for one in (ruth, sofia))
    )

    assert found(LISTS[PaymentReturn], f"{ruth.family_name.lower()}, {ruth.given_name[:2]}") == [mine]
    assert found(LISTS[PaymentReturn], sofia.member_id) == [hers]


def test_pay_records_are_shown_for_one_person_at_a_time():
    lopez = people.an_active_member(years=1)
    its_admin = LISTS[PayRecord]

    assert isinstance(its_admin, FoundByOnePerson)
    assert found(its_admin, "") == []
    assert {row.member.person for row in found(its_admin, lopez.member_id)} == {lopez}
    assert AccessEvent.objects.filter(person=lopez.public_id, page="pay records").exists()


def test_two_people_of_a_name_show_no_pay_records():
    for _ in range(2):
        a_person(given_name="Maria", family_name="Lopez")

    assert found(LISTS[PayRecord], "lopez, maria") == []
    assert not AccessEvent.objects.filter(page="pay records").exists()
