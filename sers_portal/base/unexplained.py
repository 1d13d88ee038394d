"""Changes of rows that no audit event of the same transaction explains: raw SQL, or a service that forgot."""

from django.db.models import Exists, OuterRef, QuerySet

from sers_portal.base.models import AuditEvent, RowChange

__all__ = ["unexplained_changes"]


def unexplained_changes() -> QuerySet[RowChange]:
    """New, changed and deleted rows without an audit event, oldest first; set-up by migrations is among them."""
    explained = AuditEvent.objects.filter(transaction=OuterRef("transaction"))
    return RowChange.objects.filter(~Exists(explained)).order_by("id")
