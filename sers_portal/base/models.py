"""Rows that belong to no one app: the audit, the access log, jobs and the demonstration's clock."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


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

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.verb} {self.subject_type} {self.subject_id}"


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
        indexes = [models.Index(fields=["person", "at"]), models.Index(fields=["by", "at"])]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {'refused' if self.was_refused else 'saw'} {self.page}"
        )


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
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
