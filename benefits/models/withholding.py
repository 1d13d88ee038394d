import uuid
from dataclasses import fields

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.annuity import Annuity
from benefits.rules.tax import ElectedForm
from sers_portal.base.fields import MoneyField, at_least


class WithholdingElection(models.Model):
    """What a payee chose on a form W-4P for one annuity. Append-only: a newer form takes the place of an older one.

    The year's amounts stand as on the form, in dollars a year; the extra amount is a month's.
    """

    class Filing(models.TextChoices):
        SINGLE = "single", _("Single, or married filing separately")
        MARRIED = "married", _("Married filing jointly, or qualifying surviving spouse")
        HEAD = "head", _("Head of household")

    # Drawn when the form was opened: the same form sent in twice is one election.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="withholding_elections")
    # None: made with the application, for the benefit that will be granted.
    annuity = models.ForeignKey(
        Annuity, null=True, on_delete=models.RESTRICT, related_name="withholding_elections"
    )
    is_none = models.BooleanField(default=False)
    filing = models.CharField(max_length=7, choices=Filing.choices, blank=True)
    # Step 2(b)(i) and (ii): taxable pay of jobs, and of pensions that pay less than this one.
    jobs_yearly = MoneyField(default=0)
    lower_pensions_yearly = MoneyField(default=0)
    credits_yearly = MoneyField(default=0)
    other_income_yearly = MoneyField(default=0)
    deductions_yearly = MoneyField(default=0)
    extra_monthly = MoneyField(default=0)
    # The first day of the first month whose payment follows it.
    from_month = models.DateField()
    elected_at = models.DateTimeField()
    elected_by = models.UUIDField()
    elected_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-elected_at"]
        constraints = [
            models.CheckConstraint(name="election_from_a_first", condition=Q(from_month__day=1)),
            models.CheckConstraint(
                name="election_says_how_much",
                condition=Q(
                    is_none=True,
                    filing="",
                    jobs_yearly=0,
                    lower_pensions_yearly=0,
                    credits_yearly=0,
                    other_income_yearly=0,
                    deductions_yearly=0,
                    extra_monthly=0,
                )
                | (Q(is_none=False) & ~Q(filing="")),
            ),
            at_least(
                "election_is_not_negative",
                jobs_yearly=0,
                lower_pensions_yearly=0,
                credits_yearly=0,
                other_income_yearly=0,
                deductions_yearly=0,
                extra_monthly=0,
            ),
        ]

    def __str__(self) -> str:
        return f"withholding from {self.from_month:%Y-%m}"

    @property
    def form(self) -> ElectedForm:
        """What was chosen, as the rules read it."""
        return ElectedForm(**{field.name: getattr(self, field.name) for field in fields(ElectedForm)})
