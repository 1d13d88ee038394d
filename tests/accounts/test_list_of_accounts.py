"""The list of accounts says who holds which role, and is narrowed in the field's words."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import people
from tests.factories.accounts import a_person, an_account

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


@pytest.fixture
def client_of_staff(client):
    client.force_login(people.staff("accounts.view_user", given_name="Ada", family_name="Backer"))
    return client


def holding(name: str, *roles: str):
    user = an_account(is_staff=True, given_name=name, family_name="Colleague", email=f"{name}@example.org")
    user.groups.add(*Group.objects.filter(name__in=roles))
    return user


def test_the_roles_of_every_row_stand_in_the_list_with_no_query_for_each(client_of_staff):
    holding("nora", "auditor", "payroll")
    with CaptureQueriesContext(connection) as of_few:
        client_of_staff.get(LIST)
    for name in ("otto", "petra", "quinn"):
        holding(name, "auditor", "payroll")

    with CaptureQueriesContext(connection) as of_more:
        page = client_of_staff.get(LIST).content.decode()

    assert page.count('<td class="field-held_roles">payroll, auditor</td>') == 4
    assert len(of_more) <= len(of_few)


@pytest.mark.parametrize(
    ("chosen", "listed"),
    [
        ("role=auditor", {"nora@example.org"}),
        ("whose=member", {"maria@example.org"}),
        ("whose=nobody", {"una@example.org"}),
        ("open=no", {"una@example.org"}),
    ],
)
def test_the_list_is_narrowed_by_role_by_whose_account_it_is_and_by_open_or_closed(
    client_of_staff, chosen, listed
):
    holding("nora", "auditor")
    holding("otto", "payroll")
    an_account(a_person("Maria", "Lopez"), email="maria@example.org")
    una = people.somebody_unlinked()
    una.is_active = False
    una.save()

    rows = client_of_staff.get(f"{LIST}?{chosen}").context["cl"].result_list

    assert {row.email for row in rows} == listed


def test_an_account_is_titled_by_its_owner_and_says_its_second_steps_in_words(client_of_staff):
    nora = holding("nora", "auditor")

    page = client_of_staff.get(reverse("admin:accounts_user_change", args=[nora.pk])).content.decode()

    assert "<h1>Account of nora Colleague</h1>" in page
    assert "keys: 0" not in page


def test_a_refused_domain_is_saved_with_one_button(client):
    client.force_login(people.staff("accounts.view_refusedemaildomain", "accounts.add_refusedemaildomain"))

    page = client.get(reverse("admin:accounts_refusedemaildomain_add")).content.decode()

    assert "Save and" not in page
