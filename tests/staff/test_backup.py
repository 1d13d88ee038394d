"""A backup taken and restored with the server's own programs, and what is found where it did not come back whole."""

import os
from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import Person
from notices.documents import storage
from notices.models import Document
from sers_portal.backups import findings, inventory
from sers_portal.backups.taking import copy_documents, hash_of
from sers_portal.base import seals
from sers_portal.base.audit import SYSTEM, record
from tests.factories.accounts import a_person


def a_sealed_record() -> Person:
    """A person, a document and an audit row, sealed."""
    person = a_person()
    storage.keep(b"%PDF-1 the words", id=uuid4(), kind="letter", title="A letter")
    with transaction.atomic():
        record(by=SYSTEM, verb="changed a name", subject=person, person=person.public_id)
    seals.seal_new()
    return person


def say(*arguments: str, **options: object) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


def restore(backup: Path, into: str, **options: object) -> str:
    """As on another machine, where DATABASE_URL names the empty database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = into
    try:
        return say("restore", str(backup), **options)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def tables_in(database: str) -> int:
    with (
        server() as postgres,
        psycopg.connect(postgres.info.dsn, dbname=database, password=password()) as copy,
    ):
        found = copy.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        return found[0] if found else 0


def password() -> str:
    return str(connection.settings_dict["PASSWORD"])


def server() -> psycopg.Connection:
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=password(),
        dbname="postgres",
        autocommit=True,
    )


@pytest.fixture
def empty_database():
    """The name of an empty database that is gone afterwards."""
    name = f"test_restored_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    with server() as postgres:
        postgres.execute(f"DROP DATABASE IF EXISTS {name}")
        postgres.execute(f"CREATE DATABASE {name}")
        yield name
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_a_backup_comes_back_whole_in_an_empty_database(tmp_path, settings, empty_database):
    a_sealed_record()
    end = seals.state().end

    taken = say("backup", str(tmp_path / "backups"))
    (backup,) = (tmp_path / "backups").glob("20*")
    settings.DOCUMENTS_DIR = tmp_path / "elsewhere"
    restored = restore(backup, empty_database)

    assert end in taken
    assert f"it ends with {end}, as in the backup" in restored
    assert "1 of 1 files are in their place" in restored
    assert "1 of 1 people are found by their Social Security number" in restored
    assert "WRONG" not in restored


def test_a_dump_that_does_not_restore_leaves_the_database_empty(
    tmp_path, empty_database, django_db_setup, django_db_blocker
):
    # It only reads the tests' database: without a transaction to end, there are no tables to empty afterwards.
    with django_db_blocker.unblock():
        (tmp_path / inventory.DUMP).write_bytes(b"PGDMP and then nothing")
        counted = inventory.take(
            at="2026-11-22T02:30:00+00:00", dump_sha256=hash_of(tmp_path / inventory.DUMP)
        )
        counted.write(tmp_path)

        with pytest.raises(CommandError, match="pg_restore ended with a complaint"):
            restore(tmp_path, empty_database)
        (tmp_path / inventory.DUMP).write_bytes(b"another file")
        with pytest.raises(CommandError, match="is not the file that was written"):
            restore(tmp_path, empty_database)

    assert tables_in(empty_database) == 0


@pytest.mark.django_db
def test_a_database_that_holds_something_is_refused(tmp_path):
    inventory.take(at="2026-11-22T02:30:00+00:00").write(tmp_path)

    with pytest.raises(CommandError, match="is not empty, and nothing was changed"):
        say("restore", str(tmp_path))


@pytest.mark.django_db
def test_a_folder_without_a_whole_backup_is_refused(tmp_path):
    with pytest.raises(CommandError, match="holds no whole backup"):
        say("restore", str(tmp_path), verify=True)


@pytest.mark.django_db
def test_a_database_without_our_tables_is_not_verified(tmp_path, monkeypatch):
    inventory.take(at="2026-11-22T02:30:00+00:00").write(tmp_path)
    monkeypatch.setattr(inventory, "applied_migrations", lambda: {"accounts": "0001_initial"})

    with pytest.raises(
        CommandError, match="has not the tables of this release .*accounts 0001_initial instead of"
    ):
        say("restore", str(tmp_path), verify=True)


@pytest.mark.django_db
def test_a_document_that_is_not_as_it_was_kept_is_named_and_not_copied(tmp_path, settings):
    a_sealed_record()
    path = Document.objects.get().path
    (settings.DOCUMENTS_DIR / path).write_bytes(b"%PDF-1 other words")

    copied, damaged = copy_documents(tmp_path)

    assert (copied, damaged) == (0, [path])
    assert not (tmp_path / path).exists()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def change_the_audit() -> None:
    execute("ALTER TABLE base_auditevent DISABLE TRIGGER never_changed")
    execute("UPDATE base_auditevent SET by_name = 'nobody'")
    execute("ALTER TABLE base_auditevent ENABLE TRIGGER never_changed")


def exchange_tokens() -> None:
    first, second = Person.objects.order_by("pk")
    Person.objects.filter(pk=first.pk).update(ssn_token=second.ssn_token)


def exchange_indexes() -> None:
    Person.objects.filter(pk=Person.objects.latest("pk").pk).update(ssn_index="0" * 64)


def change_a_document() -> None:
    path = settings.DOCUMENTS_DIR / Document.objects.get().path
    path.write_bytes(path.read_bytes().replace(b"the", b"our"))


def remove_a_document() -> None:
    (settings.DOCUMENTS_DIR / Document.objects.get().path).unlink()


def restore_on_a_younger_server() -> None:
    execute(
        "INSERT INTO base_rowchange (at, transaction, role, table_name, row_id, after) "
        "VALUES (now(), (3::bigint << 32) + 7, 'sers', 'accounts_person', '1', '{}')"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "found", "seen"),
    [
        (
            lambda: Document.objects.create(path="x", sha256="0" * 64, size=1),
            "rows",
            "notices_document: 2 instead",
        ),
        (lambda: execute("DROP TRIGGER keep_change ON accounts_person"), "triggers", "in the backup"),
        (change_the_audit, "audit chain", "broken at audit, row"),
        (lambda: a_person() and seals.seal_new(), "audit chain", "but in the backup with"),
        (exchange_tokens, "sealed values", "accounts.Person.ssn of row"),
        (
            exchange_indexes,
            "look-up",
            "1 of 2 people are found by their Social Security number: BLIND_INDEX_KEY",
        ),
        (change_a_document, "hashes", "0 of 1 read"),
        (remove_a_document, "documents", "0 of 1 files are in their place; letter/"),
        (restore_on_a_younger_server, "transactions", "pg_resetwal --epoch=4"),
    ],
)
def test_what_did_not_come_back_is_found(harm, found, seen):
    a_person()
    a_sealed_record()
    counted = inventory.take(at="2026-11-22T02:30:00+00:00")
    assert [one for one in findings.look(counted) if not one.is_right] == []

    harm()

    wrong = {one.what: one.seen for one in findings.look(counted) if not one.is_right}
    assert seen in wrong[found]
