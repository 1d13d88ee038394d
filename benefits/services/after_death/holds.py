"""Payments held because somebody told of a death: from the report until two people have judged it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import Person, User
from benefits.models import Claim, PaymentHold, PaymentRun, PlannedPayment
from benefits.services.after_death import telling
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import second_person, somebody
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor
from sers_portal.base.clock import SPRINGFIELD
from sers_portal.base.spoken_times import say_day

State = PaymentHold.State
Trouble = PlannedPayment.Trouble
# A claim of these kinds says that the member it is about has died.
KINDS_THAT_TELL = ("death_report", "survivor", "lump_sum_death", "occupational_death")


def hold_for(*, claim: Claim, by: Actor, person: Person | None = None) -> PaymentHold | None:
    """Hold what would be paid to the person of whom a claim says that they died: its member, or `person`.

    None where there is nothing to hold: another kind of claim, nobody known yet, or the death is on record.
    """
    deceased = person or (claim.member.person if claim.member is not None else None)
    if claim.kind not in KINDS_THAT_TELL or deceased is None:
        return None
    # Asked of the database: the row in hand may be older than the record of the death.
    if Person.objects.filter(pk=deceased.pk, died_on__isnull=False).exists():
        return None
    with transaction.atomic():
        row, is_new = PaymentHold.objects.get_or_create(
            claim=claim,
            person=deceased,
            defaults={"said_died_on": _told(claim), "held_by_name": by.name, "held_at": clock.now()},
        )
        if is_new:
            _note("held payments: a death was reported", row, by)
            telling.order(row)
    return row


def held_people(people: Iterable[int] | None = None) -> set[int]:
    """Of these people (or of all) those whose payments are held."""
    held = PaymentHold.objects.filter(state=State.HELD)
    if people is not None:
        held = held.filter(person__in=set(people))
    return set(held.values_list("person", flat=True))


def held_since(person: Person) -> date | None:
    """The day from which payments to a person are held; None where they are not."""
    rows = PaymentHold.objects.filter(person=person, state=State.HELD)
    first = rows.order_by("held_at").values_list("held_at", flat=True).first()
    return first.astimezone(SPRINGFIELD).date() if first is not None else None


def last_seen_at(person: Person) -> datetime | None:
    """When the person's own account was last used; None where it never was, or there is none.

    After a report of a death that is a sign of life, and no proof: somebody else may know the password.
    """
    user = User.objects.filter(person=person).annotate(seen_at=Max("sign_ins__last_seen_at")).first()
    times = [user.last_login, user.seen_at] if user is not None else []
    return max((at for at in times if at is not None), default=None)


def propose_release(*, hold: PaymentHold, reason: str, by: Actor) -> PaymentHold:
    """The report is false: one person says so and why, another releases. Raises `PaymentRefused`."""
    with transaction.atomic():
        row = _locked(hold)
        row.release_reason = given(reason)
        row.release_proposed_by, row.release_proposed_by_name = somebody(by), by.name
        row.save(update_fields=["release_reason", "release_proposed_by", "release_proposed_by_name"])
        _note("proposed to release payments", row, by)
    return row


def approve_release(*, hold: PaymentHold, by: Actor) -> PaymentHold:
    """The second person releases the payments: the next run pays them, with the months left out meanwhile."""
    with transaction.atomic():
        row = _locked(hold)
        if row.release_proposed_by is None:
            raise PaymentRefused(_("Somebody must first say why the report is false."))
        row.released_by, row.released_by_name = second_person(row.release_proposed_by, by), by.name
        row.state, row.closed_at = State.RELEASED, clock.now()
        row.save(update_fields=["released_by", "released_by_name", "state", "closed_at"])
        _note("released payments", row, by)
        telling.order(row)
    return row


def close_as_confirmed(*, person: Person) -> None:
    """The death is on record: every hold for it has done its work."""
    held = PaymentHold.objects.filter(person=person, state=State.HELD)
    held.update(state=State.CONFIRMED, closed_at=clock.now())


def leave_out_the_dead(run: PaymentRun, rows: Iterable[int] | None = None) -> int:
    """Leave out of a run, not yet booked, whom it would pay though a death was told or recorded since it was planned.

    Nothing is left out of a file that the Comptroller has: what it pays is booked, and owed back if it must be.
    The caller holds the run's row. Returns how many.
    """
    if run.file_hash:
        return 0
    held = Q(payee__in=held_people())
    recorded = Q(payee__died_on__isnull=False) & ~Q(exceptions__contains=[Trouble.DECEASED])
    found = run.rows.filter(held | recorded, left_out_because="", booked_at=None)
    if rows is not None:
        found = found.filter(pk__in=list(rows))
    # What a job is booking at this moment goes out: it is not waited for.
    locked = found.select_for_update(of=("self",), skip_locked=True)
    changed = list(locked.select_related("payee").order_by("pk"))
    for row in changed:
        died = row.payee is not None and row.payee.died_on is not None
        trouble = Trouble.DECEASED if died else Trouble.DEATH_REPORTED
        row.exceptions = list(dict.fromkeys([trouble.value, *row.exceptions]))
        row.left_out_because = str(trouble.label)
    PlannedPayment.objects.bulk_update(changed, ["exceptions", "left_out_because"])
    return len(changed)


def obstacle_to_paying(row: PlannedPayment) -> str | None:
    """Why nobody can take this payment in, however good the reason; None where nothing of a death stands in the way."""
    if row.payee is None:
        return None
    if row.payee.pk in held_people([row.payee.pk]):
        return _("A death was reported. Two people must first release the payments of this payee.")
    died_on = row.payee.died_on
    if died_on is not None and row.month is not None and row.month > died_on:
        return _("The payee died on %(day)s: nothing is payable for this month.") % {"day": say_day(died_on)}
    return None


def _told(claim: Claim) -> date | None:
    try:
        return date.fromisoformat(str(claim.answer_data.get("died_on")))
    except ValueError:
        return None


def _locked(hold: PaymentHold) -> PaymentHold:
    row = (
        PaymentHold.objects.select_for_update(of=("self",)).select_related("person", "claim").get(pk=hold.pk)
    )
    if row.state != State.HELD:
        raise PaymentRefused(
            _("The hold is closed: %(state)s. This step cannot be taken now.")
            % {"state": row.get_state_display()}
        )
    return row


def _note(verb: str, row: PaymentHold, by: Actor) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.person.public_id,
        claim=row.claim.reference,
        reason=row.release_reason,
    )
