"""Mail that the post brought back: the address is marked, and a code in the letter is void."""

from typing import Any

from django.dispatch import receiver

from accounts.models import ActivationLetter, Address, LetterFor
from accounts.services.activation import letters
from notices.models import Letter
from notices.services.letters import letter_returned
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record


@receiver(letter_returned)
def mark_address_returned(letter: Letter, by: Actor, **_: Any) -> None:
    """In the transaction that marks the letter: its address gets no more mail, unless it has changed since."""
    owner = LetterFor.objects.filter(letter=letter).select_related("person").first()
    if owner is None:
        return
    current = owner.person.addresses.select_for_update().filter(until_on=None, returned_on=None)
    for address in current:
        if address.lines == letter.address_lines:
            _mark(address, letter, by)
    _end_code(letter, by)


def _mark(address: Address, letter: Letter, by: Actor) -> None:
    address.returned_on = letter.returned_on or clock.today()
    address.save(update_fields=["returned_on"])
    record(by=by, verb="marked an address as returned", subject=address, person=address.person.public_id)


def _end_code(letter: Letter, by: Actor) -> None:
    held = ActivationLetter.objects.select_for_update(of=("self",)).select_related("person")
    for code in held.filter(letter=letter, ended_at=None):
        letters.end(code, ActivationLetter.Ending.RETURNED, by=by)
