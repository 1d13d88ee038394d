"""The web role's rights, tried as that role: it works with records and cannot touch a log."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import Person
from sers_portal.base import audit
from sers_portal.base.audit import SYSTEM
from sers_portal.base.database_roles import BadRole, grant_web_role
from sers_portal.base.models import AuditEvent, RowChange
from tests import people

pytestmark = pytest.mark.django_db

ADDRESS = "postgresql://sers_web_of_tests:secret@127.0.0.1/whatever"
LOGS = ["base_auditevent", "base_accessevent", "base_rowchange", "base_seal", "benefits_payrecord"]


@pytest.fixture
def as_the_web_role(db) -> Iterator[None]:
    role = grant_web_role(ADDRESS)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def test_the_web_role_writes_records_and_audit_and_the_history_follows(as_the_web_role):
    person = people.a_person("Ada", "Byron")
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(family_name="King")
        audit.record(by=SYSTEM, verb="changed a name", subject=person, person=person.public_id)

    assert AuditEvent.objects.filter(verb="changed a name").exists()
    kept = RowChange.objects.filter(table_name="accounts_person", row_id=str(person.pk)).order_by("-id")[:2]
    assert [change.kind for change in kept] == ["changed", "new"]


@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_web_role_cannot_change_or_empty_a_log(as_the_web_role, table, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO base_rowchange (at, transaction, role, table_name, row_id, after) "
        "VALUES (now(), 1, 'nobody', 'accounts_person', '1', '{}')",
        "TRUNCATE accounts_person CASCADE",
        "CREATE TABLE loot (id int)",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', 'x', now())",
    ],
)
def test_the_web_role_cannot_write_history_empty_tables_or_make_them(as_the_web_role, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("statement", ["ALTER TABLE {} DISABLE TRIGGER never_changed", "DROP TABLE {}"])
def test_the_web_role_cannot_take_the_guard_away(as_the_web_role, statement):
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        connection.cursor().execute(statement.format("base_auditevent"))


@pytest.mark.parametrize(
    "address", ["", "postgresql://127.0.0.1/sers", "postgresql://sers_web@127.0.0.1/sers"]
)
def test_an_address_without_role_or_password_is_refused(address):
    with pytest.raises(BadRole, match="must name a role and its password"):
        grant_web_role(address)


def test_the_owner_itself_is_refused_as_web_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]

    with pytest.raises(BadRole, match="another role than DATABASE_URL"):
        grant_web_role(f"postgresql://{owner}:secret@127.0.0.1/sers")
