from django.db import models
from django.db.models import Q

from benefits.models.claim import Claim
from notices.models import Letter

DAYS_VALID = 180


class ClaimAccess(models.Model):
    """A mailed code that opens the workspace of one claim, for a claimant who has no account.

    The code stands in the letter's PDF only; here is its keyed hash. A new letter ends the code before it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="accesses")
    letter = models.OneToOneField(Letter, on_delete=models.RESTRICT, related_name="+")
    code_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "claim accesses"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(ended_at=None), name="one_live_code_a_claim"
            ),
            models.CheckConstraint(name="code_is_hashed", condition=Q(code_hash__regex="^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"code of {self.claim}"
