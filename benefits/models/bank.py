import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Person
from sers_portal.base.sealing import Sealed


class BankAccount(models.Model):
    """The account a person's payments go to. The number is sealed; two people with one account can be found."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="bank_accounts")
    routing_number = models.CharField(max_length=9)
    account_number_token = models.TextField(editable=False)
    account_number_index = models.CharField(max_length=64, null=True, editable=False, db_index=True)
    kind = models.CharField(max_length=8, choices=[("checking", "checking"), ("savings", "savings")])
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    account_number = Sealed(indexed=True)

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=None), name="one_current_bank_account_a_person"
            ),
            models.CheckConstraint(
                name="routing_number_is_nine_digits", condition=Q(routing_number__regex=r"^[0-9]{9}$")
            ),
            models.CheckConstraint(
                name="account_number_is_sealed",
                condition=Q(account_number_token__contains="."),  # noqa: S106  a token, not a password
            ),
        ]

    def __str__(self) -> str:
        return f"account ending in {self.last_four}"

    @property
    def sealed_owner(self) -> str:
        return str(self.public_id)

    @property
    def last_four(self) -> str:
        """The last four digits, all that is ever shown."""
        return str(self.account_number)[-4:]
