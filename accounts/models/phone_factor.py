import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from sers_portal.base.sealing import Sealed


class PhoneFactor(models.Model):
    """A telephone that receives sign-in codes by text or call. Number and secret are sealed.

    A code is the HOTP of `secret` at `counter`; each sending raises the counter, so an older code never works.
    """

    class Channel(models.TextChoices):
        TEXT = "text", _("text message")
        VOICE = "voice", _("voice call")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="phone_factors")
    number_token = models.TextField(editable=False)
    number_index = models.CharField(max_length=64, editable=False)
    secret_token = models.TextField(editable=False)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.TEXT)
    counter = models.PositiveIntegerField(default=0)
    # Of the code last sent: empty once it was used, or when none was sent yet.
    code_expires_at = models.DateTimeField(null=True)
    # Keyed hash of what the browser that asked for the code was given: in another browser the code is no good.
    code_bound_to = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    # Until the first code was typed the telephone is no factor.
    confirmed_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    number = Sealed(indexed=True)
    secret = Sealed()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "number_index"], name="one_factor_a_number"),
            models.CheckConstraint(
                name="phone_factor_is_sealed",
                condition=models.Q(number_token__contains=".", secret_token__contains="."),  # noqa: S106  a dot, no password
            ),
        ]

    def __str__(self) -> str:
        return f"telephone ending in {self.last_two}"

    @property
    def sealed_owner(self) -> str:
        return str(self.id)

    @property
    def last_two(self) -> str:
        """All that a page shows of the number."""
        return str(self.number)[-2:]


class FactorTries(models.Model):
    """How often in a row the second step failed for an account: counted for all its factors together.

    The row's lock lets one code be judged at a time, so a thousand parallel guesses are judged as one after another.
    """

    user = models.OneToOneField(
        User, on_delete=models.RESTRICT, primary_key=True, related_name="factor_tries"
    )
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    # After a hundred failures in a row: only a new letter opens the way again.
    disabled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"
