"""Messages between a person and SERS: a conversation, what was written in it, and the files sent with it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person
from accounts.models.upload import Upload
from sers_portal.base.sealing import Sealed
from sers_portal.base.spoken_times import say_moment


class Conversation(models.Model):
    """One matter a person writes about. Open until staff answered; whoever writes again opens it anew."""

    class Topic(models.TextChoices):
        PAYMENTS = "payments", _("My payments")
        TAXES = "taxes", _("Taxes")
        RETIRING = "retiring", _("Retiring, and estimates")
        SERVICE = "service", _("Pay, service and contributions")
        FAMILY = "family", _("Family, survivors and beneficiaries")
        WORKING = "working", _("Working after retirement")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("waits for our answer")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="conversations")
    topic = models.CharField(max_length=8, choices=Topic.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    # Since when it waits for whoever is next; of a closed one, when it was closed.
    state_since = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    # When the person last opened it.
    seen_at = models.DateTimeField(null=True)
    assigned_to = models.UUIDField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-state_since"]
        permissions = [("answer_conversation", "Can answer members' messages")]
        constraints = [
            models.CheckConstraint(
                name="conversation_state_is_known", condition=Q(state__in=["open", "answered", "closed"])
            ),
            models.CheckConstraint(
                name="answered_conversation_has_its_time",
                condition=~Q(state="answered") | Q(first_answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state_since"], condition=Q(state="open"), name="conversation_waits"),
            models.Index(fields=["first_answered_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.person}"

    @property
    def is_new_to_person(self) -> bool:
        """Whether there is an answer that the person has not opened."""
        return self.state == self.State.ANSWERED and (self.seen_at is None or self.seen_at < self.state_since)


class Message(models.Model):
    """What was written, sealed; never changed. Its id comes with the form, so that sending twice is sending once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.RESTRICT, related_name="messages")
    at = models.DateTimeField()
    is_from_staff = models.BooleanField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    words_token = models.TextField(editable=False)

    words = Sealed()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="message_is_sealed", condition=Q(("words_token__contains", "."))),
        ]

    def __str__(self) -> str:
        return f"{self.by_name}, {say_moment(self.at)}"

    @property
    def sealed_owner(self) -> str:
        return str(self.id)


class MessageFile(models.Model):
    """A file sent with a message."""

    message = models.ForeignKey(Message, on_delete=models.RESTRICT, related_name="files")
    upload = models.OneToOneField(Upload, on_delete=models.RESTRICT, related_name="message_file")

    def __str__(self) -> str:
        return self.upload.name
