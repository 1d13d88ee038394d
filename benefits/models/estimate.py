import uuid

from django.db import models
from django.db.models import Q

from benefits.models.claim import Claim
from benefits.models.member import Member


class SavedEstimate(models.Model):
    """An estimate as a member saved it: facts, assumptions, edition of the law and every figure, frozen.

    Only its name changes, and the claim for an official estimate that was begun from it; the database refuses all else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="estimates")
    name = models.CharField(max_length=60)
    # The day the facts are of, and the day the annuity would start.
    figured_on = models.DateField()
    retire_on = models.DateField()
    law_edition = models.CharField(max_length=64)
    # As `services.estimates.frozen_facts` writes them: what was known, so that a later change can be explained.
    facts = models.JSONField()
    # As `services.estimates.record` writes it: what was told, with its worksheet.
    record = models.JSONField()
    saved_at = models.DateTimeField()
    claim = models.OneToOneField(
        Claim, null=True, blank=True, on_delete=models.RESTRICT, related_name="estimate"
    )

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="estimate_name_once_a_member"),
            models.CheckConstraint(name="estimate_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="estimate_is_about_a_later_day", condition=Q(retire_on__gt=models.F("figured_on"))
            ),
            models.CheckConstraint(name="estimate_starts_on_a_first", condition=Q(retire_on__day=1)),
        ]

    def __str__(self) -> str:
        return self.name
