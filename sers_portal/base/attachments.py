"""Files handed over as they are."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """A file to keep under this name. No browser shows it as a page of ours, whatever stands in it."""
    headers = {
        "Content-Disposition": str(content_disposition_header(True, name)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
