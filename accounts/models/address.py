from django.db import models
from django.db.models.functions import Now

from accounts.models.person import Person


class Address(models.Model):
    """Where letters to a person go, with history: a new address ends the one before, nothing is overwritten."""

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="addresses")
    line_1 = models.CharField(max_length=80)
    line_2 = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    zip_code = models.CharField("ZIP code", max_length=10)
    from_on = models.DateField()
    # The last day it held; empty while it holds.
    until_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField("returned by the post on", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-from_on"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until_on=None), name="one_current_address_a_person"
            ),
            models.CheckConstraint(
                name="address_ends_after_it_begins",
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
            ),
            models.CheckConstraint(
                name="zip_code_is_five_or_nine_digits",
                condition=models.Q(zip_code__regex=r"^[0-9]{5}(-[0-9]{4})?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_1}, {self.city}"

    @property
    def lines(self) -> list[str]:
        """The lines under the name, as they stand on an envelope."""
        return [
            line for line in (self.line_1, self.line_2, f"{self.city}, {self.state} {self.zip_code}") if line
        ]
