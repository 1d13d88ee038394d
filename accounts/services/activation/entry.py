"""Typing the code of a letter: it reserves the letter's person for the account, which eRegistration then links.

Every try counts for the account (five in ten minutes) before anything is looked at; a wrong second half of a code
counts for its letter too (ten, then it is void). The letter's row is held while it is decided, so of any number of
parallel tries one wins.
"""

from datetime import date, timedelta
from enum import Enum

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import activation_code
from accounts.models import ActivationLetter, RegistrationDraft, User
from accounts.services.activation import letters
from notices.models import Letter
from sers_portal.base import clock, limits
from sers_portal.base.audit import Actor, record
from sers_portal.base.limits import Limit

TRIES = [Limit(5, timedelta(minutes=10))]
TRIES_OF_A_LETTER = 10

Ending = ActivationLetter.Ending


class Refusal(Enum):
    """Why a code was not taken."""

    WRONG = "wrong"
    VOID = "void"
    USED = "used"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"
    OTHER_TYPED = "other typed"
    LINKED = "linked"


class CodeRefused(Exception):
    """The code was not taken. `sentence` says why and what to do next, and nothing about whose it is."""

    def __init__(self, refusal: Refusal, day: date | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal, self.day = refusal, day

    @property
    def sentence(self) -> str:
        return _sentence(self.refusal, self.day)


def is_linked(account: User) -> bool:
    """Whether the account is a person's, or has typed the code of a letter that still holds."""
    return account.person_id is not None or reserved_letter(account) is not None


def reserved_letter(account: User) -> ActivationLetter | None:
    """The live letter whose code this account has typed."""
    typed = ActivationLetter.objects.filter(entered_by=account, ended_at=None)
    return typed.select_related("person", "letter").first()


def enter_code(*, account: User, code: str, by: Actor) -> ActivationLetter:
    """Reserve a letter's person for the account. `code` as `activation_code.read_code` gives it.

    `CodeRefused` with a sentence; `LimitReached` after five tries in ten minutes. Typing it again changes nothing.
    """
    limits.take("activation code", str(account.public_id), TRIES)
    with transaction.atomic():
        letter, refusal = _prove(code, by)
        refusal = refusal or _refuse_account(letter, account)
        if refusal is None and letter.entered_by_id is None:
            letter.entered_by, letter.entered_at = account, clock.now()
            letter.save(update_fields=["entered_by", "entered_at"])
            record(by=by, verb="typed an activation code", subject=letter, person=letter.person.public_id)
    if refusal is not None:
        # Raised when the transaction is over: a wrong try must count.
        raise refusal
    return letter


def spend_code(*, account: User, code: str, by: Actor) -> ActivationLetter:
    """Use up a letter's code to prove once more that this linked account is its person's (a lost second factor).

    `CodeRefused` with a sentence, also for the code of somebody else; `LimitReached` as for `enter_code`.
    """
    limits.take("activation code", str(account.public_id), TRIES)
    with transaction.atomic():
        letter, refusal = _prove(code, by)
        if refusal is None and (account.person_id is None or letter.person_id != account.person_id):
            refusal = CodeRefused(Refusal.WRONG)
        if refusal is None:
            letters.end(letter, Ending.USED, by=by)
    if refusal is not None:
        raise refusal
    return letter


def give_back(*, account: User, by: Actor) -> None:
    """The account typed the code of another's letter, a spouse's say: the letter is as it was before."""
    with transaction.atomic():
        held = ActivationLetter.objects.select_for_update(of=("self",))
        letter = held.filter(entered_by=account, ended_at=None).first()
        RegistrationDraft.objects.filter(account=account).delete()
        if letter is not None:
            letter.entered_by = letter.entered_at = None
            letter.save(update_fields=["entered_by", "entered_at"])
            record(by=by, verb="gave back an activation code", subject=letter, person=letter.person.public_id)


def _prove(code: str, by: Actor) -> tuple[ActivationLetter, CodeRefused | None]:
    """The letter that a code belongs to, held, and why the code is not taken."""
    typed = activation_code.hashes(code)
    held = ActivationLetter.objects.select_for_update(of=("self",)).select_related("letter", "person")
    letter = held.filter(finder_hash=typed.finder).first()
    if letter is None or not activation_code.is_same(letter.code_hash, typed.whole):
        _count_wrong(letter, by)
        return letter or ActivationLetter(), CodeRefused(Refusal.WRONG)
    return letter, _refuse_letter(letter)


def _count_wrong(letter: ActivationLetter | None, by: Actor) -> None:
    if letter is None or letter.ended_at is not None:
        return
    letter.wrong_codes += 1
    letter.save(update_fields=["wrong_codes"])
    if letter.wrong_codes >= TRIES_OF_A_LETTER:
        letters.end(letter, Ending.TRIES, by=by)


def _refuse_letter(letter: ActivationLetter) -> CodeRefused | None:
    if letter.ended_because == Ending.SUPERSEDED:
        return CodeRefused(Refusal.SUPERSEDED, _newest_mailed_on(letter))
    if letter.ended_because == Ending.USED:
        return CodeRefused(Refusal.USED)
    came_to_nothing = letter.letter.state in (Letter.State.RETURNED, Letter.State.CANCELLED)
    if letter.ended_at is not None or came_to_nothing or letter.person.died_on is not None:
        return CodeRefused(Refusal.VOID)
    expires_on = letter.expires_on
    if letter.entered_by_id is None and expires_on is not None and expires_on < clock.today():
        return CodeRefused(Refusal.EXPIRED, expires_on)
    return None


def _refuse_account(letter: ActivationLetter, account: User) -> CodeRefused | None:
    # Whoever is linked already has nothing to gain here; a lost factor is proven by `spend_code`.
    if User.objects.filter(pk=account.pk, person__isnull=False).exists():
        return CodeRefused(Refusal.LINKED)
    if letter.entered_by_id not in (None, account.pk):
        return CodeRefused(Refusal.ELSEWHERE)
    # The account's own row is held, so that two codes typed at once in two windows cannot both be reserved.
    User.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if ActivationLetter.objects.filter(entered_by=account, ended_at=None).exclude(pk=letter.pk).exists():
        return CodeRefused(Refusal.OTHER_TYPED)
    return None


def _newest_mailed_on(letter: ActivationLetter) -> date | None:
    newest = ActivationLetter.objects.filter(person=letter.person_id).order_by("-issued_at", "-pk")
    return newest.values_list("letter__mailed_on", flat=True).first()


def _sentence(refusal: Refusal, day: date | None) -> str:
    said = {"day": date_format(day, "DATE_FORMAT") if day else ""}
    if refusal is Refusal.SUPERSEDED and day is None:
        return _(
            "A newer letter has been written and will be mailed soon. Wait for it and type the code it shows."
        )
    return {
        Refusal.WRONG: _(
            "This code is not right. Compare each letter and digit with the newest letter you have."
        ),
        Refusal.VOID: _("This code is no longer good. Ask for a new letter."),
        Refusal.USED: _("This code was used already. A code works once. If it was not you, call us."),
        Refusal.SUPERSEDED: _("This code was replaced. Use the newer letter that was mailed on %(day)s."),
        Refusal.EXPIRED: _("This code was good until %(day)s. Ask for a new letter."),
        Refusal.ELSEWHERE: _(
            "This code was typed in another account. Sign in there, or call us if that was not you."
        ),
        Refusal.OTHER_TYPED: _(
            "You have typed the code of another letter in this account. Finish registering with it, or take it back."
        ),
        Refusal.LINKED: _("Your account is linked to your SERS record already. You need no code."),
    }[refusal] % said
