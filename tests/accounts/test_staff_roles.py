"""Roles of staff given and taken by an administrator: who may, what is refused, who is told, and what stays on record."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import ADMINISTRATOR, ROLES
from accounts.services import account_lock, staff_roles
from accounts.services.staff_roles import NotChanged
from accounts.wording_of_roles import ROLE_WORDS
from notices.models import Email
from sers_portal.base.models import AuditEvent
from tests.accounts.forms_of_identity import signed_in
from tests.factories.accounts import a_person, an_account, staff

pytestmark = pytest.mark.django_db


def holding(*roles: str, **fields) -> User:
    user = an_account(is_staff=True, **fields)
    user.groups.add(*Group.objects.filter(name__in=roles))
    return user


@pytest.fixture
def administrator() -> User:
    return holding(ADMINISTRATOR, given_name="Ada", family_name="Ministrator")


def save(
    client: Client,
    account: User,
    *roles: str,
    reason: str = "asked for by her supervisor",
    seen: str | None = None,
):
    """The form as a page sends it that shows what is held at this moment, or that showed what was `seen`."""
    before = ",".join(staff_roles.held_by(account)) if seen is None else seen
    typed = {"roles": roles, "reason": reason, "seen": before}
    return client.post(reverse("admin:user_roles", args=[account.pk]), typed)


def ticked(page: str) -> list[str]:
    boxes = [tag for tag in page.split("<input") if " checked" in tag]
    return [box.split('value="')[1].split('"')[0] for box in boxes]


def test_every_role_has_its_words():
    assert set(ROLE_WORDS) == set(ROLES)


def test_the_first_role_makes_an_account_one_of_staff_and_the_last_one_taken_ends_it(administrator):
    nora, client = an_account(email="nora@example.org"), signed_in(administrator)

    save(client, nora, "auditor", "payroll")
    came = User.objects.get(pk=nora.pk)
    held = staff_roles.held_by(came)
    home_of_staff = signed_in(came).get("/admin/").status_code
    save(client, nora, reason="she left")
    left = User.objects.get(pk=nora.pk)

    assert (came.is_staff, held, home_of_staff) == (True, ["payroll", "auditor"], 200)
    assert (left.is_staff, staff_roles.held_by(left)) == (False, [])


def test_who_loses_a_role_is_signed_out_and_who_is_only_given_one_is_not(administrator):
    nora, client = holding("auditor"), signed_in(administrator)
    session = signed_in(nora).session.session_key

    save(client, nora, "auditor", "payroll")
    works_on = Session.objects.filter(session_key=session).exists()
    save(client, nora, "payroll")

    assert works_on
    assert not Session.objects.filter(session_key=session).exists()


@pytest.mark.parametrize(
    ("language", "subject", "sentences"),
    [
        (
            "en",
            "SERS: Your roles as staff were changed",
            ("did not have before: payroll.", "no longer have: auditor.", "tell another administrator"),
        ),
        (
            "es",
            "SERS: Se cambiaron sus funciones como personal",
            (
                "no tenía antes: nómina.",
                "que ya no tiene: auditoría.",
                "avise de inmediato a otro administrador",
            ),
        ),
    ],
)
def test_the_owner_is_told_in_their_language_what_was_given_and_what_was_taken(
    administrator, language, subject, sentences
):
    nora = holding("auditor", email="nora@example.org", language=language)

    save(signed_in(administrator), nora, "payroll")

    email = Email.objects.get(to=nora.email)
    body = " ".join(email.body.split())
    assert email.subject == subject
    assert [words for words in sentences if words not in body] == []
    assert "asked for by her supervisor" not in body


def test_the_report_of_roles_and_the_audit_say_who_did_it_and_why(administrator):
    nora = holding("auditor", given_name="Nora", family_name="Fields")

    save(signed_in(administrator), nora, "payroll")

    event = AuditEvent.objects.get(verb="changed the roles of an account")
    assert (event.by, event.subject_id) == (administrator.public_id, str(nora.pk))
    assert event.detail == {
        "given": ["payroll"],
        "taken": ["auditor"],
        "reason": "asked for by her supervisor",
    }
    reader = signed_in(staff("base.view_report", "accounts.view_user"))
    report = reader.get(reverse("staff_report_file", args=["role-changes"])).content.decode()
    lines = [line for line in report.splitlines() if "Nora Fields" in line]
    assert any("payroll,given,Ada Ministrator,changed the roles of an account" in line for line in lines)
    assert any("auditor,taken away,Ada Ministrator" in line for line in lines)


def test_a_change_whose_audit_row_fails_is_no_change(administrator, monkeypatch):
    nora = an_account()

    def broken(**given):
        raise ZeroDivisionError

    monkeypatch.setattr("accounts.services.staff_roles.audit.record", broken)
    with pytest.raises(ZeroDivisionError):
        staff_roles.give(account=nora, roles=["auditor"], reason="x", by=administrator.actor)

    nora.refresh_from_db()
    assert (nora.is_staff, staff_roles.held_by(nora)) == (False, [])


def test_nobody_changes_their_own_roles(administrator):
    client = signed_in(administrator)
    shown = client.get(reverse("admin:accounts_user_change", args=[administrator.pk]))

    answer = save(client, administrator, ADMINISTRATOR, "payroll")

    assert "You cannot change your own roles. Ask another administrator." in shown.text
    assert "Save the roles" not in shown.text
    assert "You cannot change your own roles." in answer.text
    assert staff_roles.held_by(administrator) == [ADMINISTRATOR]


def locked() -> User:
    user = an_account()
    account_lock.lock(user, by=user.actor)
    return user


def unproven() -> User:
    user = an_account()
    EmailAddress.objects.filter(user=user).update(verified=False)
    return user


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: an_account(a_person()), "belongs to a member's record"),
        (lambda: an_account(is_active=False), "This account is closed"),
        (lambda: an_account(has_second_factor=False), "not set up yet"),
        (unproven, "not set up yet"),
        (locked, "This account is locked"),
    ],
    ids=["a member's", "closed", "without a second step", "unproven address", "locked"],
)
def test_an_account_that_is_not_fit_for_the_work_is_given_no_role(administrator, make, sentence):
    account = make()

    with pytest.raises(NotChanged, match=sentence):
        staff_roles.give(account=account, roles=["auditor"], reason="x", by=administrator.actor)

    assert not account.groups.exists()


def test_a_locked_account_can_lose_its_roles(administrator):
    account = holding("payroll")
    account_lock.lock(account, by=account.actor)

    staff_roles.give(account=account, roles=[], reason="taken over", by=administrator.actor)

    assert not account.groups.exists()


def test_the_last_administrator_who_can_sign_in_stays_one(administrator):
    # As when two administrators take each other's role: the second finds the first without it.
    other = holding(ADMINISTRATOR)
    account_lock.lock(other, by=other.actor)

    with pytest.raises(NotChanged, match="last administrator"):
        staff_roles.give(account=administrator, roles=[], reason="x", by=other.actor)
    account_lock.unlock(other, by=administrator.actor, reason="came to the office")
    staff_roles.give(account=administrator, roles=[], reason="x", by=other.actor)

    assert not administrator.groups.exists()


def test_what_changes_nothing_or_says_no_reason_is_refused(administrator):
    nora = holding("auditor")

    with pytest.raises(NotChanged, match="holds exactly these roles"):
        staff_roles.give(account=nora, roles=["auditor"], reason="x", by=administrator.actor)
    with pytest.raises(NotChanged, match="Say why"):
        staff_roles.give(account=nora, roles=[], reason=" ", by=administrator.actor)


def test_a_superuser_who_loses_every_role_stays_one_of_staff(administrator):
    root = holding("auditor", is_superuser=True)

    staff_roles.give(account=root, roles=[], reason="x", by=administrator.actor)

    root.refresh_from_db()
    assert root.is_staff


def test_a_form_without_a_reason_or_with_an_unknown_role_keeps_what_was_ticked_and_typed(administrator):
    nora, client = an_account(), signed_in(administrator)

    without = save(client, nora, "payroll", reason=" ")
    unknown = save(client, nora, "payroll", "emperor", reason="because <b>")

    assert "Say why: it is kept with the change." in without.text
    assert ticked(without.text) == ["payroll"]
    assert "Choose from the roles that stand here." in unknown.text
    assert "because &lt;b&gt;" in unknown.text
    assert not nora.groups.exists()


def test_of_two_pages_open_at_once_the_later_save_is_refused_and_loses_nothing(administrator):
    nora, client = holding("auditor"), signed_in(administrator)
    save(client, nora, "auditor", "payroll")

    late = save(client, nora, "publisher", reason="moves to Chicago", seen="auditor")
    held = staff_roles.held_by(nora)
    shown = late.text.split('name="seen" value="')[1].split('"')[0]
    again = save(client, nora, *ticked(late.text), reason="moves to Chicago", seen=shown)

    assert "The roles were changed meanwhile." in late.text
    assert (ticked(late.text), shown) == (["publisher"], "payroll,auditor")
    assert "moves to Chicago" in late.text
    assert held == ["payroll", "auditor"]
    assert (again.status_code, staff_roles.held_by(nora)) == (302, ["publisher"])


def test_the_page_sends_along_which_roles_it_showed(administrator):
    nora = holding("auditor", "payroll")

    page = signed_in(administrator).get(reverse("admin:accounts_user_change", args=[nora.pk])).text

    assert '<input type="hidden" name="seen" value="payroll,auditor"' in page
    assert ticked(page) == ["payroll", "auditor"]


def test_only_who_holds_the_right_gives_roles():
    nora, client = an_account(), signed_in(staff("accounts.view_user", "accounts.lock_account"))
    page = reverse("admin:accounts_user_change", args=[nora.pk])

    shown, answer = client.get(page), save(client, nora, "payroll")

    assert "Save the roles" not in shown.text
    assert answer.status_code == 403
    assert client.get(reverse("admin:user_roles", args=[nora.pk])).status_code == 403
    assert not nora.groups.exists()
