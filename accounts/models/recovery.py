"""Ways back into an account, and out of it: the lost second factor, and the lock."""

import uuid

from django.db import models

from accounts.models.user import User
from sers_portal.base.spoken_times import say_moment


class FactorRecovery(models.Model):
    """Somebody who knows the password has lost every second factor: a new letter's code, then a day's wait.

    asked for → (letter) → proven → (24 hours, notices, a stop link) → done. A stop link ends it at any time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="recoveries")
    stop_index = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    # The letter's code was typed.
    proven_at = models.DateTimeField(null=True)
    # Keyed hash of the code typed: after the wait it is typed again, so that the password alone opens nothing.
    code_index = models.CharField(max_length=64, blank=True)
    opens_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(done_at=None, stopped_at=None),
                name="one_open_recovery_an_account",
            ),
            models.CheckConstraint(
                name="recovery_waits_once_proven",
                condition=models.Q(proven_at=None, opens_at=None)
                | models.Q(opens_at__gt=models.F("proven_at")),
            ),
            models.CheckConstraint(
                name="recovery_done_only_when_proven",
                condition=models.Q(done_at=None)
                | models.Q(stopped_at=None, opens_at__lte=models.F("done_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"asked for {say_moment(self.asked_at)}"


class AccountLock(models.Model):
    """An account that nobody can use until its owner proves who they are, or staff unlock it."""

    class LockedBy(models.TextChoices):
        OWNER = "owner", "its owner"
        STAFF = "staff", "staff"

    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="locks")
    locked_by = models.CharField(max_length=5, choices=LockedBy.choices)
    reason = models.CharField(max_length=300, blank=True)
    locked_at = models.DateTimeField()
    unlocked_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [("lock_account", "Can lock and unlock accounts")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(unlocked_at=None), name="one_lock_an_account"
            ),
            models.CheckConstraint(
                name="staff_lock_says_why",
                condition=models.Q(locked_by="owner") | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"locked {say_moment(self.locked_at)}"
