"""More requests or links in an hour than is usual: a row that stands open until a person on the staff has looked.

Thieves with lists of stolen data open accounts by the hundred (PSRS of Missouri, 2017); one by one they look harmless.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet

from accounts.models import Alarm, LetterRequest, Registration
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM, Actor, record

HOUR = timedelta(hours=1)
# Fewer than the limit of ten, so that staff see who runs into it.
FROM_ONE_ORIGIN = 8
MOST_SHOWN = 200

Kind = Alarm.Kind


def look_at_requests(origin_index: str) -> None:
    """After a request: are there too many in all, too many that match nobody, or too many from this origin?"""
    recent = LetterRequest.objects.filter(asked_at__gt=clock.now() - HOUR)
    _raise_above(Kind.REQUESTS, recent.count(), settings.ALARM_LETTER_REQUESTS)
    unmatched = recent.filter(state=LetterRequest.State.NO_MATCH).count()
    _raise_above(Kind.UNMATCHED, unmatched, settings.ALARM_UNMATCHED_REQUESTS)
    _raise_above(Kind.ONE_ORIGIN, recent.filter(origin_index=origin_index).count(), FROM_ONE_ORIGIN)


def look_at_registrations() -> None:
    """After a registration: are accounts linked in bulk?"""
    recent = Registration.objects.filter(registered_at__gt=clock.now() - HOUR)
    _raise_above(Kind.REGISTRATIONS, recent.count(), settings.ALARM_REGISTRATIONS)


def requests_meant(alarm: Alarm) -> QuerySet[LetterRequest]:
    """The requests an alarm was raised for, the newest first; those of one place beside each other."""
    rows = LetterRequest.objects.filter(asked_at__gt=alarm.raised_at - HOUR, asked_at__lte=alarm.last_at)
    if alarm.kind == Kind.UNMATCHED:
        rows = rows.filter(state=LetterRequest.State.NO_MATCH)
    if alarm.kind == Kind.ONE_ORIGIN:
        counted = rows.order_by().values("origin_index").annotate(number=Count("pk"))
        many = counted.filter(number__gte=FROM_ONE_ORIGIN).values("origin_index")
        rows = rows.filter(origin_index__in=many)
    return rows.select_related("person", "account").order_by("origin_index", "-asked_at")[:MOST_SHOWN]


def registrations_meant(alarm: Alarm) -> QuerySet[Registration]:
    """The links an alarm was raised for, the newest first."""
    period = {"registered_at__gt": alarm.raised_at - HOUR, "registered_at__lte": alarm.last_at}
    rows = Registration.objects.filter(**period).select_related("person", "account")
    return rows.order_by("-registered_at")[:MOST_SHOWN]


def mark_seen(*, alarm: Alarm, note: str, by: Actor) -> bool:
    """Somebody looked into an alarm. False when somebody else had."""
    with transaction.atomic():
        held = Alarm.objects.select_for_update().get(pk=alarm.pk)
        if held.seen_at is not None:
            return False
        held.seen_at, held.seen_by, held.seen_by_name, held.note = clock.now(), by.id, by.name, note
        held.save()
        record(by=by, verb="looked into an alarm", subject=held, note=note)
    return True


def _raise_above(kind: Alarm.Kind, count: int, usual: int) -> None:
    if count < usual:
        return
    now = clock.now()
    # The burst somebody has just looked into is not raised again by its own last requests.
    if Alarm.objects.filter(kind=kind, seen_at__gt=now - HOUR).exists():
        return
    alarm, is_new = Alarm.objects.get_or_create(
        kind=kind, seen_at=None, defaults={"raised_at": now, "last_at": now, "most_in_an_hour": count}
    )
    if is_new:
        record(by=SYSTEM, verb="raised an alarm", subject=alarm, kind=kind.value, count=count)
    else:
        Alarm.objects.filter(pk=alarm.pk).update(
            last_at=now, most_in_an_hour=max(count, alarm.most_in_an_hour)
        )
