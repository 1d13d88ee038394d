from notices.models.calendar import CalendarEntry
from notices.models.document import Document
from notices.models.email import Email
from notices.models.letter import Letter, LetterBatch

__all__ = ["CalendarEntry", "Document", "Email", "Letter", "LetterBatch"]
