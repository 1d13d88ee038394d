"""People a member lets help them: who, how far, until when."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person
from accounts.models.upload import Upload
from accounts.models.user import User


class Delegation(models.Model):
    """A named person who may see a member's record, or act on it once staff accepted a power of attorney.

    The helper signs in with an account of their own. The invitation's code is kept as a keyed hash only.
    """

    class Scope(models.TextChoices):
        VIEW = "view", _("may look")
        ACT = "act", _("may look and act, with a power of attorney")

    class PowerState(models.TextChoices):
        NONE = "none", _("not needed")
        WAITING = "waiting", _("being checked")
        CHECKED = "checked", _("checked once; a second person decides")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("not accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="delegations")
    name = models.CharField(max_length=160)
    email = models.EmailField(max_length=254)
    scope = models.CharField(max_length=4, choices=Scope.choices)
    # The last day of it.
    ends_on = models.DateField()
    code_index = models.CharField(max_length=64, unique=True, editable=False)
    code_expires_at = models.DateTimeField()
    invited_at = models.DateTimeField()
    delegate = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="delegations")
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)

    power = models.OneToOneField(Upload, null=True, on_delete=models.RESTRICT, related_name="+")
    power_state = models.CharField(max_length=8, choices=PowerState.choices, default=PowerState.NONE)
    power_checked_by = models.UUIDField(null=True)
    power_checked_by_name = models.CharField(max_length=200, blank=True)
    power_checked_at = models.DateTimeField(null=True)
    power_decided_by = models.UUIDField(null=True)
    power_decided_by_name = models.CharField(max_length=200, blank=True)
    power_decided_at = models.DateTimeField(null=True)
    # Why it was not accepted, in words for the member.
    power_words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        permissions = [("decide_delegation", "Can check and accept a power of attorney")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "email"], condition=Q(revoked_at=None), name="one_delegation_a_helper"
            ),
            models.CheckConstraint(
                name="accepted_delegation_has_its_helper",
                condition=Q(delegate=None, accepted_at=None)
                | Q(delegate__isnull=False, accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="acting_needs_a_power_of_attorney",
                condition=Q(scope="view", power=None, power_state="none")
                | (Q(scope="act", power__isnull=False) & ~Q(power_state="none")),
            ),
            # Two people look at a power of attorney before anybody may act by it.
            models.CheckConstraint(
                name="power_accepted_by_a_second_person",
                condition=~Q(power_state="accepted")
                | (
                    Q(power_checked_by__isnull=False, power_decided_by__isnull=False)
                    & ~Q(power_checked_by=F("power_decided_by"))
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["invited_at"],
                condition=Q(power_state__in=["waiting", "checked"], revoked_at=None),
                name="delegation_power_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.person}"

    @property
    def may_act(self) -> bool:
        """Whether more than looking is allowed now."""
        return self.scope == self.Scope.ACT and self.power_state == self.PowerState.ACCEPTED
