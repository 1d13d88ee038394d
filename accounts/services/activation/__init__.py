"""From "I need a code" to an account that is tied to one person.

requests   what is asked for, and what a worker decides about it
letters    writing a letter with a live code; whatever ends a letter
entry      typing the code
staff      held requests, released or refused
reminders  the e-mail of the fourteenth day
alarms     more requests or links than is usual
telling    the e-mails and letters that tell people what was done in their name
"""

from accounts.services.activation.entry import is_linked, reserved_letter
from accounts.services.activation.letters import issue_letter

__all__ = ["is_linked", "issue_letter", "reserved_letter"]
