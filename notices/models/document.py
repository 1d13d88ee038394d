import uuid

from django.db import models
from django.db.models.functions import Now


class Document(models.Model):
    """A file that is a record: its bytes lie under DOCUMENTS_DIR, its hash proves them. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    content_type = models.CharField(max_length=80, default="application/pdf")
    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    # Keyed hash of the code printed on it (`notices.check_codes`).
    check_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # Its template and what went into it, so that the same words can be read as a page and in large print.
    template = models.CharField(max_length=80, blank=True)
    content = models.JSONField(null=True)
    # It shows a code that opens something: its words are kept nowhere else, and it is shown on paper only.
    holds_code = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="document_has_bytes", condition=models.Q(size__gt=0)),
            models.CheckConstraint(
                name="document_hash_is_sha256", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="words_of_a_secret_are_not_kept",
                condition=models.Q(holds_code=False) | models.Q(content=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title
