"""The audit: beside the change or not at all, and never rewritten."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from notices.models import CalendarEntry
from sers_portal.base.audit import SYSTEM, Actor, NotInTransaction, log_access, record
from sers_portal.base.models import AccessEvent, AuditEvent


def a_closing() -> CalendarEntry:
    return CalendarEntry.objects.create(kind="closing", on="2026-01-02", title="Snow")


@pytest.mark.django_db
def test_a_change_and_its_row_stand_together():
    with transaction.atomic():
        entry = a_closing()
        record(by=Actor(uuid4(), "Pat"), verb="proclaimed", subject=entry, day="2026-01-02")

    event = AuditEvent.objects.get()
    assert (event.by_name, event.verb, event.subject_id) == ("Pat", "proclaimed", str(entry.pk))
    assert event.detail == {"day": "2026-01-02"}


@pytest.mark.django_db(transaction=True)
def test_a_row_apart_from_its_change_is_refused():
    with pytest.raises(NotInTransaction):
        record(by=SYSTEM, verb="proclaimed", subject=a_closing())


@pytest.mark.django_db(transaction=True)
def test_a_failing_audit_takes_its_change_back(monkeypatch):
    monkeypatch.setattr(AuditEvent.objects, "create", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=SYSTEM, verb="proclaimed", subject=a_closing())

    assert not CalendarEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE {} SET by_name = 'nobody'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["base_auditevent", "base_accessevent"])
def test_the_database_refuses_to_rewrite_what_was_written(sql, table):
    record(by=SYSTEM, verb="proclaimed", subject=a_closing())
    log_access(by=SYSTEM, page="x", person=None)

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))

    assert AuditEvent.objects.count() == AccessEvent.objects.count() == 1
