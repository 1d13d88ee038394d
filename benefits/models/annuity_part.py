from django.db import models

from benefits.models.annuity import Annuity
from sers_portal.base.fields import MoneyField, at_least, dollars
from sers_portal.base.spoken_times import say_day


class AnnuityPart(models.Model):
    """A part of an annuity paid again after State service, on which increases rest by themselves. Append-only.

    After a return to work an annuity is the amount payable at re-entry and what was earned since (40 ILCS 5/14-111):
    two parts, each with its own start and its own original amount. An annuity that was never interrupted has no parts:
    its increases rest on its own figures. In force are the parts with the latest `from_on`.
    """

    annuity = models.ForeignKey(Annuity, on_delete=models.RESTRICT, related_name="parts")
    # The month from which the annuity is paid again.
    from_on = models.DateField()
    # The start of this part, from which its first increase is counted.
    starts_on = models.DateField()
    # What was granted at that start; increases of Tier 2 are figured on it for ever.
    original_monthly = MoneyField()
    # What of the part is payable from `from_on`.
    monthly = MoneyField()

    class Meta:
        ordering = ["annuity", "from_on", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["annuity", "from_on", "starts_on"], name="one_part_of_an_annuity_a_start"
            ),
            models.CheckConstraint(
                name="annuity_part_of_whole_months",
                condition=models.Q(from_on__day=1, starts_on__day=1, starts_on__lte=models.F("from_on")),
            ),
            at_least("annuity_part_is_not_negative", original_monthly=0, monthly=0),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.monthly)} from {say_day(self.from_on)}, begun {say_day(self.starts_on)}"
