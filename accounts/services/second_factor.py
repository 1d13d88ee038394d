"""The second step of signing in: telephones, authenticator apps, security keys and recovery codes.

Allauth keeps apps, keys and recovery codes (`allauth.mfa.models.Authenticator`); telephones are our own. E-mail is
never a factor.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pyotp
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext_noop as _
from pyotp.exceptions import OTPVerificationError

from accounts.models import PhoneFactor, SecurityEvent, User
from accounts.services import account_emails, factor_tries, phone_codes, security_events
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

# Authenticator apps run by the telephone's clock: half a minute early or late is forgiven.
STEPS_FORGIVEN = 1
LAST_STEP = "last_timecode"
Type = Authenticator.Type


class LastFactor(Exception):
    """An account keeps at least one factor: add another before this one is removed."""


class WrongCode(Exception):
    """The code is not right, or was used already."""


@dataclass(frozen=True)
class Factors:
    """All that an account can pass its second step with."""

    phones: list[PhoneFactor]
    app: Authenticator | None
    keys: list[Authenticator]
    recovery_codes: Authenticator | None

    @property
    def count(self) -> int:
        """How many there are; recovery codes are a spare, not a factor."""
        return len(self.phones) + len(self.keys) + bool(self.app)

    @property
    def preferred(self) -> str:
        """The way used last; else the first there is, in the order we recommend."""
        used = [(phone.last_used_at, "phone") for phone in self.phones]
        used += [(key.last_used_at, "key") for key in self.keys]
        used += [(self.app.last_used_at, "app")] if self.app else []
        latest = max(
            ((at, way) for at, way in used if at is not None), default=None, key=lambda pair: pair[0]
        )
        return latest[1] if latest else (used[0][1] if used else "")

    @property
    def codes_left(self) -> int:
        """How many recovery codes are still good."""
        return len(self.recovery_codes.wrap().get_unused_codes()) if self.recovery_codes else 0


def factors_of(user: User) -> Factors:
    """Every confirmed factor of an account. Two queries."""
    rows = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    return Factors(
        phones=list(PhoneFactor.objects.filter(user=user, confirmed_at__isnull=False)),
        app=next((row for row in rows if row.type == Type.TOTP), None),
        keys=[row for row in rows if row.type == Type.WEBAUTHN],
        recovery_codes=next((row for row in rows if row.type == Type.RECOVERY_CODES), None),
    )


def has_factor(user: User) -> bool:
    """Whether an account has a second factor; recovery codes alone are none."""
    if PhoneFactor.objects.filter(user=user, confirmed_at__isnull=False).exists():
        return True
    others = Authenticator.objects.filter(user_id=user.pk).exclude(type=Type.RECOVERY_CODES)
    return bool(others.exists())


def use_phone_code(
    user: User, phone: PhoneFactor, code: str, *, browser: str = "", bound_to: str = ""
) -> None:
    """Pass the step with a code sent to a telephone. Raises `WrongCode`, `NoCode`, `FactorLocked`, `FactorDisabled`."""
    typed = tidy_code(code)
    _judge(
        user,
        lambda: phone_codes.use_code(phone.pk, typed, bound_to=bound_to),
        means=str(phone),
        browser=browser,
    )


def use_app_code(user: User, code: str, *, browser: str = "") -> None:
    """Pass the step with a code from the app, each good once. Raises `WrongCode`, `FactorLocked`, `FactorDisabled`."""
    typed = tidy_code(code)
    _judge(user, lambda: _use_app_code(user, typed), means=_("an authenticator app"), browser=browser)


def use_recovery_code(user: User, code: str, *, browser: str = "") -> None:
    """Pass the step with a recovery code. Raises `WrongCode`, `FactorLocked`, `FactorDisabled`."""
    typed = tidy_code(code)
    _judge(user, lambda: _use_recovery_code(user, typed), means=_("a recovery code"), browser=browser)
    left = factors_of(user).codes_left
    security_events.note(user, SecurityEvent.Kind.RECOVERY_CODE_USED, browser=browser)
    account_emails.write_to(user, "recovery_code_used", left=left)


def use_key(user: User, complete: Callable[[], Authenticator | None], *, browser: str = "") -> Authenticator:
    """Pass the step with a security key. `complete` returns None where the key's answer does not fit."""
    found: list[Authenticator] = []

    def is_right() -> bool:
        key = complete()
        found.extend([key] if key else [])
        return key is not None

    _judge(user, is_right, means=_("a security key"), browser=browser)
    Authenticator.objects.filter(pk=found[0].pk).update(last_used_at=clock.now())
    return found[0]


def confirm_phone(
    user: User, phone: PhoneFactor, code: str, *, browser: str = "", bound_to: str = ""
) -> None:
    """Make a telephone a factor with the first code sent to it. Raises as `use_phone_code` does."""
    use_phone_code(user, phone, code, browser=browser, bound_to=bound_to)
    with transaction.atomic():
        _tell_added(user, str(phone), browser=browser, by=user.actor)


def new_app_secret() -> str:
    """A secret for an authenticator app, 160 bits."""
    return pyotp.random_base32()


def confirm_app(user: User, secret: str, code: str, *, browser: str = "") -> None:
    """Make an app a factor with the first code it shows, which then is used up. Raises as `use_app_code` does."""
    typed = tidy_code(code)
    steps: list[int] = []
    _judge(user, lambda: _is_app_code(secret, typed, steps), means=_("an authenticator app"), browser=browser)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user_id=user.pk, type=Type.TOTP).delete()
        row = TOTP.activate(user, secret).instance
        row.data[LAST_STEP] = steps[0]
        row.last_used_at = clock.now()
        row.save()
        _tell_added(user, _("an authenticator app"), browser=browser, by=user.actor)


def note_key_added(user: User, *, browser: str = "") -> None:
    """Tell the owner and the diary that a security key was added."""
    with transaction.atomic():
        _tell_added(user, _("a security key"), browser=browser, by=user.actor)


def remove_phone(user: User, phone_id: UUID, *, by: Actor, browser: str = "") -> None:
    """Take a telephone off. Raises `LastFactor`, or `PhoneFactor.DoesNotExist` for somebody else's."""
    with transaction.atomic():
        factors = _locked_factors(user)
        phone = PhoneFactor.objects.get(user=user, pk=phone_id)
        if factors.count == 1 and phone in factors.phones:
            raise LastFactor
        words = str(phone)
        phone.delete()
        _tell_removed(user, words, browser=browser, by=by)


def remove_authenticator(user: User, authenticator_id: int, *, by: Actor, browser: str = "") -> None:
    """Take an app or a key off; the recovery codes stay. Raises `LastFactor` or `Authenticator.DoesNotExist`."""
    with transaction.atomic():
        factors = _locked_factors(user)
        removable = Authenticator.objects.filter(user_id=user.pk, type__in=[Type.TOTP, Type.WEBAUTHN])
        row = removable.get(pk=authenticator_id)
        if factors.count == 1:
            raise LastFactor
        words = _("an authenticator app") if row.type == Type.TOTP else _("a security key")
        # Not allauth's own way of removing: it would delete the recovery codes of a member who still has a telephone.
        row.delete()
        _tell_removed(user, words, browser=browser, by=by)


def make_recovery_codes(user: User, *, browser: str = "") -> list[str]:
    """Ten new recovery codes; the old ones stop working. They are told once, here."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).delete()
        codes = RecoveryCodes.activate(user)
        codes.mark_as_viewed()
        audit.record(by=user.actor, verb="recovery_codes.made", subject=user, person=_person(user))
        security_events.note(user, SecurityEvent.Kind.RECOVERY_CODES_MADE, browser=browser)
        account_emails.write_to(user, "recovery_codes_made")
    return list(codes.get_unused_codes())


def clear_factors(user: User, *, by: Actor) -> None:
    """Take every factor off, at the end of a recovery; the next sign-in begins with adding one."""
    with transaction.atomic():
        PhoneFactor.objects.filter(user=user).delete()
        Authenticator.objects.filter(user_id=user.pk).delete()
        factor_tries.start_over(user)
        audit.record(by=by, verb="second_factors.cleared", subject=user, person=_person(user))


def tidy_code(code: str) -> str:
    """A code without the spaces and hyphens people type."""
    return re.sub(r"[\s\-]", "", code)


def _judge(user: User, is_right: Callable[[], bool], *, means: str, browser: str) -> None:
    if not factor_tries.judge(user, is_right, means=means, browser=browser):
        raise WrongCode


def _use_app_code(user: User, code: str) -> bool:
    row = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=Type.TOTP).first()
    steps: list[int] = []
    if row is None or not _is_app_code(decrypt(row.data["secret"]), code, steps):
        return False
    # A code seen over somebody's shoulder is no good once it was used, nor is any older one.
    if steps[0] <= row.data.get(LAST_STEP, 0):
        return False
    row.data[LAST_STEP] = steps[0]
    row.last_used_at = clock.now()
    row.save()
    return True


def _is_app_code(secret: str, code: str, steps: list[int]) -> bool:
    # The real time, not the demonstration's clock: the app on the telephone knows only that.
    try:
        steps.append(pyotp.TOTP(secret).verify_and_get_timecode(code, valid_window=STEPS_FORGIVEN))
    except OTPVerificationError:
        return False
    return True


def _use_recovery_code(user: User, code: str) -> bool:
    row = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).first()
    if row is None or not row.wrap().validate_code(code):
        return False
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=clock.now())
    return True


def _locked_factors(user: User) -> Factors:
    # The account's row serialises changes: two tabs that remove the last two factors leave one.
    User.objects.select_for_update().get(pk=user.pk)
    return factors_of(user)


def _tell_added(user: User, words: str, *, browser: str, by: Actor) -> None:
    audit.record(by=by, verb="second_factor.added", subject=user, person=_person(user), means=words)
    security_events.note(user, SecurityEvent.Kind.FACTOR_ADDED, means=words, browser=browser)
    account_emails.write_to(user, "factor_added", factor=words)


def _tell_removed(user: User, words: str, *, browser: str, by: Actor) -> None:
    audit.record(by=by, verb="second_factor.removed", subject=user, person=_person(user), means=words)
    security_events.note(user, SecurityEvent.Kind.FACTOR_REMOVED, means=words, browser=browser)
    account_emails.write_to(user, "factor_removed", factor=words)


def _person(user: User) -> UUID | None:
    return user.person.public_id if user.person else None
