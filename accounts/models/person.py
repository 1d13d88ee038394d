import uuid

from django.db import models
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from sers_portal.base.name_search import search_key_of
from sers_portal.base.sealing import Sealed


class Person(models.Model):
    """A person SERS keeps a record of: a member, a survivor, or both. Whether they sign in is `User`'s matter."""

    class Delivery(models.TextChoices):
        ONLINE = "online", _("e-mail, and documents online")
        PAPER = "paper", _("letters")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The Member ID (the handbook's "Employee ID"): printed on statements, known to payroll, no secret.
    member_id = models.CharField("Member ID", max_length=9, unique=True)
    given_name = models.CharField(max_length=80)
    middle_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80)
    suffix = models.CharField(max_length=10, blank=True)
    born_on = models.DateField()
    died_on = models.DateField(null=True, blank=True)
    ssn_token = models.TextField(editable=False)
    ssn_index = models.CharField(max_length=64, unique=True, null=True, editable=False)
    ssn_last_four_index = models.CharField(max_length=64, editable=False, db_index=True)
    delivery = models.CharField(max_length=6, choices=Delivery.choices, default=Delivery.ONLINE)
    language = models.CharField(max_length=2, choices=[("en", "English"), ("es", "Español")], default="en")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    # What staff search names by, worked out by the database (sers_portal.base.name_search).
    family_key = models.GeneratedField(
        expression=search_key_of("family_name"), output_field=models.CharField(max_length=80), db_persist=True
    )
    given_key = models.GeneratedField(
        expression=search_key_of("given_name"), output_field=models.CharField(max_length=80), db_persist=True
    )

    ssn = Sealed(indexed=True)

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                name="member_id_is_digits", condition=models.Q(member_id__regex=r"^[0-9]{6,9}$")
            ),
            models.CheckConstraint(
                name="died_after_birth",
                condition=models.Q(died_on=None) | models.Q(died_on__gte=models.F("born_on")),
            ),
            models.CheckConstraint(name="ssn_is_sealed", condition=models.Q(ssn_token__contains=".")),  # noqa: S106  a token, not a password
        ]
        indexes = [
            # Prefix search by name without an extension: upper case, C-like comparison of patterns.
            models.Index(models.F("born_on"), Upper("family_name"), name="person_birth_and_name"),
            models.Index(
                fields=["family_key", "given_key"],
                opclasses=["text_pattern_ops", "text_pattern_ops"],
                name="person_names_by_prefix",
            ),
            models.Index(fields=["ssn_last_four_index", "born_on"], name="person_last_four_and_birth"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def sealed_owner(self) -> str:
        return str(self.public_id)

    @property
    def full_name(self) -> str:
        parts = (self.given_name, self.middle_name, self.family_name, self.suffix)
        return " ".join(part for part in parts if part)

    def set_ssn(self, ssn: str) -> None:
        """Seal a Social Security number of nine digits, findable whole or by its last four."""
        from accounts.ssn import last_four_index

        self.ssn = ssn
        self.ssn_last_four_index = last_four_index(ssn)
