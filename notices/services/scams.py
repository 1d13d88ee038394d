"""Warnings about scams, published by staff; and reports of scams, from anybody."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from notices.models import ScamAlert, ScamReport
from sers_portal.base import audit, clock, limits
from sers_portal.base.audit import Actor
from sers_portal.base.crockford import ALPHABET, grouped, is_offensive
from sers_portal.base.limits import Limit

REPORTS = [Limit(5, timedelta(hours=1)), Limit(20, timedelta(days=1))]
REFERENCE = 8
# More warnings than that at once would be read by nobody.
MOST_AT_ONCE = 5


@dataclass(frozen=True)
class Report:
    """What somebody reports, as they typed it."""

    way: str
    story: str
    sender: str
    given: Sequence[str]
    contact: str
    language: str


def publish_alert(
    *,
    titles: tuple[str, str],
    words: tuple[str, str],
    from_on: date,
    until_on: date,
    by: Actor,
) -> ScamAlert:
    """A warning in the banner of every page between two days; `titles` and `words` in English and Spanish."""
    assert by.id is not None
    with transaction.atomic():
        alert = ScamAlert.objects.create(
            title_en=titles[0],
            title_es=titles[1],
            words_en=words[0],
            words_es=words[1],
            from_on=from_on,
            until_on=until_on,
            published_by=by.id,
            published_by_name=by.name,
            published_at=clock.now(),
        )
        audit.record(by=by, verb="published a scam alert", subject=alert)
    return alert


def withdraw_alert(*, alert: ScamAlert, by: Actor) -> None:
    """Take a warning back: it is shown nowhere any more. Done twice, it stays as it was."""
    with transaction.atomic():
        held = ScamAlert.objects.select_for_update().get(pk=alert.pk)
        if held.withdrawn_at is None:
            held.withdrawn_at = clock.now()
            held.save(update_fields=["withdrawn_at"])
            audit.record(by=by, verb="withdrew a scam alert", subject=held)


def published_alerts() -> QuerySet[ScamAlert]:
    """Every warning that was ever in the banner, or is in it now, newest first."""
    return ScamAlert.objects.filter(withdrawn_at=None, from_on__lte=clock.today())


def alerts_now() -> list[ScamAlert]:
    """What the banner warns of today. One query where nothing is published: the day is asked for only then."""
    newest = ScamAlert.objects.filter(withdrawn_at=None).order_by("-until_on", "-pk")
    rows = list(newest[:MOST_AT_ONCE])
    today = clock.today() if rows else None
    return [row for row in rows if today and row.from_on <= today <= row.until_on]


def report_scam(*, report: Report, origin: str, by: Actor) -> ScamReport:
    """Keep a report, sealed, and give it a number. Raises `LimitReached` after five from one place in an hour."""
    limits.take("scam-report", origin, REPORTS)
    row = ScamReport(
        reference=_reference(),
        way=report.way,
        given=list(report.given),
        language=report.language,
        reported_by=by.id,
        reported_at=clock.now(),
    )
    row.story, row.sender, row.contact = report.story, report.sender, report.contact
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(by=by, verb="reported a scam", subject=row)
    return row


def handle_report(*, report: ScamReport, state: str, note: str, by: Actor) -> ScamReport:
    """Staff note what became of a report."""
    assert by.id is not None
    with transaction.atomic():
        held = ScamReport.objects.select_for_update().get(pk=report.pk)
        held.state, held.note = ScamReport.State(state), note
        held.handled_by, held.handled_by_name, held.handled_at = by.id, by.name, clock.now()
        held.save(update_fields=["state", "note", "handled_by", "handled_by_name", "handled_at"])
        audit.record(by=by, verb="handled a report of a scam", subject=held, state=state)
    return held


def _reference() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(REFERENCE))
        if not is_offensive(code) and not ScamReport.objects.filter(reference=grouped(code, 4)).exists():
            return grouped(code, 4)
