import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models.person import Person
from notices.models import Document


class Upload(models.Model):
    """A file somebody sent in. Its bytes are a document under a random name; `name` is only what people call it."""

    class State(models.TextChoices):
        WAITING = "waiting", "being checked for viruses"
        CLEAN = "clean", "checked"
        # No scanner, or none that answered: held until a member of staff decides to open it all the same.
        NOT_SCANNED = "not_scanned", "not checked for viruses; held for staff"
        RELEASED = "released", "released by staff"
        INFECTED = "infected", "refused: a virus was found"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Whose file it is; nobody's for somebody whom SERS keeps no record of.
    person = models.ForeignKey(Person, null=True, on_delete=models.RESTRICT, related_name="uploads")
    name = models.CharField(max_length=120)
    document = models.OneToOneField(Document, on_delete=models.RESTRICT, related_name="+")
    state = models.CharField(max_length=11, choices=State.choices, default=State.NOT_SCANNED)
    # How the scanner names what it found.
    found = models.CharField(max_length=120, blank=True)
    scan_tries = models.PositiveSmallIntegerField(default=0)
    scanned_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_by_name = models.CharField(max_length=200, blank=True)
    release_reason = models.CharField(max_length=300, blank=True)
    received_by = models.UUIDField(null=True)
    received_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-received_at"]
        permissions = [("release_upload", "Can open a file that no scanner has checked")]
        constraints = [
            models.CheckConstraint(
                name="scanned_file_has_its_time",
                condition=~Q(state__in=["clean", "infected"]) | Q(scanned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="released_file_has_its_reason",
                condition=~Q(state="released") | (Q(released_by__isnull=False) & ~Q(release_reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(state__in=["waiting", "not_scanned"]), name="upload_held"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_opened(self) -> bool:
        """Whether staff may read it: scanned and clean, or released."""
        return self.state in (self.State.CLEAN, self.State.RELEASED)
