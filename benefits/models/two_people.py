"""What one person enters and another approves: the columns that say who, and the constraint that they are two."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person


def by_two_people(
    name: str, *, first: str = "entered_by", second: str = "approved_by"
) -> models.CheckConstraint:
    """A constraint that whoever did the second step is not who did the first."""
    return models.CheckConstraint(name=name, condition=Q(**{second: None}) | ~Q(**{second: F(first)}))


class EnteredAndApproved(models.Model):
    """Entered by one person, in force once another has approved it. A row without `approved_by` is not in force."""

    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField(db_default=Now())
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class ChangeForAPerson(EnteredAndApproved):
    """A change of a person's record that one of the staff enters; another approves it, and in that moment it is done.

    What takes it over inherits `Meta` too, and keeps its constraints.
    """

    class Step(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        DONE = "done", _("done")
        WITHDRAWN = "withdrawn", _("withdrawn")

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="+")
    reason = models.CharField(max_length=300)
    step = models.CharField(max_length=9, choices=Step.choices, default=Step.WAITING)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-entered_at"]
        constraints = [
            by_two_people("%(class)s_approved_by_a_second_person"),
            models.CheckConstraint(
                name="%(class)s_done_is_approved",
                condition=Q(step="waiting", approved_by=None, closed_at=None)
                | Q(step="withdrawn", approved_by=None, closed_at__isnull=False)
                | Q(step="done", approved_by__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(name="%(class)s_says_why", condition=~Q(reason="")),
        ]
