"""Roles of staff: a table of what each may do, and what no role may."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.roles import ROLES
from tests.factories.accounts import an_account

pytestmark = pytest.mark.django_db

# Pages of the admin, and the roles that open them.
OPENS = {
    "/admin/accounts/user/": {"member services", "claims supervisor", "auditor", "administrator"},
    "/admin/accounts/letterrequest/": {"member services", "auditor"},
    "/admin/accounts/refusedemaildomain/": {"auditor", "administrator"},
    "/admin/accounts/refusedemaildomain/add/": {"administrator"},
    "/admin/benefits/payrollfile/": {"payroll", "auditor"},
    "/admin/benefits/statementrun/": {"publisher", "auditor", "administrator"},
    "/admin/benefits/yearlyfigure/": {"payroll", "auditor", "administrator"},
    "/admin/benefits/paymentrun/": {"payroll", "claims supervisor", "auditor"},
    "/admin/benefits/paymentrun/add/": {"payroll"},
    "/admin/benefits/paymentreturn/": {"payroll", "claims supervisor", "auditor"},
    "/admin/benefits/paymentreturn/add/": {"payroll"},
    "/admin/benefits/paymentdeduction/": {"payroll", "claims supervisor", "auditor"},
    "/admin/benefits/paymentdeduction/add/": {"payroll"},
    "/admin/benefits/annuitysuspension/": {"payroll", "claims supervisor", "auditor"},
    "/admin/benefits/claim/": {"member services", "claims examiner", "claims supervisor", "auditor"},
    "/admin/benefits/lumpsum/": {"member services", "claims examiner", "claims supervisor", "auditor"},
    "/admin/accounts/person/": {"member services", "claims examiner", "claims supervisor", "auditor"},
    "/admin/accounts/upload/": {"claims examiner", "claims supervisor", "auditor"},
    "/admin/notices/letterbatch/": {"mail room", "auditor"},
    "/admin/notices/calendarentry/": {"publisher", "auditor"},
}


def somebody_in(role: str) -> Client:
    user = an_account(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_the_roles_are_those_of_the_design():
    assert set(ROLES) == {
        "mail room",
        "member services",
        "claims examiner",
        "claims supervisor",
        "payroll",
        "publisher",
        "auditor",
        "administrator",
    }
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_exactly_the_rights_of_the_table_and_all_of_them_exist(role):
    held = Permission.objects.filter(group__name=role).select_related("content_type")

    assert {f"{row.content_type.app_label}.{row.codename}" for row in held} == set(ROLES[role])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_others(role):
    client = somebody_in(role)

    opened = {page for page in OPENS if client.get(page).status_code == 200}

    assert opened == {page for page, roles in OPENS.items() if role in roles}


def test_no_role_both_enters_and_approves_or_plans_and_releases():
    for rights in ROLES.values():
        assert not {"benefits.add_yearlyfigure", "benefits.approve_yearlyfigure"} <= set(rights)
        assert not {"benefits.add_statementrun", "benefits.release_statementrun"} <= set(rights)
        for kind in ("paymentrun", "paymentreturn", "paymentdeduction"):
            assert not {f"benefits.add_{kind}", f"benefits.approve_{kind}"} <= set(rights)


def test_an_auditor_changes_nothing():
    assert {right.split(".")[1].split("_")[0] for right in ROLES["auditor"]} == {"view"}


def test_no_role_touches_factors_sessions_or_the_audit():
    untouchable = ("mfa.", "sessions.", "account.", "auth.")
    for rights in ROLES.values():
        assert not [right for right in rights if right.startswith(untouchable)]
        assert not [
            right for right in rights if "event" in right and not right.split(".")[1].startswith("view")
        ]
