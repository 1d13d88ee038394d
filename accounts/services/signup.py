"""Signing up: nobody has an account until the mailbox is proven, and nobody learns who has one.

Each sign-up is an `EmailActivation` with its own names and password. The mail's link shows a code on the press of a
button; any unexpired code sent to the address proves the mailbox, and the account gets the password of whoever typed
the code: a stranger who signed up with the same address before gains nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import EmailActivation, SecurityEvent, User
from accounts.services import account_emails, email_change, security_events
from sers_portal.base import audit, clock, limits
from sers_portal.base.limits import Limit, LimitReached
from sers_portal.base.sealing import blind_index

VALID_FOR = timedelta(hours=24)
CODE_DIGITS = 8
# Of mails to one address, and of codes typed for it.
MAILS = [Limit(1, timedelta(seconds=30)), Limit(5, timedelta(hours=1)), Limit(10, timedelta(days=1))]
TRIES = [Limit(5, timedelta(minutes=10)), Limit(50, timedelta(days=1))]
# Checked where there is no row, so that an answer takes as long as where there is one.
NOBODYS_PASSWORD = make_password(None)


class WrongCode(Exception):
    """The code is not one we sent to this address, was used, or is older than a day."""


class WrongPassword(Exception):
    """The code is right, the password is not the one chosen at any sign-up with this address."""


@dataclass(frozen=True)
class Confirmed:
    """A proven mailbox: whose account it is, and whether the account was opened just now."""

    user: User
    is_new: bool


def sign_up(
    *, email: str, given_name: str, family_name: str, password: str | None, language: str = "en"
) -> EmailActivation:
    """Note a sign-up and write to the mailbox. Does the same work, whether or not the address has an account.

    Without a password for somebody who signs in with an account elsewhere: such a code works in its own browser only.
    """
    activation = EmailActivation(
        email=email,
        given_name=given_name,
        family_name=family_name,
        password=make_password(password),
        language=language,
    )
    try:
        return _write(activation)
    except LimitReached:
        # A mail sent a moment ago serves as well: its code proves the mailbox for this sign-up too.
        return _keep(activation)[0]


def ask_to_confirm(user: User, email: str) -> EmailActivation:
    """Write to a mailbox that an existing account claims. A mail of less than half a minute ago serves as well."""
    activation = EmailActivation(email=email, user=user)
    try:
        return _write(activation)
    except LimitReached:
        return _keep(activation)[0]


def send_again(activation: EmailActivation) -> EmailActivation:
    """Write the same mail with a new link; the earlier links go on working. Raises `LimitReached`."""
    again = EmailActivation(
        email=activation.email,
        user=activation.user,
        given_name=activation.given_name,
        family_name=activation.family_name,
        password=activation.password,
        language=activation.language,
    )
    return _write(again)


def code_behind(token: str) -> str | None:
    """The code that a mail's link shows; None where the link is unknown, used or older than a day."""
    found = _open().filter(token_index=_token_index(token)).exists()
    return _code_of(token) if found else None


def waiting(activation_id: str | None) -> EmailActivation | None:
    """A sign-up that this browser began, used or not, as long as a day has not passed."""
    if not activation_id:
        return None
    rows = EmailActivation.objects.select_related("user")
    return rows.filter(pk=activation_id, expires_at__gt=clock.now()).first()


def waiting_for(email: str, password: str) -> EmailActivation | None:
    """The newest sign-up with this address, if the password is the one chosen there. Always one hash of work."""
    newest = _open().filter(email=email, user=None).order_by("-created_at").first()
    is_right = check_password(password, newest.password if newest else NOBODYS_PASSWORD)
    return newest if is_right else None


def confirm(
    *, email: str, code: str, own: EmailActivation | None = None, password: str | None = None
) -> Confirmed:
    """Prove a mailbox with a code sent to it, and open the account, or give the account its address.

    `own` is the sign-up of this browser; in another browser the `password` chosen at sign-up says whose it is.
    Raises `LimitReached`, `WrongCode`, `WrongPassword`.
    """
    limits.take("activation-code", email, TRIES)
    with transaction.atomic():
        waiting_rows = list(_open().filter(email=email).select_for_update().order_by("-created_at"))
        if not any(row.code_index == _code_index(email, code) for row in waiting_rows):
            raise WrongCode
        attempt = own if own in waiting_rows else _attempt_with(waiting_rows, password)
        if attempt is None:
            raise WrongPassword
        confirmed = _give_address(attempt) if attempt.user else _open_account(attempt)
        EmailActivation.objects.filter(pk__in=[row.pk for row in waiting_rows]).update(used_at=clock.now())
    limits.forget("activation-code", email)
    return confirmed


def has_account(email: str) -> bool:
    """Whether an address belongs to an account, proven or not."""
    proven = EmailAddress.objects.filter(email=email)
    return User.objects.filter(email=email).exists() or bool(proven.exists())


def _write(activation: EmailActivation) -> EmailActivation:
    with transaction.atomic():
        limits.take("activation-mail", activation.email, MAILS)
        kept, token = _keep(activation)
        template = "already_signed_up" if _is_anothers(kept) else "activate"
        account_emails.write_to_address(
            kept.email,
            template,
            language=kept.language,
            link=account_emails.link_to("account_confirm_email", token),
            sign_in=account_emails.link_to("account_login"),
            new_password=account_emails.link_to("account_reset_password"),
        )
    return kept


def _is_anothers(activation: EmailActivation) -> bool:
    if activation.user is None:
        return has_account(activation.email)
    return email_change.belongs_to_another(activation.user, activation.email)


def _keep(activation: EmailActivation) -> tuple[EmailActivation, str]:
    token = secrets.token_urlsafe(32)
    activation.token_index = _token_index(token)
    activation.code_index = _code_index(activation.email, _code_of(token))
    activation.created_at = clock.now()
    activation.expires_at = activation.created_at + VALID_FOR
    activation.save(force_insert=True)
    return activation, token


def _attempt_with(rows: list[EmailActivation], password: str | None) -> EmailActivation | None:
    if not password:
        return None
    return next((row for row in rows if check_password(password, _password_of(row))), None)


def _password_of(row: EmailActivation) -> str:
    return row.user.password if row.user else row.password


def _open_account(attempt: EmailActivation) -> Confirmed:
    if has_account(attempt.email):
        # Opened in another tab in the meantime, or by a sign-up that was told so by mail.
        raise WrongCode
    user = User.objects.create(
        email=attempt.email,
        given_name=attempt.given_name,
        family_name=attempt.family_name,
        password=attempt.password,
        language=attempt.language,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(by=user.actor, verb="account.opened", subject=user)
    security_events.note(user, SecurityEvent.Kind.ACCOUNT_OPENED)
    account_emails.write_to(user, "account_opened", sign_in=account_emails.link_to("account_login"))
    return Confirmed(user, is_new=True)


def _give_address(attempt: EmailActivation) -> Confirmed:
    assert attempt.user is not None
    user = User.objects.select_for_update().get(pk=attempt.user.pk)
    email_change.take_address(user, attempt.email)
    return Confirmed(user, is_new=False)


def _open() -> QuerySet[EmailActivation]:
    return EmailActivation.objects.filter(used_at=None, expires_at__gt=clock.now())


def _token_index(token: str) -> str:
    return blind_index(token, purpose="activation token")


def _code_of(token: str) -> str:
    number = int(blind_index(token, purpose="activation code"), 16) % 10**CODE_DIGITS
    return f"{number:0{CODE_DIGITS}}"


def _code_index(email: str, code: str) -> str:
    return blind_index(f"{email}:{code}", purpose="activation code of an address")
