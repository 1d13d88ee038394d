"""Asking to be paid to another account: what is asked for first, and the hold that begins."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Person
from benefits.models import BankAccount, BankChange
from benefits.models.bank_change import HOLD
from benefits.services.direct_deposit import locking, safety, telling
from benefits.services.direct_deposit.planning import plan_after_hold
from benefits.services.direct_deposit.refusals import ChangeRefused, WrongLastFour
from sers_portal.base import audit, clock, limits
from sers_portal.base.audit import Actor
from sers_portal.base.clock import SPRINGFIELD
from sers_portal.base.limits import Limit, LimitReached

LAST_FOUR_TRIES = [Limit(5, timedelta(days=1))]
CHANGES_A_PERSON = [Limit(5, timedelta(days=30))]


@dataclass(frozen=True)
class NewAccount:
    """The account that was typed: digits only."""

    routing_number: str
    account_number: str
    kind: str


def obstacle(person: Person) -> str | None:
    """Why no change can be asked for now, as a sentence that says what to do; None: nothing is in the way."""
    if not safety.is_paid(person):
        return _(
            "You are not paid a benefit now, and you have not applied for one. Apply first; then give us your account here."
        )
    if locking.is_locked(person):
        return _("Your direct deposit is locked. Take the lock off first; that takes three days.")
    if safety.is_account_locked(person):
        return _("Your online account is locked. Call us at 217-785-7444.")
    if (waits_until := safety.contact_wait_ends_at(person)) is not None:
        return _(
            "Your e-mail address, telephone or postal address changed less than 14 days ago. To protect your money you "
            "can ask for another account from %(day)s on. Call us at 217-785-7444 if you cannot wait."
        ) % {"day": date_format(waits_until.astimezone(SPRINGFIELD).date() + timedelta(days=1))}
    if BankChange.objects.filter(person=person, state=BankChange.State.WAITING).exists():
        return _("A change is waiting already. Stop it first, if you want another.")
    return None


def check_last_four(person: Person, typed: str) -> None:
    """Compare what was typed with the account in use; nothing to compare where payments are mailed.

    Five wrong answers a day. Raises `WrongLastFour`. Call it outside a transaction: a wrong answer must count.
    """
    account = safety.account_in_use(person)
    if account is None:
        return
    subject = str(person.public_id)
    try:
        limits.take("bank-last-four", subject, LAST_FOUR_TRIES)
    except LimitReached:
        raise ChangeRefused(
            _("There were too many wrong answers. Try again tomorrow, or call us at 217-785-7444.")
        ) from None
    if typed != account.last_four:
        raise WrongLastFour(
            _(
                "These are not the last four digits of the account your payments go to now. They are on your bank "
                "statement."
            )
        )
    limits.forget("bank-last-four", subject)


def ask(*, id: UUID, person: Person, account: NewAccount, current_last_four: str, by: Actor) -> BankChange:
    """Ask for a change: the hold begins, and everybody is told. The same `id` again gives the change that was asked for.

    Raises `ChangeRefused`, or `WrongLastFour`.
    """
    if (made := _made(id, person)) is not None:
        return made
    check_last_four(person, current_last_four)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if (made := _made(id, person)) is not None:
            return made
        if (sentence := obstacle(person)) is not None:
            raise ChangeRefused(sentence)
        change = _write(id, person, account, by)
        audit.record(
            by=by,
            verb="asked for a change of the bank account",
            subject=change,
            person=person.public_id,
            takes_effect_on=change.takes_effect_on.isoformat(),
            review_reasons=list(change.review_reasons),
        )
        telling.tell_asked(change)
    return change


def _made(id: UUID, person: Person) -> BankChange | None:
    return BankChange.objects.filter(pk=id, person=person).first()


def _write(id: UUID, person: Person, account: NewAccount, by: Actor) -> BankChange:
    in_use = safety.account_in_use(person)
    if in_use is not None and _is_same(in_use, account):
        raise ChangeRefused(_("Your payments go to this account already."))
    try:
        limits.take("bank-change", str(person.public_id), CHANGES_A_PERSON)
    except LimitReached:
        raise ChangeRefused(
            _("You asked for many changes within a month. Call us at 217-785-7444 for the next one.")
        ) from None
    is_shared = safety.is_used_by_another(
        person, routing_number=account.routing_number, account_number=account.account_number
    )
    now = clock.now()
    plan = plan_after_hold(now + HOLD)
    assert by.id is not None
    change = BankChange(
        id=id,
        person=person,
        replaces=in_use,
        routing_number=account.routing_number,
        kind=account.kind,
        asked_at=now,
        asked_by=by.id,
        asked_by_name=by.name,
        hold_ends_at=now + HOLD,
        takes_effect_on=plan.takes_effect_on,
        first_month=plan.first_month,
        first_paid_on=plan.first_paid_on,
        review_reasons=[BankChange.Reason.SHARED_ACCOUNT] if is_shared else [],
    )
    change.account_number = account.account_number
    change.save(force_insert=True)
    return change


def _is_same(in_use: BankAccount, account: NewAccount) -> bool:
    return (in_use.routing_number, str(in_use.account_number), in_use.kind) == (
        account.routing_number,
        account.account_number,
        account.kind,
    )
