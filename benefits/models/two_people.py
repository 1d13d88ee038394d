"""What one person enters and another approves: the columns that say who, and the constraint that they are two."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class EnteredAndApproved(models.Model):
    """Entered by one person, in force once another has approved it. A row without `approved_by` is not in force."""

    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField(db_default=Now())
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


def by_two_people(
    name: str, *, first: str = "entered_by", second: str = "approved_by"
) -> models.CheckConstraint:
    """A constraint that whoever did the second step is not who did the first."""
    return models.CheckConstraint(name=name, condition=Q(**{second: None}) | ~Q(**{second: F(first)}))
