"""Rows that belong to no one app: the audit, the access log, jobs and the demonstration's clock."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

from sers_portal.base.spoken_times import say_moment


class CurrentTransaction(models.Func):
    """The number of the database transaction that runs: what was written together carries the same."""

    template = "(pg_current_xact_id()::text)::bigint"
    output_field = models.BigIntegerField()


class AuditEvent(models.Model):
    """Who did what, and why: written by services in the change's own transaction, never changed again.

    The database refuses UPDATE, DELETE and TRUNCATE (migration 0002).
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    # Actors by UUID and not by foreign key: the base knows no users (docs/decisions/0002).
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    # The person whose record it is, where it is a person's record.
    person = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    # Ties the event to the changes it explains (RowChange).
    transaction = models.BigIntegerField(null=True, db_default=CurrentTransaction(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["transaction"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{say_moment(self.at)} {self.by_name} {self.verb} {self.subject_type} {self.subject_id}"


class AccessEvent(models.Model):
    """Who looked at whose record, or was refused: append-only, as the audit is."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    person = models.UUIDField(null=True)
    page = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200, blank=True)
    was_refused = models.BooleanField(default=False)

    class Meta:
        # Rights whose every use is a row of this log.
        permissions = [
            ("reveal_number", "Can read a sealed number whole, for a purpose"),
            ("view_as_member", "Can look at a member's pages as they do, for a purpose"),
            ("view_report", "Can read and download the staff's reports"),
            ("review_access", "Can note that the access review of a quarter was looked over"),
        ]
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{say_moment(self.at)} {self.by_name} {'refused' if self.was_refused else 'saw'} {self.page}"


class RowChange(models.Model):
    """A row as it was and as it became, written by a database trigger (`history`), never by the portal's code."""

    at = models.DateTimeField(editable=False)
    transaction = models.BigIntegerField(editable=False)
    # The database's login that did it.
    role = models.CharField(max_length=63)
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_id"]),
            models.Index(fields=["transaction"]),
            models.Index(fields=["at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="row_change_shows_a_row",
                condition=models.Q(before__isnull=False) | models.Q(after__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{say_moment(self.at)} {self.kind} {self.table_name} {self.row_id}"

    @property
    def kind(self) -> str:
        """What was done: new, changed or deleted."""
        return "new" if self.before is None else "deleted" if self.after is None else "changed"

    @property
    def differences(self) -> dict[str, tuple[object, object]]:
        """Column by column what differs: before and after."""
        before, after = self.before or {}, self.after or {}
        names = sorted({*before, *after})
        return {
            name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
        }


class Seal(models.Model):
    """A link of the chain over audit, access log and row changes; see `seals`. Append-only."""

    class Log(models.TextChoices):
        AUDIT = "audit", "audit"
        ACCESS = "access", "access log"
        CHANGES = "changes", "row changes"

    log = models.CharField(max_length=7, choices=Log.choices)
    row_id = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="row_sealed_once", fields=["log", "row_id"])]

    def __str__(self) -> str:
        return f"{self.log} {self.row_id}"


class Job(models.Model):
    """A piece of work to be done exactly once. A task is only a nudge to do its row; see `jobs`."""

    class State(models.TextChoices):
        READY = "ready", "ready"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "run_after", "id"], condition=models.Q(state="ready"), name="job_ready"
            ),
            models.Index(fields=["finished_at"], condition=models.Q(state="failed"), name="job_failed"),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_finished_has_its_time",
                condition=models.Q(state="ready", finished_at=None)
                | (~models.Q(state="ready") & models.Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"


class DemonstrationClock(models.Model):
    """How far the demonstration's time has been moved forward: one row, absent in production."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    forward = models.DurationField(default=timedelta())

    class Meta:
        verbose_name = verbose_name_plural = "demonstration clock"
        constraints = [
            models.CheckConstraint(name="clock_is_one_row", condition=models.Q(only=True)),
            models.CheckConstraint(name="clock_only_forward", condition=models.Q(forward__gte=timedelta())),
        ]

    def __str__(self) -> str:
        return f"{self.forward} forward"

    @classmethod
    def moved_forward(cls) -> timedelta:
        return cls.objects.values_list("forward", flat=True).first() or timedelta()


class IdentityEvent(models.Model):
    """One try or sending that counts against a limit of identity; see `limits`. The subject is a keyed hash."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} at {say_moment(self.at)}"
