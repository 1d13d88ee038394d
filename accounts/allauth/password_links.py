"""A password chosen with a mailed link proves the mailbox too: an invited colleague is not asked for a second code."""

from typing import Any

from allauth.account.signals import password_reset
from django.dispatch import receiver

from accounts.models import User
from accounts.services import email_change


@receiver(password_reset, dispatch_uid="a password link proves the mailbox")
def prove_mailbox(sender: Any, user: User, **signal: Any) -> None:
    """The link was mailed to the account's address and to no other."""
    email_change.prove_by_link(user)
