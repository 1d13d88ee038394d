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
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="document_has_bytes", condition=models.Q(size__gt=0)),
            models.CheckConstraint(
                name="document_hash_is_sha256", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.title
