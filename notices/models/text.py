import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sers_portal.base.sealing import Sealed

DIGITS_SHOWN = 4


class TextMessage(models.Model):
    """A text or a spoken message in the outbox: handed to the vendor at most once, and never after it expired."""

    class Channel(models.TextChoices):
        TEXT = "text", _("text message")
        VOICE = "voice", _("voice call")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        # Written and committed before the vendor is called: who finds it later does not know how that ended.
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("unknown")

    class Failure(models.TextChoices):
        """Why a message failed, or why its fate is unknown. `sentence` is what a member reads."""

        INVALID_NUMBER = "invalid_number", _("invalid number")
        NO_TEXTS = "no_texts", _("takes no texts")
        OPTED_OUT = "opted_out", _("opted out")
        UNREACHABLE = "unreachable", _("not reached")
        REFUSED = "refused", _("refused")
        EXPIRED = "expired", _("expired")
        IN_DOUBT = "in_doubt", _("in doubt")

        @property
        def sentence(self) -> str:
            """What happened and what to do next, in the reader's language."""
            return str(SENTENCES[self])

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    # The number as E.164, and the words, which hold a code.
    to_token = models.TextField()
    to_index = models.CharField(max_length=64, db_index=True)
    to = Sealed(indexed=True)
    body_token = models.TextField()
    body = Sealed()
    language = models.CharField(max_length=2, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    failure = models.CharField(max_length=20, choices=Failure.choices, blank=True)
    # The vendor's own name for the message, and for what was wrong with it.
    vendor_id = models.CharField(max_length=64, blank=True)
    error_code = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)
    # When it was delivered, failed or became unknown.
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"])]
        constraints = [
            models.CheckConstraint(
                name="text_that_failed_says_why",
                condition=models.Q(state__in=["failed", "unknown"]) & ~models.Q(failure="")
                | ~models.Q(state__in=["failed", "unknown"]) & models.Q(failure=""),
            ),
            models.CheckConstraint(
                name="text_that_left_has_its_time",
                condition=~models.Q(state__in=["sent", "delivered"]) | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="text_that_ended_has_its_time",
                condition=models.Q(state__in=["delivered", "failed", "unknown"], finished_at__isnull=False)
                | models.Q(state__in=["waiting", "sending", "sent"], finished_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} ({self.get_state_display()})"

    @property
    def sealed_owner(self) -> str:
        """To what the sealed attributes are bound."""
        return str(self.pk)

    @property
    def masked_to(self) -> str:
        """The number with its last four digits only, for staff and logs."""
        return f"•••-•••-{self.to[-DIGITS_SHOWN:]}"

    @property
    def failure_sentence(self) -> str:
        """Why it failed and what to do next, for the member; "" for a message that did not fail."""
        return self.Failure(self.failure).sentence if self.failure else ""


SENTENCES = {
    TextMessage.Failure.INVALID_NUMBER: _("This phone number cannot be reached. Check it, or use another."),
    TextMessage.Failure.NO_TEXTS: _(
        "This number takes no text messages. Choose a voice call, or use another number."
    ),
    TextMessage.Failure.OPTED_OUT: _(
        "This number asked us to stop sending texts. Choose a voice call, or text START to our number."
    ),
    TextMessage.Failure.UNREACHABLE: _(
        "We could not reach the phone. It may be off or out of range. Ask for a new code."
    ),
    TextMessage.Failure.REFUSED: _(
        "The phone company did not take the message. Choose another way to get a code."
    ),
    TextMessage.Failure.EXPIRED: _("The message could not be sent in time. Ask for a new code."),
    TextMessage.Failure.IN_DOUBT: _(
        "We do not know if the message went out. If it does not come, ask for a new code."
    ),
}
