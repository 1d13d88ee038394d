import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from benefits.models.annuity import Annuity
from benefits.models.member import from_until, only_this
from benefits.models.two_people import by_two_people


class AnnuitySuspension(models.Model):
    """Days on which an annuity is not payable: from the first through the last, open while nobody knows the last.

    One person proposes it and another approves it; its end likewise. Only one that is in force keeps money back.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        IN_FORCE = "in_force", _("in force")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="suspensions")
    from_on = models.DateField()
    # The last day that is not paid: the end of a month, for an annuity resumes on a first.
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(db_default=Now(), editable=False)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    # The end as one person proposes it; `until_on` is set by the other.
    end_proposed = models.DateField(null=True)
    end_proposed_by = models.UUIDField(null=True)
    end_proposed_by_name = models.CharField(max_length=200, blank=True)
    end_approved_by = models.UUIDField(null=True)
    end_approved_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-from_on"]
        permissions = [("approve_annuitysuspension", "Can approve a suspension proposed by somebody else")]
        constraints = [
            ExclusionConstraint(
                name="no_overlapping_suspensions_of_an_annuity",
                expressions=[
                    (only_this("annuity_id"), RangeOperators.OVERLAPS),
                    (from_until("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="suspension_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            by_two_people("suspension_approved_by_a_second_person", first="proposed_by"),
            models.CheckConstraint(
                name="suspension_in_force_is_approved",
                condition=~Q(state="in_force") | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="end_of_suspension_approved_by_a_second_person",
                condition=Q(end_approved_by=None)
                | Q(end_proposed_by__isnull=False) & ~Q(end_approved_by=F("end_proposed_by")),
            ),
            models.CheckConstraint(
                name="end_of_suspension_is_approved",
                condition=Q(until_on=None) | Q(end_approved_by__isnull=False, end_proposed=F("until_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annuity} suspended from {date_format(self.from_on)}"
