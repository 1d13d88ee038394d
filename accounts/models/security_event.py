from django.db import models

from accounts.models.user import User
from sers_portal.base.spoken_times import say_moment


class SecurityEvent(models.Model):
    """What happened to an account, for its owner to read: sign-ins, failures, changes. Never changed again."""

    class Kind(models.TextChoices):
        ACCOUNT_OPENED = "account_opened"
        SIGNED_IN = "signed_in"
        SIGNED_OUT = "signed_out"
        PASSWORD_WRONG = "password_wrong"  # noqa: S105  the name of an event
        CODE_WRONG = "code_wrong"
        FACTOR_LOCKED = "factor_locked"
        FACTOR_DISABLED = "factor_disabled"
        FACTOR_ADDED = "factor_added"
        FACTOR_REMOVED = "factor_removed"
        RECOVERY_CODES_MADE = "recovery_codes_made"
        RECOVERY_CODE_USED = "recovery_code_used"
        PASSWORD_CHANGED = "password_changed"  # noqa: S105  likewise
        EMAIL_CHANGED = "email_changed"
        SESSION_ENDED = "session_ended"
        DISAVOWED = "disavowed"
        ACCOUNT_LOCKED = "account_locked"
        ACCOUNT_UNLOCKED = "account_unlocked"
        RECOVERY_BEGUN = "recovery_begun"
        RECOVERY_STOPPED = "recovery_stopped"
        RECOVERY_DONE = "recovery_done"
        PROVIDER_CONNECTED = "provider_connected"
        PROVIDER_REMOVED = "provider_removed"
        PROVIDER_FAILED = "provider_failed"
        ROLES_CHANGED = "roles_changed"

    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="security_events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    # By which means: "an authenticator app", "a telephone ending in 67". No number, no code.
    means = models.CharField(max_length=80, blank=True)
    browser = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["user", "-at"]),
            # Who else had the same browser in the same hour, when an account was taken over.
            models.Index(
                fields=["browser", "at"], condition=~models.Q(browser=""), name="events_of_a_browser"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {say_moment(self.at)}"
