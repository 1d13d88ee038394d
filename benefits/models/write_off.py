"""A debt that nobody expects to come in any more: given up by two people, with their reason."""

from django.db import models
from django.db.models import F, Q

from sers_portal.base.fields import MoneyField


class MayBeWrittenOff(models.Model):
    """A debt to SERS whose rest one person may propose to write off, and another writes off.

    What comes in afterwards is taken all the same, and is written off no more.
    """

    written_off = MoneyField(default=0, db_default=0)
    # Why, and whose decision it is outside of SERS, with its number: asked for where it is proposed.
    write_off_reason = models.CharField(max_length=300, blank=True, db_default="")
    write_off_proposed_by = models.UUIDField(null=True)
    write_off_proposed_by_name = models.CharField(max_length=200, blank=True, db_default="")
    write_off_proposed_at = models.DateTimeField(null=True)
    write_off_approved_by = models.UUIDField(null=True)
    write_off_approved_by_name = models.CharField(max_length=200, blank=True, db_default="")
    written_off_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def write_off_waits(self) -> bool:
        """Whether somebody proposed it, and nobody has decided."""
        return self.write_off_proposed_by is not None and self.write_off_approved_by is None


def written_off_by_two_people(name: str) -> models.CheckConstraint:
    """A constraint that what is written off has its reason, its time, and two people."""
    by_nobody = Q(write_off_approved_by=None, written_off_at=None, written_off=0)
    by_two = (
        Q(
            write_off_approved_by__isnull=False,
            write_off_proposed_by__isnull=False,
            written_off_at__isnull=False,
            written_off__gte=0,
        )
        & ~Q(write_off_approved_by=F("write_off_proposed_by"))
        & ~Q(write_off_reason="")
    )
    return models.CheckConstraint(name=name, condition=by_nobody | by_two)
