import uuid

from django.db import models
from django.db.models.functions import Now


class Email(models.Model):
    """An e-mail in the outbox: sent by a worker after commit, at least once, always under the same Message-ID."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    # Plain text, written when the row is: no figures, no link that signs in.
    body = models.TextField()
    language = models.CharField(max_length=2, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sent_email_has_its_time",
                condition=models.Q(state="waiting", sent_at=None)
                | models.Q(state="sent", sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"
