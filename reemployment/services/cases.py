"""Suspensions that the rules ask for: opened by them, proposed by one person, approved by another."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from benefits.models import Annuity, AnnuitySuspension
from benefits.rules.law import Law
from benefits.rules.refusals import Refusal
from benefits.rules.worksheet import Worksheet, line_to_record
from benefits.services import suspensions
from benefits.services.suspensions import SuspensionRefused
from reemployment.models import ReturnNotice, SuspensionCase
from reemployment.selectors import Retiree, rule_for
from reemployment.services import telling
from reemployment.services.trouble import WorkRefused
from sers_portal.base import audit, clock
from sers_portal.base.audit import SYSTEM, Actor

State = SuspensionCase.State
Cause = SuspensionCase.Cause
UNDECIDED = (State.OPEN, State.PROPOSED)


def open_for_notice(*, someone: Retiree, notice: ReturnNotice, law: Law) -> SuspensionCase | None:
    """Open the case of work that suspends from its first day; None where the work does not."""
    if notice.kind not in Cause.values:
        return None
    outcome = rule_for(
        someone,
        kind=notice.kind,
        starts_on=notice.starts_on,
        law=law,
        is_of_2002_incentive=notice.is_of_2002_incentive,
    )
    if outcome is None or isinstance(outcome, Refusal) or outcome.suspended_on is None:
        return None
    return open_case(
        annuity=someone.annuity,
        cause=notice.kind,
        suspend_on=outcome.suspended_on,
        worksheet=outcome.worksheet,
        law=law,
        notice=notice,
    )


def open_case(
    *,
    annuity: Annuity,
    cause: str,
    suspend_on: date,
    worksheet: Worksheet,
    law: Law,
    notice: ReturnNotice | None = None,
) -> SuspensionCase | None:
    """Open a case, or bring the undecided one of the annuity forward. None where a suspension covers the day already.

    Days that arrive late may show an earlier 76th day: the case then moves there, never to a later day.
    """
    annuity = Annuity.objects.select_for_update().get(pk=annuity.pk)
    if _is_covered(annuity, suspend_on) or _was_dismissed(annuity, cause, suspend_on):
        return None
    lines = [line_to_record(line) for line in worksheet]
    known = SuspensionCase.objects.filter(annuity=annuity, state__in=UNDECIDED).first()
    if known is not None:
        return _brought_forward(known, cause, suspend_on, lines)
    case = SuspensionCase.objects.create(
        annuity=annuity,
        cause=cause,
        notice=notice,
        suspend_on=suspend_on,
        law_edition=law.edition,
        worksheet=lines,
        opened_at=clock.now(),
    )
    _note("opened a suspension case", case, SYSTEM, cause=cause, suspend_on=suspend_on.isoformat())
    telling.tell(case, "opened")
    return case


def close_if_no_longer_due(*, annuity: Annuity, year: int) -> None:
    """Days that were taken back may leave a year within the limit: a case nobody has taken up is then dismissed."""
    rows = SuspensionCase.objects.select_for_update().filter(
        annuity=annuity, cause=Cause.DAY_TOO_MANY, state=State.OPEN, suspend_on__year=year
    )
    for case in rows:
        _dismiss(case, SYSTEM, _("The days were corrected: the year has no day too many."))


def propose(*, case: SuspensionCase, by: Actor) -> SuspensionCase:
    """The first person has looked at the days and proposes the suspension. Raises `WorkRefused`."""
    with transaction.atomic():
        row = _held(case, State.OPEN)
        _refuse_own(row, by)
        row.suspension = _as_refusal(
            suspensions.propose,
            annuity=row.annuity,
            from_on=row.suspend_on,
            reason=str(row.get_cause_display()),
            by=by,
        )
        row.state = State.PROPOSED
        row.save(update_fields=["state", "suspension"])
        _note("took up a suspension case", row, by)
    return row


def confirm(*, case: SuspensionCase, by: Actor) -> SuspensionCase:
    """The second person approves: the annuity is suspended, and its payee is told. Raises `WorkRefused`."""
    with transaction.atomic():
        row = _held(case, State.PROPOSED)
        _refuse_own(row, by)
        _as_refusal(suspensions.approve, suspension=row.suspension, by=by)
        _decide(row, State.CONFIRMED, by, "")
        _note("confirmed a suspension case", row, by)
        telling.tell(row, "suspended")
    return row


def dismiss(*, case: SuspensionCase, by: Actor, reason: str) -> SuspensionCase:
    """No suspension after all; the reason is kept. Raises `WorkRefused`."""
    if not reason.strip():
        raise WorkRefused(_("Write the reason: it is kept with the case."))
    with transaction.atomic():
        row = _held(case, *UNDECIDED)
        _refuse_own(row, by)
        if row.suspension is not None:
            _as_refusal(suspensions.withdraw, suspension=row.suspension, by=by)
        _dismiss(row, by, reason.strip())
        telling.tell(row, "dismissed")
    return row


def propose_resumption(*, case: SuspensionCase, employment_ended_on: date, by: Actor) -> SuspensionCase:
    """The work has ended: propose that the annuity resumes on the first of the next month. Raises `WorkRefused`."""
    with transaction.atomic():
        row = _held(case, State.CONFIRMED)
        _refuse_own(row, by)
        _as_refusal(
            suspensions.propose_end,
            suspension=row.suspension,
            employment_ended_on=employment_ended_on,
            by=by,
        )
        _note("proposed to resume an annuity", row, by, ended_on=employment_ended_on.isoformat())
    return row


def confirm_resumption(*, case: SuspensionCase, by: Actor) -> SuspensionCase:
    """The second person approves the end of the suspension, and the payee is told. Raises `WorkRefused`."""
    with transaction.atomic():
        row = _held(case, State.CONFIRMED)
        _refuse_own(row, by)
        _as_refusal(suspensions.approve_end, suspension=row.suspension, by=by)
        _note("resumed an annuity after work", row, by)
        telling.tell(row, "resumed")
    return row


def _brought_forward(
    case: SuspensionCase, cause: str, suspend_on: date, lines: list[dict[str, object]]
) -> SuspensionCase:
    """An earlier day, before anybody has proposed one."""
    if case.state == State.OPEN and (suspend_on < case.suspend_on or case.cause == cause):
        case.suspend_on, case.cause, case.worksheet = suspend_on, cause, lines
        case.save(update_fields=["suspend_on", "cause", "worksheet"])
        _note("moved a suspension case", case, SYSTEM, suspend_on=suspend_on.isoformat())
    return case


def _is_covered(annuity: Annuity, day: date) -> bool:
    in_force = AnnuitySuspension.objects.filter(annuity=annuity, state="in_force", from_on__lte=day)
    return in_force.exclude(until_on__lt=day).exists()


def _was_dismissed(annuity: Annuity, cause: str, day: date) -> bool:
    """A person has looked at this very day and said no; the rules do not ask again."""
    dismissed = SuspensionCase.objects.filter(annuity=annuity, cause=cause, suspend_on=day)
    return dismissed.filter(state=State.DISMISSED, decided_by__isnull=False).exists()


def _held(case: SuspensionCase, *states: str) -> SuspensionCase:
    rows = SuspensionCase.objects.select_for_update(of=("self",)).select_related(
        "annuity__payee", "suspension"
    )
    row = rows.get(pk=case.pk)
    if row.state not in states:
        raise WorkRefused(
            _("The case is “%(state)s” by now; this step cannot be taken.")
            % {"state": row.get_state_display()}
        )
    return row


def _refuse_own(case: SuspensionCase, by: Actor) -> None:
    if by.id is None:
        raise WorkRefused(_("Say who does this: it needs two people."))
    if User.objects.filter(public_id=by.id, person=case.annuity.payee).exists():
        raise WorkRefused(_("This is your own annuity. Hand the case to a colleague."))


def _as_refusal(act: Callable[..., Any], **given: Any) -> Any:
    try:
        with transaction.atomic():
            return act(**given)
    except SuspensionRefused as refusal:
        raise WorkRefused(str(refusal)) from refusal
    except IntegrityError as error:
        raise WorkRefused(_("Somebody else decided this a moment ago. Look at the case again.")) from error


def _dismiss(case: SuspensionCase, by: Actor, reason: str) -> None:
    _decide(case, State.DISMISSED, by, reason)
    _note("dismissed a suspension case", case, by, reason=reason)


def _decide(case: SuspensionCase, state: str, by: Actor, reason: str) -> None:
    case.state, case.decided_at, case.decision_reason = state, clock.now(), reason
    case.decided_by, case.decided_by_name = by.id, by.name
    case.save()


def _note(verb: str, case: SuspensionCase, by: Actor, **detail: str) -> None:
    audit.record(by=by, verb=verb, subject=case, person=case.annuity.payee.public_id, **detail)
