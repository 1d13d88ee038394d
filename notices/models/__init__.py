from notices.models.calendar import CalendarEntry
from notices.models.document import Document
from notices.models.email import Email
from notices.models.letter import Letter, LetterBatch
from notices.models.newsletter import NewsletterIssue, NewsletterSection
from notices.models.scam import ScamAlert, ScamReport
from notices.models.text import TextMessage

__all__ = [
    "CalendarEntry",
    "Document",
    "Email",
    "Letter",
    "LetterBatch",
    "NewsletterIssue",
    "NewsletterSection",
    "ScamAlert",
    "ScamReport",
    "TextMessage",
]
