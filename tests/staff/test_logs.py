"""The logs as the auditor reads them: found by person and actor, tied together, and nothing sealed in sight."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from benefits.models import BankAccount
from sers_portal.admin_pages import verification
from sers_portal.base import jobs, seals
from sers_portal.base.audit import log_access, record
from sers_portal.base.models import AccessEvent, AuditEvent, Job, RowChange
from tests import people
from tests.factories.accounts import a_person

RIGHTS = ("base.view_auditevent", "base.view_accessevent", "base.view_rowchange")
pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Client:
    client = Client()
    client.force_login(people.staff(*RIGHTS))
    return client


def a_renaming(person: Person, by, name: str = "Kowalska") -> AuditEvent:
    with transaction.atomic():
        person.family_name = name
        person.save()
        record(by=by, verb="changed a name", subject=person, person=person.public_id, reason="marriage")
    return AuditEvent.objects.get(verb="changed a name", person=person.public_id)


def found(client: Client, model: str, words: str) -> list[int]:
    page = client.get(reverse(f"admin:base_{model}_changelist"), {"q": words})
    return [row.pk for row in page.context["cl"].result_list]


@pytest.mark.parametrize("words", ["{member_id}", "kowalska", "susan@example.org", "Susan Thompson"])
def test_an_event_is_found_by_whose_record_it_is_and_by_who_did_it(auditor, words):
    person = a_person("Ada", "Nowak")
    susan = people.staff(email="susan@example.org", given_name="Susan", family_name="Thompson")
    event = a_renaming(person, susan.actor)
    a_renaming(a_person("Ivo", "Other"), people.staff().actor, name="Stranger")

    assert found(auditor, "auditevent", words.format(member_id=person.member_id)) == [event.pk]


def test_an_event_and_the_changes_of_its_transaction_lead_to_each_other(auditor):
    event = a_renaming(a_person("Ada", "Nowak"), people.staff().actor)
    # One transaction around the whole test: every change of it carries the event's number.
    change = RowChange.objects.get(
        transaction=event.transaction, table_name="accounts_person", before__isnull=False
    )

    of_event = auditor.get(reverse("admin:base_auditevent_change", args=[event.pk])).content.decode()
    of_change = auditor.get(reverse("admin:base_rowchange_change", args=[change.pk])).content.decode()

    assert reverse("admin:base_rowchange_change", args=[change.pk]) in of_event
    assert reverse("admin:base_auditevent_change", args=[event.pk]) in of_change
    assert "Nowak" in of_change
    assert "Kowalska" in of_change


def test_a_change_is_found_by_the_person_it_is_about(auditor):
    person = a_person("Ada", "Nowak")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET suffix = 'Jr.' WHERE id = %s", [person.pk])
    change = RowChange.objects.get(table_name="accounts_person", row_id=str(person.pk), before__isnull=False)

    assert change.pk in found(auditor, "rowchange", person.member_id)


def test_sealed_values_are_never_shown_only_that_they_changed(auditor):
    person = a_person()
    account = BankAccount(person=person, routing_number="071000013", kind="checking", from_on="2020-01-01")
    account.account_number = "000123456789"
    account.save()
    first = account.account_number_token
    account.account_number = "000987654321"
    account.save()
    change = RowChange.objects.get(table_name="benefits_bankaccount", before__isnull=False)

    page = auditor.get(reverse("admin:base_rowchange_change", args=[change.pk])).content.decode()

    assert "Account number token" in page
    assert first not in page
    assert account.account_number_token not in page
    assert account.account_number_index not in page


@pytest.mark.parametrize("model", ["auditevent", "accessevent", "rowchange"])
@pytest.mark.parametrize("action", ["add/", "{pk}/delete/", "{pk}/change/"])
def test_nobody_edits_a_log(client, model, action):
    person = a_person()
    event = a_renaming(person, people.staff().actor)
    log_access(by=people.staff().actor, page="person", person=person.public_id)
    pk = {
        "auditevent": event.pk,
        "accessevent": AccessEvent.objects.last().pk,
        "rowchange": RowChange.objects.last().pk,
    }[model]
    client.force_login(people.an_account(is_staff=True, is_superuser=True))

    answer = client.post(f"/admin/base/{model}/" + action.format(pk=pk), {"verb": "nothing", "post": "yes"})

    assert answer.status_code == 403 or "change" in action
    assert AuditEvent.objects.get(pk=event.pk).verb == "changed a name"


def test_an_auditors_look_at_a_persons_event_is_noted(auditor):
    person = a_person()
    event = a_renaming(person, people.staff().actor)

    auditor.get(reverse("admin:base_auditevent_change", args=[event.pk]))

    assert AccessEvent.objects.filter(page="audit", person=person.public_id, purpose="audit").count() == 1


def test_the_chain_is_verified_by_a_job_and_the_list_says_what_it_found(
    auditor, django_capture_on_commit_callbacks
):
    a_renaming(a_person(), people.staff().actor)
    seals.seal_new()

    auditor.post(reverse("admin:base_auditevent_verify"))
    waiting = auditor.get(reverse("admin:base_auditevent_changelist")).content.decode()
    verification.verify()
    Job.objects.filter(kind=verification.KIND).delete()
    page = auditor.get(reverse("admin:base_auditevent_changelist")).content.decode()

    assert "A verification is under way" in waiting
    assert "<strong>Yes.</strong>" in page
    assert verification.KIND in jobs.kinds()


def test_the_list_names_the_first_broken_row(auditor, monkeypatch):
    monkeypatch.setattr(seals, "verify", lambda: seals.Broken("audit", 7, "the row is gone"))

    verification.verify()
    page = auditor.get(reverse("admin:base_auditevent_changelist")).content.decode()

    assert "audit, row 7: the row is gone" in page


def test_the_chain_is_not_verified_by_whoever_may_not_read_the_audit(client):
    client.force_login(people.staff("base.view_accessevent"))

    assert client.post(reverse("admin:base_auditevent_verify")).status_code == 403
    assert not Job.objects.filter(kind=verification.KIND).exists()


@pytest.mark.parametrize(
    ("model", "expected", "absent"),
    [
        ("auditevent", "{member_id}", "{other}"),
        ("accessevent", "'=about Ada", "{other}"),
        ("rowchange", "Nowak → =Cell", "{ssn}"),
    ],
)
def test_a_list_is_saved_as_it_was_searched_and_the_saving_is_in_the_access_log(
    auditor, model, expected, absent
):
    ada, other = a_person("Ada", "Nowak"), a_person("Ivo", "Other")
    susan = people.staff().actor
    words = {"member_id": ada.member_id, "other": other.member_id, "ssn": ada.ssn}
    for person in (ada, other):
        a_renaming(person, susan, name="=Cell")
        log_access(by=susan, page="person", person=person.public_id, purpose=f"=about {person.given_name}")

    page = auditor.get(reverse(f"admin:base_{model}_changelist"), {"q": ada.member_id})
    answer = auditor.get(page.context["file_address"])

    text = answer.content.decode()
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert expected.format(**words) in text
    assert absent.format(**words) not in text
    assert AccessEvent.objects.filter(person=ada.public_id, purpose="audit, CSV file").exists()
