from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from sers_portal.base.fields import MoneyField, at_least


class InsuranceEnrolment(models.Model):
    """Enrolment in the State's Group Insurance Program, as SERS recorded it."""

    class Plan(models.TextChoices):
        HEALTH = "health", "health and prescriptions"
        DENTAL = "dental", "dental"
        VISION = "vision", "vision"
        LIFE = "life", "life"

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="insurance")
    plan = models.CharField(max_length=6, choices=Plan.choices)
    carrier = models.CharField(max_length=80)
    covers = models.CharField(max_length=80)
    monthly_premium = MoneyField(default=0)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "plan"], condition=Q(until_on=None), name="one_current_enrolment_a_plan"
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            at_least("premium_is_not_negative", monthly_premium=0),
        ]

    def __str__(self) -> str:
        return f"{self.get_plan_display()}: {self.carrier}"
