from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from benefits.models.annuity import Annuity
from sers_portal.base.fields import MoneyField, at_least


class TaxForm(models.Model):
    """A form 1099-R as the Comptroller issued it for a year of an annuity. Append-only: a corrected form is a new row.

    `taxable` is empty where the form says "taxable amount not determined" (box 2b).
    """

    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="tax_forms")
    year = models.PositiveSmallIntegerField()
    # Box 1, 2a, 4, 5 and 7.
    gross = MoneyField()
    taxable = MoneyField(null=True)
    withheld = MoneyField(default=0)
    insurance = MoneyField(default=0)
    distribution_code = models.CharField(max_length=2)
    is_correction = models.BooleanField(default=False)
    issued_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-year", "-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["annuity", "year"],
                condition=Q(is_correction=False),
                name="one_original_tax_form_a_year",
            ),
            models.UniqueConstraint(fields=["annuity", "year", "issued_on"], name="one_tax_form_a_day"),
            models.CheckConstraint(
                name="tax_form_comes_after_its_year", condition=Q(issued_on__year__gt=F("year"))
            ),
            models.CheckConstraint(
                name="taxable_within_gross", condition=Q(taxable=None) | Q(taxable__lte=F("gross"))
            ),
            models.CheckConstraint(
                name="distribution_code_is_of_the_form",
                condition=Q(distribution_code__regex=r"^[1-9A-Z]{1,2}$"),
            ),
            at_least("tax_form_is_not_negative", gross=0, withheld=0, insurance=0),
        ]

    def __str__(self) -> str:
        return f"1099-R for {self.year}"
