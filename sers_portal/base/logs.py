"""What must never be in a log: personal data and secret addresses. Events carry ids and counts only; this filter is the second fence."""

import logging
import re

# Social Security numbers, telephone numbers and e-mail addresses, as they might slip into a library's message; and the
# secret part of an address that opens something to whoever has it (Django's complaints name the address).
PERSONAL = re.compile(
    r"(?<=/)[\w-]{40,}|(?<![\w-])\d{3}-?\d{2}-?\d{4}(?![\w-])|\+?1?[ -]?\(?\d{3}\)?[ -]\d{3}-\d{4}|[\w.+-]+@[\w-]+\.[\w.]+"
)


class Impersonal(logging.Filter):
    """Blots out anything that looks like a Social Security number, telephone number, e-mail or secret address."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django hangs the request on its records, whose text is the whole address with its query.
        record.__dict__.pop("request", None)
        message = record.getMessage()
        cleaned = PERSONAL.sub("[removed]", message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        if record.exc_info:
            # What an exception says is text like any other: a database's complaint quotes the row.
            record.exc_text = PERSONAL.sub("[removed]", _formatter.formatException(record.exc_info))
            record.exc_info = None
        return True


_formatter = logging.Formatter()
