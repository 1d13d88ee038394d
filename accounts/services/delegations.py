"""People who help a member: invited by e-mail with a code, ended by a day or by a click, a power of attorney checked twice.

The code proves the mailbox once more: it opens only for an account whose proven e-mail is the one the member named.
Opening a page consumes nothing; typing the code does.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Delegation, Person, User
from accounts.services import account_emails, uploads
from accounts.services.correspondence import note_email
from accounts.services.uploads import Inspected
from sers_portal.base import audit, clock, limits
from sers_portal.base.audit import Actor, log_access
from sers_portal.base.crockford import ALPHABET, grouped, is_offensive, read_typed
from sers_portal.base.limits import Limit, LimitReached
from sers_portal.base.sealing import blind_index

CODE_LENGTH = 10
CODE_LIVES = timedelta(days=14)
LONGEST = timedelta(days=2 * 366)
MOST_HELPERS = 5
TRIES = [Limit(5, timedelta(hours=1)), Limit(15, timedelta(days=1))]
INVITATIONS = [Limit(10, timedelta(days=1))]
PURPOSE = "power of attorney"
# Under this key a session keeps whom it helps.
SESSION = "helps"
Scope, PowerState = Delegation.Scope, Delegation.PowerState


class DelegationRefused(Exception):
    """It cannot be done; the message says why and what to do next."""


@dataclass(frozen=True)
class Helper:
    """Whom a member names, how far they may go, and until when."""

    name: str
    email: str
    scope: str
    ends_on: date
    power: Inspected | None = None


def invite(*, person: Person, helper: Helper, by: Actor) -> Delegation:
    """Name a helper and send the code to them. Raises `DelegationRefused`."""
    _check(person, helper)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        known = Delegation.objects.filter(person=person, email=helper.email, revoked_at=None).first()
        if known is not None and known.ends_on >= clock.today():
            raise DelegationRefused(
                _("This person may help you already, or has an invitation. End that first.")
            )
        if known is not None:
            _end(known, by)
        if live(person).count() >= MOST_HELPERS:
            raise DelegationRefused(_("Five people may help you at a time. End one before you name another."))
        _take(INVITATIONS, "delegation-invitation", str(person.public_id))
        code = _new_code()
        row = Delegation(
            person=person,
            name=helper.name,
            email=helper.email,
            scope=helper.scope,
            ends_on=helper.ends_on,
            code_index=_index(code),
            code_expires_at=clock.now() + CODE_LIVES,
            invited_at=clock.now(),
        )
        if helper.power is not None:
            row.power = uploads.receive(file=helper.power, person=person, by=by)
            row.power_state = PowerState.WAITING
        row.save(force_insert=True)
        _record(row, by, "named a person who may help", scope=row.scope, ends_on=row.ends_on.isoformat())
        account_emails.write_to_address(
            row.email,
            "delegate_invited",
            language=person.language,
            name=row.name,
            member=person.full_name,
            code=grouped(code, CODE_LENGTH // 2),
            page=account_emails.link_to("helping"),
            days=CODE_LIVES.days,
        )
        _tell_member(row, "delegate_named")
    return row


def accept(*, user: User, typed: str) -> Delegation:
    """The helper types the code of the invitation. Typed twice, it is accepted once. Raises `DelegationRefused`."""
    _take(TRIES, "delegation-code", str(user.public_id))
    try:
        code = read_typed(typed, example="XXXXX-XXXXX")
    except ValueError as reason:
        raise DelegationRefused(str(reason)) from reason
    wrong = _("This code is not right, or is for another e-mail address. Compare it with the e-mail.")
    with transaction.atomic():
        row = (
            Delegation.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(code_index=_index(code), email=user.email)
            .first()
        )
        if row is None or row.person_id == user.person_id:
            raise DelegationRefused(wrong)
        if row.delegate_id == user.pk:
            return row
        if row.delegate_id is not None:
            raise DelegationRefused(wrong)
        if row.revoked_at or clock.now() >= row.code_expires_at or row.ends_on < clock.today():
            raise DelegationRefused(_("This invitation is over. Ask the person you help to name you again."))
        row.delegate, row.accepted_at = user, clock.now()
        row.save(update_fields=["delegate", "accepted_at"])
        _record(row, user.actor, "accepted to help")
        _tell_member(row, "delegate_accepted")
    return row


def revoke(
    *, delegation: UUID, person: Person | None = None, delegate: User | None = None, by: Actor
) -> bool:
    """End it at once: by the member, or by the helper. False where there is none of theirs."""
    whose = Q(person=person) if person is not None else Q(delegate=delegate)
    with transaction.atomic():
        row = (
            Delegation.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(whose, pk=delegation, revoked_at=None)
            .first()
        )
        if row is None:
            return False
        _end(row, by)
        _tell_member(row, "delegate_ended")
    return True


def live(person: Person) -> "QuerySet[Delegation]":
    """Those who may help now, or are invited."""
    return Delegation.objects.filter(person=person, revoked_at=None, ends_on__gte=clock.today())


def helped_by(user: User) -> "QuerySet[Delegation]":
    """Whom this account may help now. Nobody who died: a power of attorney ends with death."""
    rows = Delegation.objects.filter(
        delegate=user, revoked_at=None, ends_on__gte=clock.today(), person__died_on=None
    )
    return rows.select_related("person").order_by("person__family_name", "pk")


def check_power(*, delegation: Delegation, by: Actor) -> None:
    """The first of two people finds the power of attorney in order. Raises `DelegationRefused`."""
    with transaction.atomic():
        row = _held(delegation, PowerState.WAITING)
        row.power_state = PowerState.CHECKED
        row.power_checked_by, row.power_checked_by_name = by.id, by.name
        row.power_checked_at = clock.now()
        row.save()
        _record(row, by, "checked a power of attorney")


def accept_power(*, delegation: Delegation, by: Actor) -> None:
    """A second person accepts it: from now on the helper may act. Raises `DelegationRefused`."""
    with transaction.atomic():
        row = _held(delegation, PowerState.CHECKED)
        if row.power_checked_by == by.id:
            raise DelegationRefused(_("You checked this yourself. Somebody else must accept it."))
        _decide(row, PowerState.ACCEPTED, by)


def refuse_power(*, delegation: Delegation, words: str, by: Actor) -> None:
    """It is not in order; the helper may look and not act. Raises `DelegationRefused`."""
    with transaction.atomic():
        row = _held(delegation, PowerState.WAITING, PowerState.CHECKED)
        row.power_words = words
        _decide(row, PowerState.REFUSED, by)


def note_seen_by_staff(*, delegation: Delegation, by: Actor) -> None:
    """Staff opened it."""
    log_access(by=by, page="delegation", person=delegation.person.public_id, purpose=PURPOSE)


def _decide(row: Delegation, state: str, by: Actor) -> None:
    row.power_state = state
    row.power_decided_by, row.power_decided_by_name = by.id, by.name
    row.power_decided_at = clock.now()
    row.save()
    _record(row, by, f"power of attorney {state}")
    _tell_member(row, "delegate_power_decided")


def _held(delegation: Delegation, *states: str) -> Delegation:
    row = Delegation.objects.select_for_update(of=("self",)).select_related("person").get(pk=delegation.pk)
    if row.power_state not in states or row.revoked_at is not None:
        raise DelegationRefused(_("This was decided or ended in the meantime."))
    return row


def _check(person: Person, helper: Helper) -> None:
    today = clock.today()
    if helper.ends_on < today:
        raise DelegationRefused(_("This day has passed. Enter a day to come."))
    if helper.ends_on > today + LONGEST:
        raise DelegationRefused(
            _("Choose a day within the next two years. You can name the person again then.")
        )
    if helper.scope == Scope.ACT and helper.power is None:
        raise DelegationRefused(_("Add the power of attorney as a file."))
    if User.objects.filter(person=person, email=helper.email).exists():
        raise DelegationRefused(
            _("This is your own e-mail address. Enter the address of the person who helps.")
        )


def _take(of: list[Limit], kind: str, subject: str) -> None:
    try:
        limits.take(kind, subject, of)
    except LimitReached as reached:
        raise DelegationRefused(_("That was too often. Wait an hour, then try again.")) from reached


def _end(row: Delegation, by: Actor) -> None:
    row.revoked_at, row.revoked_by_name = clock.now(), by.name
    row.save(update_fields=["revoked_at", "revoked_by_name"])
    _record(row, by, "ended help by another person")


def _record(row: Delegation, by: Actor, verb: str, **detail: str) -> None:
    audit.record(by=by, verb=verb, subject=row, person=row.person.public_id, **detail)


def _tell_member(row: Delegation, template: str) -> None:
    account = User.objects.filter(person=row.person).first()
    if account is not None:
        email = account_emails.write_to_address(
            account.email, template, language=row.person.language, user=account, name=row.name, row=row
        )
        note_email(email, row.person)


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
        if not is_offensive(code):
            return code


def _index(code: str) -> str:
    return blind_index(code, purpose="Delegation.code")
