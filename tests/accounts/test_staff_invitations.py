"""A colleague is invited: who may, what is refused, what the mail says, and the way from its link to the staff pages."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import ADMINISTRATOR
from accounts.services import staff_invitations, staff_roles
from accounts.services.staff_invitations import NotInvited
from accounts.services.staff_roles import NotChanged
from notices.models import Email
from sers_portal.base.models import AuditEvent
from tests.accounts import walking
from tests.accounts.forms_of_identity import CHOSEN, signed_in
from tests.factories.accounts import a_person, an_account, staff, with_second_factor

pytestmark = pytest.mark.django_db

NORA = {
    "given_name": "Nora",
    "family_name": "Fields",
    "email": "Nora.Fields@srs.Illinois.gov",
    "roles": ["auditor", "payroll"],
    "reason": "asked for by her supervisor",
}
ADDRESS = "nora.fields@srs.illinois.gov"


@pytest.fixture
def administrator() -> User:
    user = an_account(is_staff=True, given_name="Ada", family_name="Ministrator")
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    return user


def invite(administrator: User, **changes):
    return signed_in(administrator).post(reverse("admin:accounts_user_add"), {**NORA, **changes})


def link_in_the_mail() -> str:
    body = Email.objects.get(to=ADDRESS, key__contains="staff_invited").body
    return urlsplit(re.search(r"http\S+/password/reset/key/\S+", body)[0]).path


def choose_password(client: Client, link: str):
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": CHOSEN, "password2": CHOSEN}, follow=True)


def test_the_invited_choose_a_password_add_a_second_step_and_are_on_the_staff_pages(administrator):
    answer = invite(administrator)
    nora, client = User.objects.get(email=ADDRESS), Client()

    choose_password(client, link_in_the_mail())
    first = walking.sign_in(client, ADDRESS, CHOSEN)
    before = client.get("/admin/")
    walking.add_phone(client)
    after = client.get("/admin/")

    assert answer.url == reverse("admin:accounts_user_change", args=[nora.pk])
    assert (first.url, before.status_code, after.status_code) == (reverse("admin:index"), 302, 200)
    assert before.url == reverse("factor_choice")
    assert (nora.is_staff, staff_roles.held_by(nora)) == (True, ["payroll", "auditor"])
    assert EmailAddress.objects.get(user=nora).verified


def test_nobody_enters_an_invited_account_but_by_the_mail_and_its_link_works_once(administrator):
    invite(administrator)
    nora, link = User.objects.get(email=ADDRESS), link_in_the_mail()
    is_proven = EmailAddress.objects.filter(user=nora, verified=True).exists()

    choose_password(Client(), link)
    again = choose_password(Client(), link)

    assert (nora.has_usable_password(), is_proven) == (False, False)
    assert "This link no longer works" in again.text


def test_the_mail_names_who_invited_and_the_roles_and_not_the_reason(administrator):
    invite(administrator)

    body = " ".join(Email.objects.get(to=ADDRESS).body.split())
    assert "Ada Ministrator opened an account for you" in body
    assert "Your roles: payroll, auditor." in body
    assert "asked for by her supervisor" not in body


def test_the_audit_and_the_report_of_roles_say_who_invited_with_which_roles_and_why(administrator):
    invite(administrator)

    nora = User.objects.get(email=ADDRESS)
    events = AuditEvent.objects.filter(subject_id=str(nora.pk), by=administrator.public_id)
    told = {event.verb: event.detail for event in events}
    assert told["invited a colleague"] == {"reason": NORA["reason"]}
    assert told["changed the roles of an account"]["given"] == ["auditor", "payroll"]
    report = signed_in(staff("base.view_report", "accounts.view_user")).get(
        reverse("staff_report_file", args=["role-changes"])
    )
    assert "auditor,given,Ada Ministrator" in report.content.decode()


@pytest.mark.parametrize("taken_by", ["a member", "staff", "nobody but a proven address"])
def test_an_address_that_an_account_has_already_is_refused(administrator, taken_by):
    an_account(
        a_person() if taken_by == "a member" else None,
        email="other@example.org" if "proven" in taken_by else ADDRESS,
        is_staff=taken_by == "staff",
    )
    EmailAddress.objects.filter(email="other@example.org").update(email=ADDRESS)

    answer = invite(administrator)

    assert "An account has this address already." in answer.text
    assert "asked for by her supervisor" in answer.text
    assert not AuditEvent.objects.filter(verb="invited a colleague").exists()


def test_an_account_opened_with_the_address_in_the_same_moment_is_said_too(administrator, monkeypatch):
    an_account(email=ADDRESS)
    answers = iter([False, True])
    monkeypatch.setattr("accounts.services.staff_invitations.has_account", lambda email: next(answers))

    answer = invite(administrator)

    assert "An account has this address already." in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("email", "", "Type the colleague&#x27;s work address."),
        ("email", "nora", "This is not an e-mail address."),
        ("email", "nora@gmail.com", "This is not an address of the State of Illinois."),
        ("email", "nora@illinois.gov.example.org", "This is not an address of the State of Illinois."),
        ("given_name", "", "Type the first name."),
        ("family_name", "9", "A name has letters"),
        ("roles", [], "Tick at least one role."),
        ("roles", ["emperor"], "Choose from the roles that stand here."),
        ("reason", " ", "Say why: it is kept with the change."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost_or_made(administrator, field, typed, says):
    answer = invite(administrator, **{field: typed})

    assert answer.text.count(says) == 2, "beside the field, and in the summary"
    kept = [NORA[name] for name in ("given_name", "family_name", "reason") if name != field]
    assert all(words in answer.text for words in kept)
    assert not User.objects.filter(family_name="Fields").exists()


@pytest.mark.parametrize(("missing", "sentence"), [("roles", "at least one role"), ("reason", "Say why")])
def test_the_service_invites_nobody_without_a_role_or_a_reason(administrator, missing, sentence):
    with pytest.raises(NotInvited, match=sentence):
        staff_invitations.invite(**{**NORA, missing: ""}, by=administrator.actor)


def test_an_invitation_whose_audit_row_fails_makes_no_account(administrator, monkeypatch):
    def broken(**given):
        raise ZeroDivisionError

    monkeypatch.setattr("accounts.services.staff_invitations.audit.record", broken)
    with pytest.raises(ZeroDivisionError):
        staff_invitations.invite(**{**NORA, "email": ADDRESS}, by=administrator.actor)

    assert not User.objects.filter(family_name="Fields").exists()


def test_only_who_holds_the_right_invites():
    client = signed_in(staff("accounts.view_user", "accounts.lock_account"))

    answers = [
        client.get(reverse("admin:accounts_user_add")),
        client.post(reverse("admin:accounts_user_add"), NORA),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Invite a colleague" not in client.get(reverse("admin:accounts_user_changelist")).text


def test_who_was_invited_and_never_came_does_not_count_as_the_other_administrator(administrator):
    invite(administrator, roles=[ADMINISTRATOR])
    auditor = staff()

    with pytest.raises(NotChanged, match="last administrator"):
        staff_roles.give(account=administrator, roles=[], reason="x", by=auditor.actor)


def test_staff_move_to_another_work_address_and_members_do_not(administrator):
    member = with_second_factor(an_account(a_person(), has_second_factor=False))
    typed = {"email": ADDRESS, "email_again": ADDRESS}

    of_staff = signed_in(administrator).post(reverse("account_change_email"), typed)
    of_member = signed_in(member).post(reverse("account_change_email"), typed)

    assert of_staff.status_code == 302
    assert "is a work address" in of_member.text
