"""Is this really SERS? What a code on a letter or e-mail tells whoever types it, and nothing more than that."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from benefits.models import VerificationLetter
from notices import check_codes
from notices.models import Document, Email
from sers_portal.base import clock, limits
from sers_portal.base.clock import SPRINGFIELD
from sers_portal.base.limits import Limit

TRIES = [Limit(10, timedelta(minutes=10)), Limit(60, timedelta(days=1))]


class Verdict(Enum):
    """What is known of a code."""

    UNKNOWN = "unknown"
    # A letter or e-mail of ours: its date and its sort are told.
    GENUINE = "genuine"
    # A verification letter: what the member agreed to is told while it is valid.
    VERIFIED = "verified"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Finding:
    """What is told of a code. `verification` only while it may be told."""

    verdict: Verdict
    on: date | None = None
    sort: str = ""
    is_email: bool = False
    until: date | None = None
    verification: VerificationLetter | None = None


def check(*, code: str, origin: str) -> Finding:
    """What is known of a code as `check_codes.read_code` gives it. Raises `LimitReached` after ten tries."""
    limits.take("check-code", origin, TRIES)
    index = check_codes.index_of(code)
    document = Document.objects.filter(check_index=index).order_by("-created_at").first()
    if document is not None:
        return _of_document(document)
    email = Email.objects.filter(check_index=index).order_by("-created_at").first()
    if email is not None:
        on = email.created_at.astimezone(SPRINGFIELD).date()
        return Finding(Verdict.GENUINE, on, email.subject, is_email=True)
    return Finding(Verdict.UNKNOWN)


def _of_document(document: Document) -> Finding:
    letter = VerificationLetter.objects.select_related("person").filter(document=document).first()
    if letter is None:
        return Finding(Verdict.GENUINE, document.created_at.astimezone(SPRINGFIELD).date(), document.title)
    on = letter.issued_at.astimezone(SPRINGFIELD).date()
    if letter.revoked_at is not None:
        revoked_on = letter.revoked_at.astimezone(SPRINGFIELD).date()
        return Finding(Verdict.REVOKED, on, document.title, until=revoked_on)
    if letter.expires_on < clock.today():
        return Finding(Verdict.EXPIRED, on, document.title, until=letter.expires_on)
    return Finding(Verdict.VERIFIED, on, document.title, until=letter.expires_on, verification=letter)
