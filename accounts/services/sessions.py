"""Signed-in sessions: how long they last, which there are, and how they end.

A session carries its own marks: when it began, when its owner last did something, and its row in `SignIn`. They are
kept by the real clock, not the demonstration's: moving that on by a week signs nobody out. A session without marks
was begun by no sign-in of ours, and is not accepted (`accounts.middleware`).
"""

import secrets
import time
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Device, Disavowal, SecurityEvent, SignIn, User
from accounts.services import account_emails, security_events
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from sers_portal.base.sealing import blind_index

IDLE_SECONDS = 15 * 60
WARNING_SECONDS = 150
LONGEST_SECONDS = 12 * 3600
# Marking every request would write the session each time; half a minute more or less matters to nobody.
MARK_EVERY_SECONDS = 30
# How a second step is recorded that a provider of accounts asked for, in our place.
BY_PROVIDER = "provider"
BEGAN, ACTIVE, ROW, NAME = "signed_in_at", "active_at", "sign_in", "named"
DISAVOWAL_VALID_FOR = timedelta(days=10)


def begin(session: SessionBase, user: User, *, browser: str, device: Device | None = None) -> SignIn:
    """Mark a session as begun now, and list it for its owner."""
    if session.session_key is None:
        session.create()
    assert session.session_key is not None
    now = clock.now()
    sign_in = SignIn.objects.create(
        user=user,
        session_key=session.session_key,
        device=device,
        browser=browser,
        began_at=now,
        last_seen_at=now,
    )
    session[BEGAN] = session[ACTIVE] = time.time()
    session[ROW] = str(sign_in.pk)
    session[NAME] = session.session_key
    return sign_in


def seconds_left(session: SessionBase) -> int:
    """How long the session lasts if nothing more is done. 0 when it is over, or was never begun."""
    began, active = session.get(BEGAN), session.get(ACTIVE)
    if began is None or active is None:
        return 0
    now = time.time()
    return max(0, int(min(active + IDLE_SECONDS, began + LONGEST_SECONDS) - now))


def mark_active(session: SessionBase) -> None:
    """Its owner did something: the quarter of an hour begins anew."""
    is_renamed = session.get(NAME) != session.session_key
    if time.time() - session.get(ACTIVE, 0) < MARK_EVERY_SECONDS and not is_renamed:
        return
    session[NAME] = session.session_key
    session[ACTIVE] = time.time()
    rows = _row_of(session)
    rows.update(last_seen_at=clock.now(), session_key=session.session_key)


def rename(session: SessionBase) -> None:
    """Give a session a new name after a confirmation: whoever knew the old one has nothing."""
    session.cycle_key()
    session[NAME] = session.session_key
    _row_of(session).update(session_key=session.session_key)


def extend(session: SessionBase) -> None:
    """Stay signed in: the quarter of an hour begins anew, the twelve hours do not."""
    session[ACTIVE] = time.time()
    _row_of(session).update(last_seen_at=clock.now())


def close(session: SessionBase) -> None:
    """Note that a session is over; the caller flushes it."""
    _row_of(session).filter(ended_at=None).update(ended_at=clock.now())


def open_sign_ins(user: User) -> list[SignIn]:
    """The sessions of an account that can still be used, the newest first."""
    rows = SignIn.objects.filter(user=user, ended_at=None)
    idle_since = clock.now() - timedelta(seconds=IDLE_SECONDS)
    return list(rows.filter(last_seen_at__gt=idle_since))


def end_one(user: User, sign_in_id: UUID, *, by: Actor) -> None:
    """End one session of an account. Raises `SignIn.DoesNotExist` for somebody else's."""
    _end([SignIn.objects.get(user=user, pk=sign_in_id)], user=user, by=by)


def end_all(user: User, *, by: Actor, but: str | None = None) -> int:
    """End every session of an account, except the one whose row's id is given. Returns how many."""
    rows = SignIn.objects.filter(user=user, ended_at=None)
    return _end([row for row in rows if str(row.pk) != but], user=user, by=by)


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session passed the second step, here or at a provider whose second step counts."""
    user = request.user
    return user.is_authenticated and any(
        record.get("method") == "mfa" for record in get_authentication_records(request, user)
    )


def brought_second_factor(request: HttpRequest) -> bool:
    """Whether this session's second step was one at a provider: the account need not have one here."""
    return any(
        record.get("type") == BY_PROVIDER for record in get_authentication_records(request, request.user)
    )


def recognise(user: User, token: str, *, browser: str) -> tuple[Device, bool]:
    """The device of a cookie, and whether it is new to this account."""
    now = clock.now()
    device, is_new = Device.objects.get_or_create(
        user=user,
        token_index=blind_index(token, purpose="device"),
        defaults={"browser": browser, "first_seen_at": now, "last_seen_at": now},
    )
    if not is_new:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now, browser=browser)
    return device, is_new


def tell_of_new_device(user: User, *, browser: str) -> None:
    """Write to the owner that a browser not seen before was used, with a link to say that it was not them."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Disavowal.objects.create(
            user=user,
            token_index=blind_index(token, purpose="disavowal"),
            expires_at=clock.now() + DISAVOWAL_VALID_FOR,
        )
        link = account_emails.link_to("account_disavow", token)
        account_emails.write_to(user, "new_device", browser=browser, at=clock.now(), link=link)


def disavowal(token: str) -> Disavowal | None:
    """The link's row, as long as it is good."""
    rows = Disavowal.objects.select_related("user").filter(used_at=None, expires_at__gt=clock.now())
    return rows.filter(token_index=blind_index(token, purpose="disavowal")).first()


def disavow(token: str) -> User | None:
    """ "This was not me": end every session and void the password, so that a new one must be chosen by e-mail."""
    with transaction.atomic():
        found = disavowal(token)
        if found is None:
            return None
        row = Disavowal.objects.select_for_update().filter(pk=found.pk, used_at=None).first()
        if row is None:
            return None
        row.used_at = clock.now()
        row.save(update_fields=["used_at"])
        user = row.user
        user.set_unusable_password()
        user.save(update_fields=["password"])
        security_events.note(user, SecurityEvent.Kind.DISAVOWED)
        audit.record(by=user.actor, verb="sign_in.disavowed", subject=user, person=_person(user))
        end_all(user, by=user.actor)
        account_emails.write_to(user, "disavowed", link=account_emails.link_to("account_reset_password"))
    return user


def _row_of(session: SessionBase) -> QuerySet[SignIn]:
    return SignIn.objects.filter(pk__in=[session[ROW]] if ROW in session else [])


def _end(rows: Iterable[SignIn], *, user: User, by: Actor) -> int:
    rows = list(rows)
    with transaction.atomic():
        Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
        SignIn.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=clock.now())
        if rows:
            audit.record(by=by, verb="sessions.ended", subject=user, person=_person(user), count=len(rows))
            security_events.note(user, SecurityEvent.Kind.SESSION_ENDED)
    return len(rows)


def _person(user: User) -> UUID | None:
    return user.person.public_id if user.person else None
