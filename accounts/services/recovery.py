"""Every second factor lost: a new letter's code, a day's wait, notices on every channel, and a link that stops it.

There are no security questions, and staff cannot shorten the way. An account that is linked to nobody has no letter to
prove it with, and nothing to protect yet: there the wait alone counts. Staff accounts have no such way at all.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import FactorRecovery, PhoneFactor, SecurityEvent, User
from accounts.services import account_emails, account_lock, second_factor, security_events
from accounts.services.activation import requests
from accounts.services.activation.entry import spend_code
from accounts.services.activation.letters import current_address
from accounts.services.activation.requests import TypedIdentity
from accounts.services.correspondence import note_text
from accounts.services.languages import language_of
from notices.services.texts import queue_text
from sers_portal.base import audit, clock, limits
from sers_portal.base.limits import Limit
from sers_portal.base.sealing import blind_index

WAIT = timedelta(hours=24)
TRIES_AFTER_THE_WAIT = [Limit(5, timedelta(minutes=10))]
Kind = SecurityEvent.Kind


class NotTheCode(Exception):
    """Not the code that was typed before the wait."""


class NoSuchWay(Exception):
    """Staff accounts are not recovered: an administrator closes them and opens new ones."""


def open_recovery(user: User) -> FactorRecovery | None:
    """The recovery under way, if there is one."""
    return FactorRecovery.objects.filter(user=user, done_at=None, stopped_at=None).first()


def begin(user: User, *, origin: str) -> FactorRecovery:
    """Note that every factor is lost, ask for the letter, and tell the owner. Beginning twice changes nothing.

    Raises `NoSuchWay`; `LimitReached` where too many letters were asked for.
    """
    if user.is_staff:
        raise NoSuchWay
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        current = open_recovery(user)
        if current is not None:
            return current
        recovery = FactorRecovery(user=user, asked_at=clock.now())
        recovery.stop_index = _stop_index(_stop_token(recovery))
        if user.person is None:
            recovery.proven_at, recovery.opens_at = recovery.asked_at, recovery.asked_at + WAIT
        recovery.save()
        ask_for_letter(user, origin=origin)
        _write_down(user, "recovery.begun", Kind.RECOVERY_BEGUN)
        _tell(recovery, "recovery_begun" if user.person else "recovery_proven")
    return recovery


def ask_for_letter(user: User, *, origin: str) -> None:
    """Ask for a new letter in the account's own name; the facts on file stand for those typed. Raises `LimitReached`."""
    person = user.person
    if person is None:
        return
    address = current_address(person)
    facts = TypedIdentity(
        family_name=person.family_name,
        born_on=person.born_on,
        number=person.member_id,
        zip_code=address.zip_code if address else "",
    )
    requests.ask(typed=facts, origin=origin, account=user, by=user.actor)


def prove(user: User, code: str) -> FactorRecovery:
    """Type the letter's code: the wait begins. Raises `CodeRefused`, `LimitReached`, `FactorRecovery.DoesNotExist`."""
    spend_code(account=user, code=code, by=user.actor)
    with transaction.atomic():
        rows = FactorRecovery.objects.select_for_update()
        recovery = rows.get(user=user, done_at=None, stopped_at=None)
        if recovery.proven_at is None:
            recovery.proven_at = clock.now()
            recovery.opens_at = recovery.proven_at + WAIT
            recovery.code_index = _code_index(code)
            recovery.save(update_fields=["proven_at", "opens_at", "code_index"])
            _write_down(user, "recovery.proven", "")
            _tell(recovery, "recovery_proven")
    return recovery


def is_due(recovery: FactorRecovery) -> bool:
    """Whether the wait is over."""
    return recovery.opens_at is not None and recovery.opens_at <= clock.now()


def finish(user: User, code: str) -> None:
    """After the wait, with the same letter in hand: the lost factors are removed, and a new one can be added.

    An account that is linked to nobody had no letter; `code` is then not looked at. Raises `NotTheCode`, `LimitReached`,
    `FactorRecovery.DoesNotExist` before the wait is over.
    """
    limits.take("recovery-code", str(user.public_id), TRIES_AFTER_THE_WAIT)
    with transaction.atomic():
        rows = FactorRecovery.objects.select_for_update()
        recovery = rows.get(user=user, done_at=None, stopped_at=None, opens_at__lte=clock.now())
        if user.person is not None and recovery.code_index != _code_index(code):
            raise NotTheCode
        recovery.done_at = clock.now()
        recovery.save(update_fields=["done_at"])
        second_factor.clear_factors(user, by=user.actor)
        _write_down(user, "recovery.done", Kind.RECOVERY_DONE)
        account_emails.write_to(user, "recovery_done")


def find_by_stop(token: str) -> FactorRecovery | None:
    """The recovery under way that a stop link belongs to."""
    rows = FactorRecovery.objects.select_related("user").filter(done_at=None, stopped_at=None)
    return rows.filter(stop_index=_stop_index(token)).first()


def stop(recovery: FactorRecovery) -> None:
    """Stop a recovery: the factors stay as they are."""
    with transaction.atomic():
        rows = FactorRecovery.objects.filter(pk=recovery.pk, done_at=None, stopped_at=None)
        if not rows.update(stopped_at=clock.now()):
            return
        _write_down(recovery.user, "recovery.stopped", Kind.RECOVERY_STOPPED)
        account_emails.write_to(recovery.user, "recovery_stopped")


def unlock_by_letter(user: User, code: str) -> None:
    """Open a locked account with a new letter's code. Raises `CodeRefused`, `LimitReached`, `NotLocked`."""
    with transaction.atomic():
        if not account_lock.is_locked(user):
            raise account_lock.NotLocked
    spend_code(account=user, code=code, by=user.actor)
    account_lock.unlock(user, by=user.actor, reason="the code of a new letter")


def _write_down(user: User, verb: str, kind: str) -> None:
    person = user.person.public_id if user.person else None
    audit.record(by=user.actor, verb=verb, subject=user, person=person)
    if kind:
        security_events.note(user, kind)


def _tell(recovery: FactorRecovery, template: str) -> None:
    """By e-mail with the stop link, and by a text or call to every telephone: a thief has not all of them."""
    user = recovery.user
    link = account_emails.link_to("account_stop_recovery", _stop_token(recovery))
    account_emails.write_to(user, template, link=link)
    language = language_of(user)
    with translation.override(language):
        words = _(
            "SERS: somebody said that all second steps of your account are lost. If it was not you, use the link in "
            "our e-mail, or call 217-785-7444."
        )
    for phone in PhoneFactor.objects.filter(user=user, confirmed_at__isnull=False):
        text = queue_text(
            key=f"{template}:{recovery.pk}:{phone.pk}",
            channel=phone.channel,
            to=phone.number,
            body=words,
            language=language,
            expires_at=clock.now() + WAIT,
        )
        note_text(text, user.person)


def _stop_token(recovery: FactorRecovery) -> str:
    # Follows from the row, so that every mail about it carries the same link and no table keeps it.
    return blind_index(str(recovery.pk), purpose="stop a recovery")


def _stop_index(token: str) -> str:
    return blind_index(token, purpose="stop link")


def _code_index(code: str) -> str:
    return blind_index(code, purpose="letter code of a recovery")
