"""The address an account signs in with: first proof, and change. Old and new mailbox are both told."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import SecurityEvent, User
from accounts.services import account_emails, security_events
from accounts.services.correspondence import note_email
from sers_portal.base import audit


class AddressTaken(Exception):
    """Another account has proven this address in the meantime."""


def belongs_to_another(user: User, email: str) -> bool:
    """Whether an address is that of an account other than this one."""
    proven = EmailAddress.objects.exclude(user=user).filter(email=email)
    return proven.exists() or User.objects.exclude(pk=user.pk).filter(email=email).exists()


def prove_by_link(user: User) -> None:
    """Whoever used a one-time link that was mailed to an account's address has proven its mailbox."""
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
            take_address(user, user.email)


def take_address(user: User, email: str) -> None:
    """Give an account the address whose mailbox was proven. Called with the user's row locked. Raises `AddressTaken`."""
    if belongs_to_another(user, email):
        raise AddressTaken
    before = user.email
    user.email = email
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    verb = "account.email_confirmed" if before == email else "account.email_changed"
    audit.record(
        by=user.actor, verb=verb, subject=user, person=user.person.public_id if user.person else None
    )
    if before != email:
        security_events.note(user, SecurityEvent.Kind.EMAIL_CHANGED)
        account_emails.write_to(user, "email_changed_new")
        # Listed among the messages to the person: so the old mailbox is also told when money is to move.
        note_email(account_emails.write_to_address(before, "email_changed_old"), user.person)
    else:
        account_emails.write_to(user, "email_confirmed", sign_in=account_emails.link_to("account_login"))
