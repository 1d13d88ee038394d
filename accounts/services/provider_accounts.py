"""Accounts elsewhere that an account signs in with: opened with one, connected, removed; and providers that fail.

An e-mail address never connects anything by itself: whoever has an account signs in to it first, and connects there.
"""

from dataclasses import asdict, dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from accounts.models import ProviderTrouble, SecurityEvent, User
from accounts.services import account_emails, security_events
from accounts.services.signup import has_account
from accounts.sign_in_providers import SignInProvider, find_provider
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

Kind = SecurityEvent.Kind
LONGEST_NAME = 80


class EmailTaken(Exception):
    """An account with this address exists: it is signed in to, and connected there."""


class ConnectedElsewhere(Exception):
    """Another account signs in with this one already."""


class LastWayIn(Exception):
    """Without it nobody could sign in to the account: choose a password first."""


@dataclass(frozen=True)
class Arrival:
    """Somebody whom a provider vouches for, and who has no account here yet."""

    provider: str
    subject: str
    given_name: str = ""
    family_name: str = ""
    has_second_factor: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As a session keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Connection:
    """A connected account as its owner sees it."""

    id: int
    provider: str
    name: str
    since: object
    last_used: object


def names_in(claims: dict[str, Any]) -> tuple[str, str]:
    """First and last name as a provider tells them, or parted from the whole name."""
    first, last = (str(claims.get(part) or "").strip() for part in ("given_name", "family_name"))
    if not (first or last):
        first, _space, last = str(claims.get("name") or "").strip().partition(" ")
    return first[:LONGEST_NAME], last[:LONGEST_NAME]


def open_account(arrival: Arrival, *, email: str, browser: str = "") -> User:
    """Open an account whose mailbox the provider has proven. Raises `EmailTaken`, `ConnectedElsewhere`."""
    with transaction.atomic():
        if has_account(email):
            raise EmailTaken
        user = _new_user(arrival, email)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        audit.record(by=user.actor, verb="account.opened", subject=user, provider=arrival.provider)
        security_events.note(user, Kind.ACCOUNT_OPENED, means=name_of(arrival.provider), browser=browser)
        account_emails.write_to(user, "account_opened", sign_in=account_emails.link_to("account_login"))
        connect(user, provider=arrival.provider, subject=arrival.subject, by=user.actor, browser=browser)
    return user


def connect(user: User, *, provider: str, subject: str, by: Actor, browser: str = "") -> SocialAccount:
    """Let an account sign in with an account elsewhere, and tell its owner. Again: nothing changes.

    Raises `ConnectedElsewhere`.
    """
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        row, is_new = SocialAccount.objects.get_or_create(
            provider=provider, uid=subject, defaults={"user": user}
        )
        if row.user_id != user.pk:
            raise ConnectedElsewhere
        if is_new:
            _tell(user, Kind.PROVIDER_CONNECTED, name_of(provider), by=by, browser=browser)
    return row


def disconnect(user: User, connection: int, *, by: Actor, browser: str = "") -> None:
    """Take a sign-in off, and tell the owner. Raises `LastWayIn`, `SocialAccount.DoesNotExist`."""
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        rows = SocialAccount.objects.filter(user_id=user.pk)
        row = rows.get(pk=connection)
        if not held.has_usable_password() and rows.count() == 1:
            raise LastWayIn
        name = name_of(row.provider)
        row.delete()
        _tell(user, Kind.PROVIDER_REMOVED, name, by=by, browser=browser)


def connections_of(user: User) -> list[Connection]:
    """Every account elsewhere that this one signs in with."""
    rows = SocialAccount.objects.filter(user_id=user.pk).order_by("date_joined")
    return [
        Connection(row.pk, row.provider, name_of(row.provider), row.date_joined, row.last_login)
        for row in rows
    ]


def providers_to_connect(user: User, offered: list[SignInProvider]) -> list[SignInProvider]:
    """The providers that this account has no connection with yet."""
    connected = set(SocialAccount.objects.filter(user_id=user.pk).values_list("provider", flat=True))
    return [provider for provider in offered if provider.id not in connected]


def providers_of(user: User) -> list[SignInProvider]:
    """The configured providers that this account is connected with."""
    rows = SocialAccount.objects.filter(user_id=user.pk).order_by("date_joined")
    found = [find_provider(one) for one in rows.values_list("provider", flat=True)]
    return [provider for provider in found if provider is not None]


def note_trouble(provider: str, kind: str, reason: str, *, user: User | None = None) -> None:
    """Keep that a sign-in did not come to its end; in the owner's diary too where somebody was signed in."""
    with transaction.atomic():
        ProviderTrouble.objects.create(provider=provider, kind=kind, reason=reason[:200], at=clock.now())
        if user is not None:
            security_events.note(user, Kind.PROVIDER_FAILED, means=name_of(provider))


def name_of(provider: str) -> str:
    """A provider's name for people; its id where it is no longer configured."""
    known = find_provider(provider)
    return known.name if known else provider


def _new_user(arrival: Arrival, email: str) -> User:
    user = User(email=email, given_name=arrival.given_name, family_name=arrival.family_name)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        # Opened in another tab in the same moment.
        raise EmailTaken from taken
    return user


def _tell(user: User, kind: str, name: str, *, by: Actor, browser: str) -> None:
    person = user.person.public_id if user.person else None
    audit.record(by=by, verb=f"sign_in.{kind}", subject=user, person=person, means=name)
    security_events.note(user, kind, means=name, browser=browser)
    account_emails.write_to(user, kind, provider=name)
