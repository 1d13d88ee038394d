"""What stands in the way of a run, said so that a person knows what to do next."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


class NotPossible(Exception):
    """The step cannot be taken now; the message says why, and what to do."""


class NoAnnuityThatYear(Exception):
    """The record names no annuity that ran in the statement's year."""


# A job keeps the name of an error's class and no more: its text may hold what is personal.
KNOWN = {
    NoAnnuityThatYear.__name__: gettext_noop(
        "No annuity of this record ran in the year any more. Look at its first and last day. If they are right, "
        "no statement is due: set it aside"
    ),
    "LawGap": gettext_noop(
        "A figure of the law is missing for a year. Enter the yearly figure and have it approved"
    ),
    "NotCovered": gettext_noop(
        "The record holds something that the rules do not cover. Set it aside and write by hand"
    ),
}
UNKNOWN = gettext_noop(
    "Something in the record cannot be read (%(error)s). Look at what changed in it lately. If nothing is wrong there, "
    "tell an administrator, who finds more in the log of the workers"
)


def reason_in_words(error: str) -> str:
    """What an error's class, by its name, means to those who mend the record."""
    return _(KNOWN[error]) if error in KNOWN else _(UNKNOWN) % {"error": error}
