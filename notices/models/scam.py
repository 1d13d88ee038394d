"""Warnings about scams, as staff publish them, and what the public reports."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sers_portal.base.sealing import Sealed


class ScamAlert(models.Model):
    """A warning in the banner of every page from one day through another; afterwards it stays in the archive."""

    title_en = models.CharField(_("title in English"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120)
    words_en = models.TextField(_("words in English"), max_length=3000)
    words_es = models.TextField(_("words in Spanish"), max_length=3000)
    from_on = models.DateField(_("in the banner from"))
    until_on = models.DateField(_("in the banner through"))
    published_by = models.UUIDField()
    published_by_name = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    # Taken back by staff: shown nowhere any more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-from_on", "-pk"]
        verbose_name = _("scam alert")
        verbose_name_plural = _("scam alerts")
        constraints = [
            models.CheckConstraint(
                name="alert_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.title_en

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_es if is_spanish() else self.title_en

    @property
    def words(self) -> str:
        """The words in the reader's language."""
        return self.words_es if is_spanish() else self.words_en


class ScamReport(models.Model):
    """What somebody reported: who wrote or called them, and how. Their words and how to reach them rest sealed."""

    class Way(models.TextChoices):
        EMAIL = "email", _("An e-mail")
        TEXT = "text", _("A text message")
        CALL = "call", _("A telephone call")
        LETTER = "letter", _("A letter")
        WEBSITE = "website", _("A website or social media")
        VISIT = "visit", _("Somebody in person")

    class Given(models.TextChoices):
        PASSWORD = "password", _("A password or a sign-in code")  # noqa: S105  the name of a choice
        SSN = "ssn", _("My Social Security number")
        BANK = "bank", _("My bank account or card number")
        MONEY = "money", _("Money")

    class State(models.TextChoices):
        NEW = "new", _("new")
        LOOKED_AT = "looked_at", _("being looked at")
        PASSED_ON = "passed_on", _("passed on to the police or the Attorney General")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True)
    way = models.CharField(_("how it came"), max_length=7, choices=Way.choices)
    given = ArrayField(models.CharField(max_length=8, choices=Given.choices), default=list, blank=True)
    story_token = models.TextField()
    story = Sealed()
    sender_token = models.TextField(blank=True)
    sender = Sealed()
    contact_token = models.TextField(blank=True)
    contact = Sealed()
    language = models.CharField(max_length=2, default="en")
    # The account it was reported from, by UUID (docs/decisions/0002); nobody's for a visitor.
    reported_by = models.UUIDField(null=True)
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    note = models.CharField(max_length=500, blank=True)
    handled_by = models.UUIDField(null=True)
    handled_by_name = models.CharField(max_length=200, blank=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-reported_at"]
        verbose_name = _("report of a scam")
        verbose_name_plural = _("reports of scams")
        indexes = [models.Index(fields=["state", "-reported_at"])]
        constraints = [
            models.CheckConstraint(
                name="handled_report_says_by_whom",
                condition=Q(state="new") | Q(handled_by__isnull=False, handled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def sealed_owner(self) -> str:
        """To what the sealed words are bound."""
        return str(self.pk)


def is_spanish() -> bool:
    """Whether the reader's language is Spanish."""
    return (get_language() or "en").startswith("es")
