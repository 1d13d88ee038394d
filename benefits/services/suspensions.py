"""Suspending an annuity and resuming it: one person proposes, another approves; the payment run keeps the money back.

Reemployment calls these. An annuity is payable through the day before its suspension and again from the day after its
last day, the first of a month (law.md 8). `suspend` and `resume` are for callers that hold two people's word already.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from benefits.models import Annuity, AnnuitySuspension
from benefits.rules.months import ONE_DAY, Month
from benefits.services.two_people import second_person, somebody
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

State = AnnuitySuspension.State


class SuspensionRefused(Exception):
    """The annuity cannot be suspended or resumed so; the message says why and what to do."""


def propose(*, annuity: Annuity, from_on: date, reason: str, by: Actor) -> AnnuitySuspension:
    """Propose that an annuity is not paid from a day on, until further notice."""
    if not reason.strip():
        raise SuspensionRefused(_("Give the reason: it is kept with the record."))
    with transaction.atomic():
        annuity = Annuity.objects.select_for_update().get(pk=annuity.pk)
        if annuity.state == Annuity.State.ENDED:
            raise SuspensionRefused(_("The annuity has ended. There is nothing to suspend."))
        if from_on < annuity.starts_on:
            raise SuspensionRefused(
                _("The annuity begins on %(on)s. A suspension cannot begin before that.")
                % {"on": annuity.starts_on}
            )
        suspension = _created(annuity, from_on, reason.strip(), by)
        _note("proposed a suspension", suspension, by, from_on=from_on.isoformat())
    return suspension


def approve(*, suspension: AnnuitySuspension, by: Actor) -> AnnuitySuspension:
    """A second person puts a proposed suspension in force."""
    with transaction.atomic():
        row = _locked(suspension, State.PROPOSED)
        second = second_person(row.proposed_by, by, refused=SuspensionRefused)
        row.state, row.approved_at = State.IN_FORCE, clock.now()
        row.approved_by, row.approved_by_name = second, by.name
        row.save()
        _note("suspended an annuity", row, by, from_on=row.from_on.isoformat())
        turn_states(annuity=row.annuity)
    return row


def withdraw(*, suspension: AnnuitySuspension, by: Actor) -> None:
    """Take a proposal back that nobody approved."""
    with transaction.atomic():
        row = _locked(suspension, State.PROPOSED)
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        _note("withdrew a suspension", row, by)


def propose_end(*, suspension: AnnuitySuspension, employment_ended_on: date, by: Actor) -> AnnuitySuspension:
    """Propose that the annuity resumes on the first of the month after the employment ended."""
    with transaction.atomic():
        row = _locked(suspension, State.IN_FORCE)
        last = Month.of(employment_ended_on).last_day
        if row.until_on is not None:
            raise SuspensionRefused(
                _("The annuity resumes already on %(on)s.") % {"on": row.until_on + ONE_DAY}
            )
        if employment_ended_on < row.from_on:
            raise SuspensionRefused(_("The work cannot end before the suspension begins."))
        proposer = somebody(by, refused=SuspensionRefused)
        row.end_proposed, row.end_proposed_by, row.end_proposed_by_name = last, proposer, by.name
        row.save()
        _note("proposed the end of a suspension", row, by, until_on=last.isoformat())
    return row


def approve_end(*, suspension: AnnuitySuspension, by: Actor) -> AnnuitySuspension:
    """A second person ends a suspension: the annuity is payable again from the day after `until_on`."""
    with transaction.atomic():
        row = _locked(suspension, State.IN_FORCE)
        if row.end_proposed is None or row.end_proposed_by is None or row.until_on is not None:
            raise SuspensionRefused(_("No end of this suspension waits for approval."))
        second = second_person(row.end_proposed_by, by, refused=SuspensionRefused)
        row.until_on, row.end_approved_by, row.end_approved_by_name = row.end_proposed, second, by.name
        row.save()
        _note("resumed an annuity", row, by, until_on=row.end_proposed.isoformat())
        turn_states(annuity=row.annuity)
    return row


@transaction.atomic
def suspend(
    *, annuity: Annuity, from_on: date, reason: str, proposed_by: Actor, approved_by: Actor
) -> AnnuitySuspension:
    """Both steps at once, where two people decided elsewhere (a case of reemployment)."""
    proposed = propose(annuity=annuity, from_on=from_on, reason=reason, by=proposed_by)
    return approve(suspension=proposed, by=approved_by)


@transaction.atomic
def resume(
    *, suspension: AnnuitySuspension, employment_ended_on: date, proposed_by: Actor, approved_by: Actor
) -> AnnuitySuspension:
    """Both steps of an end at once, where two people decided elsewhere."""
    row = propose_end(suspension=suspension, employment_ended_on=employment_ended_on, by=proposed_by)
    return approve_end(suspension=row, by=approved_by)


def turn_states(*, annuity: Annuity | None = None) -> int:
    """Have annuities say whether they are suspended today. Returns how many changed; each payment run does all."""
    today = clock.today()
    covers = AnnuitySuspension.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today),
        annuity=OuterRef("pk"),
        state=State.IN_FORCE,
        from_on__lte=today,
    )
    rows = Annuity.objects.exclude(state=Annuity.State.ENDED)
    if annuity is not None:
        rows = rows.filter(pk=annuity.pk)
    changed = rows.filter(Exists(covers), state=Annuity.State.IN_PAYMENT).update(
        state=Annuity.State.SUSPENDED
    )
    # Only those that a row here had suspended: others were suspended before such rows were kept.
    had_one = AnnuitySuspension.objects.filter(annuity=OuterRef("pk"), state=State.IN_FORCE)
    over = rows.filter(Exists(had_one), ~Exists(covers), state=Annuity.State.SUSPENDED)
    return changed + over.update(state=Annuity.State.IN_PAYMENT)


def _created(annuity: Annuity, from_on: date, reason: str, by: Actor) -> AnnuitySuspension:
    try:
        with transaction.atomic():
            return AnnuitySuspension.objects.create(
                annuity=annuity,
                from_on=from_on,
                reason=reason,
                proposed_by=somebody(by, refused=SuspensionRefused),
                proposed_by_name=by.name,
                proposed_at=clock.now(),
            )
    except IntegrityError as error:
        raise SuspensionRefused(
            _("A suspension of this annuity covers that time already, or waits for approval.")
        ) from error


def _locked(suspension: AnnuitySuspension, state: str) -> AnnuitySuspension:
    rows = AnnuitySuspension.objects.select_for_update(of=("self",)).select_related("annuity__payee")
    row = rows.get(pk=suspension.pk)
    if row.state != state:
        raise SuspensionRefused(
            _("The suspension is %(state)s; this step cannot be taken now.")
            % {"state": row.get_state_display()}
        )
    return row


def _note(verb: str, row: AnnuitySuspension, by: Actor, **detail: str) -> None:
    audit.record(by=by, verb=verb, subject=row, person=row.annuity.payee.public_id, **detail)
