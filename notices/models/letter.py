import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from notices.kinds_of_letters import say_kind_of_letter
from notices.models.document import Document
from sers_portal.base.name_search import words_of


class LetterBatch(models.Model):
    """A day's letters handed to the print shop together, with their manifest."""

    on = models.DateField()
    manifest_path = models.CharField(max_length=200, blank=True)
    handed_over_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "letter batches"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return str(_("batch %(number)s of %(day)s")) % {"number": self.pk, "day": date_format(self.on)}


class Letter(models.Model):
    """One letter to one address, printed and mailed exactly once: `key` is what makes it one."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting for the next batch")
        BATCHED = "batched", _("in a batch")
        MAILED = "mailed", _("mailed")
        RETURNED = "returned", _("returned by the post")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    # The envelope as it was when the letter was written; a later change of address leaves it as it is.
    recipient = models.CharField(max_length=200)
    address_lines = ArrayField(models.CharField(max_length=100), size=4)
    document = models.ForeignKey(Document, on_delete=models.RESTRICT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    batch = models.ForeignKey(LetterBatch, null=True, on_delete=models.RESTRICT, related_name="letters")
    mailed_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letter_on_its_way_has_its_batch",
                condition=models.Q(state__in=["queued", "cancelled"], batch=None)
                | models.Q(state__in=["batched", "mailed", "returned"], batch__isnull=False),
            ),
            models.CheckConstraint(
                name="mailed_letter_has_its_day",
                condition=~models.Q(state__in=["mailed", "returned"]) | models.Q(mailed_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(state="queued"), name="letter_queue"),
            models.Index(fields=["-created_at"], name="letters_newest_first"),
            models.Index(fields=["kind", "-created_at"], name="letters_of_a_kind"),
            GinIndex(words_of("recipient"), name="letters_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {say_kind_of_letter(self.kind)}"
