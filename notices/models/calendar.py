import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.formats import date_format


class CalendarEntry(models.Model):
    """A day that concerns everyone: a payment date, a State holiday, or a closing that was proclaimed."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", "benefit payment"
        HOLIDAY = "holiday", "State holiday"
        CLOSING = "closing", "proclaimed closing"

    # Stable across republishing, so that subscribers' calendars move an entry and do not double it.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    title = models.CharField(max_length=200)
    # The day a payment would have fallen on, had the State worked that day; empty where it falls on it.
    # The page says why in words, in the reader's language, from the closed days between the two.
    ordinary_on = models.DateField(null=True, blank=True)
    # The month a payment belongs to (its first day).
    month = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["on", "kind"]
        verbose_name_plural = "calendar entries"
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=models.Q(kind="payment"), name="one_payment_date_a_month"
            ),
            models.UniqueConstraint(
                fields=["on", "title"], condition=~models.Q(kind="payment"), name="one_entry_a_day_and_title"
            ),
            models.CheckConstraint(
                name="payment_has_its_month",
                condition=(models.Q(kind="payment") & models.Q(month__day=1))
                | (~models.Q(kind="payment") & models.Q(month=None, ordinary_on=None)),
            ),
            models.CheckConstraint(
                name="payment_moves_to_an_earlier_day",
                condition=models.Q(ordinary_on=None) | models.Q(on__lt=models.F("ordinary_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {date_format(self.on)}"
