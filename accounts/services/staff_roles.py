"""Roles of staff: which an account holds, and how an administrator gives and takes them. Staff is who holds one."""

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from accounts.models import AccountLock, SecurityEvent, User
from accounts.roles import ADMINISTRATOR, ROLES
from accounts.services import account_emails, second_factor, security_events, sessions
from accounts.services.account_lock import is_locked
from accounts.wording_of_roles import ROLE_WORDS
from sers_portal.base import audit
from sers_portal.base.audit import Actor


class NotChanged(Exception):
    """The roles stay as they were. Its text says why, and what to do next."""


class ChangedMeanwhile(NotChanged):
    """Somebody else changed them after they were looked at."""


def held_by(account: User) -> list[str]:
    """The names of the roles an account holds, in the order of `ROLES`."""
    held = set(account.groups.values_list("name", flat=True))
    return [role for role in ROLES if role in held]


def give(
    *, account: User, roles: Collection[str], reason: str, by: Actor, seen: Collection[str] | None = None
) -> None:
    """From now on the account holds these roles and no others; without any it is no longer staff's.

    `seen` are those that were held when the roles were chosen, where somebody looked. Who loses one is signed out
    everywhere. Raises `NotChanged` with the sentence for whoever tried.
    """
    if by.id == account.public_id:
        raise NotChanged(_("You cannot change your own roles. Ask another administrator."))
    if not reason.strip():
        raise NotChanged(_("Say why: it is kept with the change."))
    with transaction.atomic():
        # One change at a time: two administrators who take each other's role would leave nobody.
        Group.objects.select_for_update().get(name=ADMINISTRATOR)
        account = User.objects.select_for_update(of=("self",)).get(pk=account.pk)
        held = set(held_by(account))
        given, taken = set(roles) - held, held - set(roles)
        is_staff = bool(roles) or account.is_superuser
        if not given and not taken and account.is_staff == is_staff:
            raise NotChanged(_("Nothing was changed: the account holds exactly these roles."))
        if seen is not None and set(seen) != held:
            raise ChangedMeanwhile(
                _(
                    "The roles were changed meanwhile. The page now says which the account holds; your ticks and your "
                    "reason are kept. Look them over, and save again."
                )
            )
        if given:
            _refuse_to_give(account)
        if ADMINISTRATOR in taken and not _is_administered_without(account):
            raise NotChanged(
                _(
                    "This is the last administrator. Give the role to somebody else first, then take it away here."
                )
            )
        _change(account, given, taken, is_staff=is_staff)
        _write_down(account, given, taken, reason=reason.strip(), by=by)


def give_to_newcomer(*, account: User, roles: Collection[str], reason: str, by: Actor) -> None:
    """The roles of an account that is made in this same transaction: nobody can sign in to it before its mailbox is proven.

    Whoever makes it tells the owner.
    """
    given = set(roles)
    _change(account, given, set(), is_staff=True)
    _record(account, given, set(), reason=reason, by=by)


def in_words(roles: Collection[str]) -> Any:
    """The roles in one line, in whatever language it is read."""
    named = [ROLE_WORDS[role] for role in ROLES if role in roles]
    return format_lazy(", ".join("{}" for _role in named), *named)


def _refuse_to_give(account: User) -> None:
    """Raise `NotChanged` where an account is none that staff may work with. Taking away is always possible."""
    if account.person_id is not None:
        raise NotChanged(
            _(
                "This account belongs to a member's record. Staff work with a second account that has no record."
            )
        )
    if not account.is_active:
        raise NotChanged(_("This account is closed. Its owner opens a new one first."))
    if is_locked(account):
        raise NotChanged(_("This account is locked. Unlock it first, when its owner has shown who they are."))
    proven = EmailAddress.objects.filter(user=account, email=account.email, verified=True)
    if not proven.exists() or not second_factor.has_factor(account):
        # Whoever signed up with a colleague's address is not the colleague before the mailbox is proven.
        raise NotChanged(
            _(
                "This account is not set up yet. Ask its owner to sign in, confirm the e-mail address and add a "
                "second step. Then give the role."
            )
        )


def _is_administered_without(account: User) -> bool:
    """Whether somebody else who can sign in may give roles. Who was invited and never came cannot."""
    may = Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)
    locked = AccountLock.objects.filter(user=OuterRef("pk"), unlocked_at=None)
    proven = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    others = User.objects.filter(may, ~Exists(locked), Exists(proven), is_active=True, is_staff=True)
    return others.exclude(pk=account.pk).exists()


def _change(account: User, given: set[str], taken: set[str], *, is_staff: bool) -> None:
    account.groups.remove(*Group.objects.filter(name__in=taken))
    account.groups.add(*Group.objects.filter(name__in=given))
    account.is_staff = is_staff
    account.save(update_fields=["is_staff"])


def _write_down(account: User, given: set[str], taken: set[str], *, reason: str, by: Actor) -> None:
    """In the audit, in the account's diary and to its owner."""
    _record(account, given, taken, reason=reason, by=by)
    # Whoever was only given a role works on.
    if taken or not given:
        sessions.end_all(account, by=by)
    security_events.note(account, SecurityEvent.Kind.ROLES_CHANGED)
    account_emails.write_to(account, "roles_changed", given=in_words(given), taken=in_words(taken))


def _record(account: User, given: set[str], taken: set[str], *, reason: str, by: Actor) -> None:
    audit.record(
        by=by,
        verb="changed the roles of an account",
        subject=account,
        person=account.person.public_id if account.person else None,
        given=sorted(given),
        taken=sorted(taken),
        reason=reason,
    )
