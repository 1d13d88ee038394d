"""Held requests for letters: a member of staff looks, and releases or refuses. No code is ever shown to them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ActivationLetter, LetterRequest
from accounts.services.activation.letters import issue_letter
from accounts.services.activation.requests import LETTERS_OF, close, other_account
from sers_portal.base import limits
from sers_portal.base.audit import Actor

State = LetterRequest.State


class NotHeld(Exception):
    """Somebody else has decided this request; the message says so."""


def release(*, request: LetterRequest, note: str, by: Actor) -> ActivationLetter:
    """Write the letter after all. `NotIssued` when the record must be mended first.

    An account that is linked now makes way when the new one has registered.
    """
    with transaction.atomic():
        held = _held(request)
        assert held.person is not None
        replaces = other_account(held.person, held.account)
        issued = issue_letter(person=held.person, by=by, request=held, replaces=replaces)
        close(held, State.ISSUED, by=by, note=note)
    return issued


def refuse(*, request: LetterRequest, note: str, by: Actor) -> None:
    """Write no letter, and say why for those who look later."""
    with transaction.atomic():
        held = _held(request)
        assert held.person is not None
        # A thief's request must not make the member's own, later the same day, come too soon.
        limits.give_back(LETTERS_OF, str(held.person.public_id))
        close(held, State.REFUSED, by=by, note=note)


def _held(request: LetterRequest) -> LetterRequest:
    held = LetterRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if held.state != State.HELD:
        raise NotHeld(_("This request is not held any more: somebody has decided it."))
    return held
