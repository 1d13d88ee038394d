from benefits.models import BankChange
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

VERBS = {
    BankChange.State.STOPPED: "stopped a change of the bank account",
    BankChange.State.REFUSED: "refused a change of the bank account",
}


def close(
    change: BankChange, state: BankChange.State, how: BankChange.Closing, *, by: Actor, reason: str = ""
) -> None:
    """End a waiting change without effect, with its audit row. The caller holds its person's row."""
    change.state, change.closing, change.closing_reason = state, how, reason[:300]
    change.closed_at, change.closed_by, change.closed_by_name = clock.now(), by.id, by.name
    change.save(
        update_fields=["state", "closing", "closing_reason", "closed_at", "closed_by", "closed_by_name"]
    )
    audit.record(
        by=by, verb=VERBS[state], subject=change, person=change.person.public_id, how=how.value, reason=reason
    )
