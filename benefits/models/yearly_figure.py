from django.db import models
from django.db.models import Q

from benefits.models.two_people import EnteredAndApproved, by_two_people
from sers_portal.base.fields import MoneyField


class YearlyFigure(EnteredAndApproved):
    """A year's Tier 2 cap and increase rate, from the index change that staff entered and a second person approved.

    Approved and effective, it joins the law's own files (`selectors.law_in_force`) without a deployment.
    """

    class State(models.TextChoices):
        PENDING = "pending", "waiting for a second person"
        APPROVED = "approved", "approved"
        WITHDRAWN = "withdrawn", "withdrawn"

    year = models.PositiveSmallIntegerField()
    # Percent, one decimal: CPI-U over the 12 months to the September before.
    cpi_change_percent = models.DecimalField(max_digits=4, decimal_places=1)
    # Both follow from the index change by the rule of 40 ILCS 5/1-160; kept as they were approved.
    cap = MoneyField()
    increase_percent = models.DecimalField(max_digits=4, decimal_places=2)
    source = models.CharField(max_length=200)
    # From this day on the figure is part of the law in force.
    effective_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PENDING)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-entered_at"]
        permissions = [("approve_yearlyfigure", "Can approve a yearly figure that somebody else entered")]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=~Q(state="withdrawn"), name="one_figure_a_year"
            ),
            by_two_people("figure_approved_by_a_second_person"),
            models.CheckConstraint(
                name="approved_figure_has_its_approver",
                condition=Q(state="approved", approved_by__isnull=False, approved_at__isnull=False)
                | ~Q(state="approved"),
            ),
            models.CheckConstraint(
                name="increase_is_within_the_law",
                condition=Q(increase_percent__gte=0, increase_percent__lte=3),
            ),
        ]

    def __str__(self) -> str:
        return f"Tier 2 cap and increase rate for {self.year}"
