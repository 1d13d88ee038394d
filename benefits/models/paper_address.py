from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.two_people import EnteredAndApproved, by_two_people


class AddressOnPaper(EnteredAndApproved):
    """An address that a person wrote on a signed form: entered by one of the staff, compared with the form by another.

    With the approval it is the person's address from its day on, as if they had entered it themselves.
    """

    class Step(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        DONE = "done", _("taken over")
        WITHDRAWN = "withdrawn", _("withdrawn")

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="addresses_on_paper")
    line_1 = models.CharField(max_length=80)
    line_2 = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    zip_code = models.CharField(max_length=10)
    from_on = models.DateField()
    came_on = models.DateField()
    reason = models.CharField(max_length=300)
    step = models.CharField(max_length=9, choices=Step.choices, default=Step.WAITING)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-entered_at"]
        permissions = [("approve_addressonpaper", "Can approve an address that somebody else entered")]
        constraints = [
            by_two_people("address_on_paper_approved_by_a_second_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(step="waiting"), name="one_waiting_address_on_paper"
            ),
            models.CheckConstraint(
                name="address_on_paper_done_is_approved",
                condition=Q(step="waiting", approved_by=None, closed_at=None)
                | Q(step="withdrawn", approved_by=None, closed_at__isnull=False)
                | Q(step="done", approved_by__isnull=False, closed_at__isnull=False),
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
