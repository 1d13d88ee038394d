from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from benefits.models.two_people import EnteredAndApproved, by_two_people


class Restoration(EnteredAndApproved):
    """One thing of a person's record given back as it was before somebody else changed it.

    One person of the staff chooses what, another approves it; at that moment it is done, by the service that changes such
    a thing. Nothing is overwritten: what the thief entered stays in the history.
    """

    class What(models.TextChoices):
        ADDRESS = "address", _("address")
        PLANNED_ADDRESS = "planned_address", _("address of a day to come")
        PHONE_BACK = "phone_back", _("telephone that was removed")
        PHONE_OFF = "phone_off", _("telephone that was added")
        BANK_ACCOUNT = "bank_account", _("bank account")
        CHECK = "check", _("payment by check")
        WITHHOLDING = "withholding", _("tax withholding")
        BENEFICIARIES = "beneficiaries", _("beneficiaries")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        DONE = "done", _("given back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="restorations")
    what = models.CharField(max_length=15, choices=What.choices)
    # The key of the row that is given back; of a telephone added or an address planned, of the one taken away.
    row_key = models.CharField(max_length=36)
    # What the first person read when choosing it: the second reads the same.
    words = models.TextField(_("what it was before"))
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-entered_at"]
        permissions = [("approve_restoration", "Can approve what somebody else chose to give back")]
        constraints = [
            by_two_people("restoration_approved_by_a_second_person"),
            models.UniqueConstraint(
                fields=["person", "what", "row_key"],
                condition=Q(state="waiting"),
                name="one_waiting_restoration_of_a_thing",
            ),
            models.CheckConstraint(
                name="restoration_done_is_approved",
                condition=Q(state="waiting", approved_by=None, closed_at=None)
                | Q(state="withdrawn", approved_by=None, closed_at__isnull=False)
                | Q(state="done", approved_by__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(name="restoration_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} of {self.person}"
