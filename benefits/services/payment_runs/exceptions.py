"""What somebody should look at before a run is approved, and what the portal leaves to a person by itself."""

from collections.abc import Iterator, Sequence

from accounts.models import Person
from benefits.models import PlannedPayment
from benefits.services.payment_runs.facts import PayeeFacts

Trouble = PlannedPayment.Trouble
# What is not paid without a person's word; in the order in which the reason is said.
LEFT_OUT = (
    Trouble.DECEASED,
    Trouble.DEATH_REPORTED,
    Trouble.NO_LAW,
    Trouble.NEGATIVE,
    Trouble.NO_RECORD,
    Trouble.NO_ADDRESS,
)


def troubles_of_payee(payee: Person, payees: PayeeFacts, *, is_mailed: bool) -> Iterator[Trouble]:
    """What stands in the way of reaching a person with money."""
    if payee.pk in payees.reported_dead:
        yield Trouble.DEATH_REPORTED
    has_account = payee.pk in payees.accounts
    if payee.pk in payees.came_back:
        yield Trouble.CAME_BACK
    elif not has_account:
        yield Trouble.NO_BANK_ACCOUNT
    if payee.pk in payees.dormant:
        yield Trouble.DORMANT
    if (is_mailed or not has_account) and payee.pk not in payees.with_address:
        yield Trouble.NO_ADDRESS


def reason_to_leave_out(troubles: Sequence[str], refusal: str = "") -> str:
    """Why a payment is left to a person; empty where it is paid."""
    first = next((name for name in LEFT_OUT if name in troubles), None)
    if first is None:
        return ""
    return refusal if first == Trouble.NO_LAW and refusal else str(first.label)
