import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from notices.models import Document
from sers_portal.base.spoken_times import say_day


class VerificationLetter(models.Model):
    """A letter that a person shows to a landlord or a bank, and what of it the public checker tells.

    `facts` are the lines the person agreed to, as finished text in the letter's language: letter and checker print the
    same. The code stands in the letter; its document keeps a keyed hash of it.
    """

    class Kind(models.TextChoices):
        INCOME = "income", "income"
        MEMBERSHIP = "membership", "membership and service"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="verification_letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # A list of {"label": …, "value": …}.
    facts = models.JSONField()
    language = models.CharField(max_length=2)
    document = models.OneToOneField(Document, on_delete=models.RESTRICT, related_name="+")
    # Who made it, by UUID (docs/decisions/0002): the person themselves, or staff for them.
    issued_by = models.UUIDField()
    issued_by_name = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    # The last day on which the checker confirms it.
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                name="verification_expires_after_it_begins",
                condition=Q(expires_on__gt=F("issued_at__date")),
            ),
        ]
        permissions = [("issue_verificationletter", "Can make a verification letter for a member who asks")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} verification of {say_day(self.issued_at)}"
