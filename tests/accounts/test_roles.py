"""Roles of staff: one table of pages and who opens them, with the rights behind it; least privilege.

A new staff page fails here until it stands in the table, with the roles that need it.
"""

from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.roles import ROLES
from sers_portal.base.models import AuditEvent
from tests.factories.accounts import an_account

pytestmark = pytest.mark.django_db

BROWSER = Path(__file__).resolve().parents[1] / "browser"
# mail room, member Services, claims Examiner, claims superVisor, Payroll, publisher (B), Auditor, aDministrator
LETTERS = dict(
    zip(
        "MSEVPBAD",
        (
            "mail room",
            "member services",
            "claims examiner",
            "claims supervisor",
            "payroll",
            "publisher",
            "auditor",
            "administrator",
        ),
        strict=True,
    )
)
OPENS = {
    "/admin/": "MSEVPBAD",
    "/admin/reports/": "VAD",
    "/admin/reports/access-review/": "VAD",
    "/admin/reports/access-review/report.csv": "VAD",
    "/admin/reports/bank-changes/": "VA",
    "/admin/reports/letters/": "VA",
    "/admin/reports/open-claims/": "VA",
    "/admin/reports/owed/": "VA",
    "/admin/reports/unexplained-changes/": "VAD",
    # people and their accounts
    "/admin/accounts/person/": "SEVA",
    "/admin/accounts/user/": "SVAD",
    "/admin/accounts/activationletter/": "SA",
    "/admin/accounts/letterrequest/": "SA",
    "/admin/accounts/registration/": "SA",
    "/admin/accounts/alarm/": "SVAD",
    "/admin/accounts/upload/": "SEVA",
    "/admin/accounts/conversation/": "SV",
    "/admin/accounts/appointment/": "SV",
    "/admin/accounts/delegation/": "SVA",
    "/admin/accounts/providertrouble/": "AD",
    "/admin/accounts/refusedemaildomain/": "AD",
    "/admin/accounts/refusedemaildomain/add/": "D",
    # the logs
    "/admin/base/auditevent/": "A",
    "/admin/base/accessevent/": "A",
    "/admin/base/rowchange/": "A",
    "/admin/base/demonstrationclock/": "D",
    "/admin/base/job/": "AD",
    # the plan
    "/admin/benefits/claim/": "SEVA",
    "/admin/benefits/claim/add/": "EV",
    "/admin/benefits/lumpsum/": "SEVA",
    "/admin/benefits/payrecord/": "SEVPA",
    "/admin/benefits/bankchange/": "VPA",
    "/admin/benefits/annuitysuspension/": "VPA",
    "/admin/benefits/paymentdeduction/": "VPA",
    "/admin/benefits/increasedecision/": "VPA",
    "/admin/benefits/paymentreturn/": "VPA",
    "/admin/benefits/paymentrun/": "VPA",
    "/admin/benefits/restoration/": "SVA",
    "/admin/benefits/addressonpaper/": "SVA",
    "/admin/benefits/paymenthold/": "SEVPA",
    "/admin/benefits/receivable/": "SEVPA",
    "/admin/benefits/payrollfile/": "PA",
    "/admin/benefits/statementrun/": "BAD",
    "/admin/benefits/yearlyfigure/": "PAD",
    "/admin/benefits/yearlyfigure/add/": "P",
    "/admin/benefits/verificationletter/": "SA",
    # the post room, and what everybody reads
    "/admin/notices/email/": "MSEVA",
    "/admin/notices/letter/": "MSEVA",
    "/admin/notices/textmessage/": "MSEVA",
    "/admin/notices/letterbatch/": "MA",
    "/admin/notices/calendarentry/": "BA",
    "/admin/notices/calendarentry/add/": "B",
    "/admin/notices/newsletterissue/": "BA",
    "/admin/notices/newsletterissue/add/": "B",
    "/admin/notices/scamalert/": "SBA",
    "/admin/notices/scamalert/add/": "B",
    "/admin/notices/scamreport/": "SBA",
    # work after retirement
    "/admin/reemployment/dayfile/": "PA",
    "/admin/reemployment/repayment/": "SEVA",
    "/admin/reemployment/returnnotice/": "SEVA",
    "/admin/reemployment/suspensioncase/": "SEVA",
    "/admin/reemployment/workedday/": "SEVA",
}
# What moves money, or says who somebody is: which roles hold it, and nobody else.
HOLDS = {
    "base.change_job": "D",
    "base.reveal_number": "SEV",
    "base.view_as_member": "SV",
    "base.view_report": "VAD",
    "base.review_access": "D",
    "benefits.work_claim": "EV",
    "benefits.assign_claim": "V",
    "benefits.approve_claim": "V",
    "benefits.add_paymentrun": "P",
    "benefits.approve_paymentrun": "V",
    "benefits.approve_paymentreturn": "V",
    "benefits.approve_paymentdeduction": "V",
    "benefits.approve_increasedecision": "V",
    "benefits.approve_annuitysuspension": "V",
    "benefits.add_restoration": "S",
    "benefits.approve_restoration": "V",
    "benefits.add_addressonpaper": "S",
    "benefits.approve_addressonpaper": "V",
    "benefits.propose_release_paymenthold": "EV",
    "benefits.approve_release_paymenthold": "V",
    "benefits.record_receivablereceipt": "P",
    "benefits.write_off_receivable": "V",
    "reemployment.write_off_repayment": "V",
    "accounts.add_person": "SEV",
    "benefits.review_bankchange": "VP",
    "benefits.add_yearlyfigure": "P",
    "benefits.approve_yearlyfigure": "D",
    "benefits.add_statementrun": "B",
    "benefits.release_statementrun": "D",
    "benefits.issue_verificationletter": "S",
    "accounts.lock_account": "SVD",
    "accounts.give_role": "D",
    "accounts.check_identity": "S",
    "accounts.release_letterrequest": "S",
    "accounts.release_upload": "EV",
    "accounts.decide_delegation": "SV",
    "accounts.answer_conversation": "SV",
    "accounts.arrange_appointment": "SV",
}
# Entered by one and approved by another: no role holds both.
APART = (
    ("benefits.add_yearlyfigure", "benefits.approve_yearlyfigure"),
    ("benefits.add_statementrun", "benefits.release_statementrun"),
    ("benefits.add_paymentrun", "benefits.approve_paymentrun"),
    ("benefits.add_paymentreturn", "benefits.approve_paymentreturn"),
    ("benefits.add_paymentdeduction", "benefits.approve_paymentdeduction"),
    ("benefits.add_increasedecision", "benefits.approve_increasedecision"),
    ("benefits.record_receivablereceipt", "benefits.write_off_receivable"),
    ("benefits.add_restoration", "benefits.approve_restoration"),
    ("benefits.add_addressonpaper", "benefits.approve_addressonpaper"),
)


def named(letters: str) -> set[str]:
    return {LETTERS[letter] for letter in letters}


def somebody_in(*roles: str) -> Client:
    user = an_account(is_staff=True)
    user.groups.add(*Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(user)
    return client


def test_the_roles_are_those_of_the_design():
    assert set(ROLES) == set(LETTERS.values())
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_somebody_of_every_role_works_in_a_browser():
    days = "".join(path.read_text() for path in BROWSER.glob("test_*.py"))

    assert [role for role in ROLES if f'"{role}"' not in days] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_exactly_the_rights_of_the_table_and_all_of_them_exist(role):
    held = Permission.objects.filter(group__name=role).select_related("content_type")

    assert {f"{row.content_type.app_label}.{row.codename}" for row in held} == set(ROLES[role])


def test_every_list_of_the_staff_stands_in_the_table():
    lists = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }

    assert lists - set(OPENS) == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_others(role):
    client = somebody_in(role)

    answers = {page: client.get(page).status_code for page in OPENS}

    assert {page for page, status in answers.items() if status == 200} == {
        page for page, letters in OPENS.items() if role in named(letters)
    }
    assert set(answers.values()) <= {200, 403}


def test_staff_without_a_role_open_nothing_but_an_empty_desk():
    client = somebody_in()

    assert {page for page in OPENS if client.get(page).status_code == 200} == {"/admin/"}


@pytest.mark.parametrize("right", HOLDS)
def test_a_right_that_matters_is_held_by_the_roles_that_need_it(right):
    assert {role for role, rights in ROLES.items() if right in rights} == named(HOLDS[right])


def test_every_right_beyond_the_ordinary_four_is_weighed_in_the_table():
    ordinary = ("view_", "add_", "change_", "delete_")
    special = {right for rights in ROLES.values() for right in rights if not _begins(right, ordinary)}
    # Weighed by the tests of their own apps.
    elsewhere = {right for right in special if right.startswith("reemployment.")} | {
        "notices.publish_newsletterissue",
        "benefits.download_paymentrun",
    }

    assert special - elsewhere <= set(HOLDS)


@pytest.mark.parametrize("pair", APART)
def test_no_role_both_enters_and_approves(pair):
    assert not [role for role, rights in ROLES.items() if set(pair) <= set(rights)]


def test_an_auditor_changes_nothing():
    assert {right.split(".")[1].split("_")[0] for right in ROLES["auditor"]} == {"view"}


def test_no_role_touches_factors_sessions_or_the_audit():
    untouchable = ("mfa.", "sessions.", "account.", "auth.")
    for rights in ROLES.values():
        assert not [right for right in rights if right.startswith(untouchable)]
        assert not [
            right for right in rights if "event" in right and not right.split(".")[1].startswith("view")
        ]


def test_a_change_of_a_roles_rights_is_in_the_audit():
    from django.apps import apps

    from accounts.roles import make_roles

    group = Group.objects.get(name="auditor")
    group.permissions.add(Permission.objects.get(codename="lock_account"))

    make_roles(list(apps.get_app_configs())[-1])

    assert not group.permissions.filter(codename="lock_account").exists()
    assert AuditEvent.objects.get(detail__role="auditor", detail__taken=["lock_account"])


def _begins(right: str, beginnings: tuple[str, ...]) -> bool:
    return right.split(".")[1].startswith(beginnings)
