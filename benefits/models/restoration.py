from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from benefits.models.two_people import ChangeForAPerson


class Restoration(ChangeForAPerson):
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

    what = models.CharField(max_length=15, choices=What.choices)
    # The key of the row that is given back; of a telephone added or an address planned, of the one taken away.
    row_key = models.CharField(max_length=36)
    # What the first person read when choosing it: the second reads the same.
    words = models.TextField(_("what it was before"))

    class Meta(ChangeForAPerson.Meta):
        permissions = [("approve_restoration", "Can approve what somebody else chose to give back")]
        constraints = [
            *ChangeForAPerson.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "what", "row_key"],
                condition=Q(step="waiting"),
                name="one_waiting_restoration_of_a_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} of {self.person}"
