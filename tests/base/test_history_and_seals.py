"""Row changes whoever makes them, and the chain of seals that names the first row somebody touched."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Address, Person
from sers_portal.base import audit, seals
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AccessEvent, AuditEvent, CurrentTransaction, RowChange, Seal
from sers_portal.base.unexplained import unexplained_changes
from tests import people

pytestmark = pytest.mark.django_db


def changes_of(person: Person) -> list[RowChange]:
    """Of this test only: numbers of rows come again after other tests have emptied the tables."""
    changes = RowChange.objects.filter(
        table_name="accounts_person", row_id=str(person.pk), transaction=CurrentTransaction()
    )
    return list(changes.order_by("id"))


def test_a_new_row_is_kept_as_it_was_written():
    person = people.a_person("Ada", "Byron")

    (change,) = changes_of(person)

    assert change.kind == "new"
    assert change.after["family_name"] == "Byron"


def test_raw_sql_update_and_bulk_changes_appear_with_before_and_after():
    person = people.a_person("Ada", "Byron")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET family_name = 'King' WHERE id = %s", [person.pk])
    Person.objects.filter(pk=person.pk).update(family_name="Lovelace")
    person.family_name = "Noel"
    Person.objects.bulk_update([person], ["family_name"])

    seen = [change.differences["family_name"] for change in changes_of(person) if change.kind == "changed"]
    assert seen == [("Byron", "King"), ("King", "Lovelace"), ("Lovelace", "Noel")]


def test_a_deleted_row_stays_in_the_history():
    person = people.a_person("Ada", "Byron")
    address = Address.objects.filter(person=person).first() or pytest.fail("no address to delete")

    Address.objects.filter(pk=address.pk).delete()

    last = RowChange.objects.filter(table_name="accounts_address", row_id=str(address.pk)).last()
    assert last.kind == "deleted"


def test_a_password_never_enters_the_history():
    account = people.an_account(people.a_person("Ada", "Byron"))
    account.set_password("Countess-of-Numbers-1815")

    account.save()

    kept = RowChange.objects.filter(table_name="accounts_user")
    assert kept.exists()
    assert all("password" not in (change.after or {}) for change in kept)


def test_an_update_that_changes_nothing_is_not_noted():
    person = people.a_person("Ada", "Byron")

    Person.objects.filter(pk=person.pk).update(family_name="Byron")

    assert [change.kind for change in changes_of(person)] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_a_change_without_an_audit_event_is_found_and_one_with_it_is_not():
    person = people.a_person("Ada", "Byron")
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(family_name="King")
        audit.record(by=SYSTEM, verb="changed a name", subject=person, person=person.public_id)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET family_name = 'Thief' WHERE id = %s", [person.pk])

    found = [change.after["family_name"] for change in unexplained_changes() if change.kind == "changed"]
    assert found == ["Thief"]


@pytest.mark.parametrize("table", ["base_auditevent", "base_accessevent", "base_rowchange", "base_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_logs_refuse_change(table, statement):
    note("first")
    audit.log_access(by=SYSTEM, page="member_home", person=None)
    people.a_person("Ada", "Byron")
    seals.seal_new()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


def note(verb: str) -> AuditEvent:
    with transaction.atomic():
        audit.record(by=SYSTEM, verb=verb, subject=Seal())
    return AuditEvent.objects.latest("id")


def tamper(statement: str, *parameters: object) -> None:
    """As only the owner of the tables could: the guard switched off for a moment."""
    table = statement.split()[2] if statement.startswith("DELETE") else statement.split()[1]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER never_changed")
        cursor.execute(statement, parameters)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER never_changed")


def test_the_chain_holds_over_days_and_late_rows():
    note("first")
    seals.seal_new()
    note("second")

    sealed = seals.seal_new()

    assert sealed == 1
    assert seals.verify() is None
    assert seals.state().waiting == 0


def test_a_changed_row_is_named():
    note("first")
    second = note("second")
    note("third")
    seals.seal_new()

    tamper("UPDATE base_auditevent SET verb = 'nothing' WHERE id = %s", second.pk)

    assert seals.verify() == seals.Broken("audit", second.pk, "the row, or its seal, is not what was sealed")


def test_an_event_cut_off_from_what_it_explains_is_named():
    event = note("changed a name")
    seals.seal_new()

    tamper("UPDATE base_auditevent SET transaction = transaction + 1 WHERE id = %s", event.pk)

    assert seals.verify() == seals.Broken("audit", event.pk, "the row, or its seal, is not what was sealed")


@pytest.mark.parametrize("model", [AuditEvent, AccessEvent, RowChange])
def test_a_seal_covers_every_column_of(model):
    sealed = {table: columns.format(at="at").split(", ") for table, columns in seals._COLUMNS.values()}

    assert set(sealed[model._meta.db_table]) == {field.column for field in model._meta.fields}


def test_a_removed_row_is_named():
    first = note("first")
    note("second")
    seals.seal_new()

    tamper("DELETE FROM base_auditevent WHERE id = %s", first.pk)

    assert seals.verify() == seals.Broken("audit", first.pk, "the row is gone")


def test_a_row_and_its_seal_removed_together_break_the_chain_at_the_next_row():
    first, second = note("first"), note("second")
    seals.seal_new()

    tamper("DELETE FROM base_auditevent WHERE id = %s", first.pk)
    tamper("DELETE FROM base_seal WHERE row_id = %s", first.pk)

    assert seals.verify() == seals.Broken("audit", second.pk, "the row, or its seal, is not what was sealed")


def test_the_chain_reads_as_broken_with_another_key(settings):
    note("first")
    seals.seal_new()

    settings.AUDIT_SEAL_KEY = "somebody else's"

    assert seals.verify().log == "audit"


def test_verify_audit_names_the_broken_row_and_fails():
    first = note("first")
    seals.seal_new()
    said = StringIO()
    call_command("verify_audit", stdout=said)
    tamper("UPDATE base_auditevent SET by_name = 'nobody' WHERE id = %s", first.pk)

    with pytest.raises(CommandError, match=rf"audit, row {first.pk}: the row, or its seal"):
        call_command("verify_audit", stdout=StringIO())

    assert "rows are as they were sealed; 0 wait" in said.getvalue()
