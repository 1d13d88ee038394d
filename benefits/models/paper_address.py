from django.db import models
from django.db.models import Q

from benefits.models.two_people import ChangeForAPerson


class AddressOnPaper(ChangeForAPerson):
    """An address that a person wrote on a signed form: entered by one of the staff, compared with the form by another.

    With the approval it is the person's address from its day on, as if they had entered it themselves.
    """

    line_1 = models.CharField(max_length=80)
    line_2 = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    zip_code = models.CharField(max_length=10)
    from_on = models.DateField()
    came_on = models.DateField()

    class Meta(ChangeForAPerson.Meta):
        permissions = [("approve_addressonpaper", "Can approve an address that somebody else entered")]
        constraints = [
            *ChangeForAPerson.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"], condition=Q(step="waiting"), name="one_waiting_address_on_paper"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The lines of an envelope."""
        return [
            line for line in (self.line_1, self.line_2, f"{self.city}, {self.state} {self.zip_code}") if line
        ]
