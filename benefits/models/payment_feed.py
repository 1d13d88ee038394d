from django.db import models
from django.db.models import Q

from accounts.models import Person
from sers_portal.base.spoken_times import say_day


class PaymentFeed(models.Model):
    """A person's calendar feed at a secret address. Only a keyed hash of the secret is kept: it is shown once."""

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="payment_feeds")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # The last day on which some calendar fetched it: so that its owner sees whether it is in use.
    fetched_on = models.DateField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_payment_feed_a_person"
            ),
            models.CheckConstraint(
                name="payment_feed_secret_is_hashed",
                condition=Q(secret_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106  a pattern, not a secret
            ),
        ]

    def __str__(self) -> str:
        return f"payment feed of {say_day(self.created_at)}"
