import uuid

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from sers_portal.base.sealing import Sealed


class Email(models.Model):
    """An e-mail in the outbox: sent by a worker after commit, at least once, always under the same Message-ID."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    # Read by staff in lists: never a code.
    subject = models.CharField(max_length=200)
    # Plain text, written when the row is; sealed, because some e-mails hold a code.
    body_token = models.TextField()
    body = Sealed()
    language = models.CharField(max_length=2, default="en")
    # Keyed hash of the code in its last lines (`notices.check_codes`).
    check_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # Where mail programs send "no more of these", for mail that one may unsubscribe from (RFC 8058).
    unsubscribe_address = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # What the mail server answered to the last try ("550"), or the kind of trouble on the way there.
    error_code = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"]),
            # For the beginning of an address.
            models.Index(OpClass(Lower("to"), name="text_pattern_ops"), name="emails_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_email_has_its_time",
                condition=models.Q(state__in=["waiting", "failed"], sent_at=None)
                | models.Q(state="sent", sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def sealed_owner(self) -> str:
        """To what the sealed words are bound."""
        return str(self.pk)
