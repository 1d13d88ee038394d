"""Sign-ins with accounts that people have elsewhere: whose old Public ID it is, and where a provider failed us."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person
from sers_portal.base.spoken_times import say_moment


class PublicId(models.Model):
    """An account of the State's old Public Portal, and the person it belongs to; handed over with the old website.

    It opens a short session that only reads. The Public ID itself is kept as a keyed hash.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.RESTRICT, related_name="old_public_id")
    subject_index = models.CharField(max_length=64, unique=True, editable=False)
    recorded_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Public ID")
        verbose_name_plural = _("Public IDs")

    def __str__(self) -> str:
        return f"Public ID of {self.person_id}"


class ProviderTrouble(models.Model):
    """A sign-in that a provider of accounts did not bring to its end. It says nothing about who tried."""

    class Kind(models.TextChoices):
        OUT_OF_REACH = "out_of_reach", _("out of reach, or too slow")
        REFUSED = "refused", _("refused us")
        UNTRUSTED = "untrusted", _("gave an answer that cannot be trusted")

    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # What was wrong, in the programme's words: no address, token or claim.
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("trouble with a sign-in provider")
        verbose_name_plural = _("troubles with sign-in providers")
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} {say_moment(self.at)}"
