"""Writing a letter with a live code, and whatever ends one.

The code is drawn, printed and forgotten in one transaction: it stands in the letter's PDF, and as keyed hashes here.

A code may be typed from the moment its letter is written. Its days are counted from the day the batch is marked as
mailed; until then it cannot expire. The letter prints the day that follows from the day it was written: mailed later,
it is good for so much longer, and never for less than it says.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

import qrcode
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import activation_code
from accounts.models import ActivationLetter, Address, LetterFor, LetterRequest, Person, User
from notices.models import Document, Letter
from notices.services.letters import cancel_letter, queue_letter
from notices.services.papers import print_letter
from sers_portal.base import clock
from sers_portal.base.audit import Actor, record

KIND = "activation"
DAYS_VALID = 21
DAYS_VALID_FAR = 30
# Outside the contiguous states, and the armed forces' post offices.
FAR = frozenset("AK HI PR GU VI AS MP AA AE AP".split())  # noqa: SIM905  read as a line of an address book

Ending = ActivationLetter.Ending


class NotIssued(Exception):
    """No letter can be written; the message says what must be mended first."""


def current_address(person: Person) -> Address | None:
    """Where the person lives as far as is known, whether or not the post delivers there."""
    return person.addresses.filter(until_on=None).first()


def days_valid(address: Address) -> int:
    """How many days a letter to this address is good for once it is mailed."""
    return DAYS_VALID_FAR if address.state in FAR else DAYS_VALID


def issue_letter(
    *, person: Person, by: Actor, request: LetterRequest | None = None, replaces: User | None = None
) -> ActivationLetter:
    """Write a letter with a new code to the address on file, and end any that was live.

    `replaces` is the linked account that staff decided may make way. `NotIssued` when there is nowhere to send it.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        address = _usable_address(person)
        _supersede(person, by)
        code = _unused_code()
        letter = _post(person, address, code)
        found = activation_code.hashes(code)
        issued = ActivationLetter.objects.create(
            person=person,
            letter=letter,
            address=address,
            request=request,
            issued_at=clock.now(),
            days_valid=days_valid(address),
            finder_hash=found.finder,
            code_hash=found.whole,
            replaces=replaces,
        )
        record(by=by, verb="issued an activation letter", subject=issued, person=person.public_id)
    return issued


def end(letter: ActivationLetter, because: ActivationLetter.Ending, *, by: Actor) -> None:
    """End a letter whose row the caller holds. Its person is free for another account."""
    letter.ended_at, letter.ended_because = clock.now(), because
    letter.save(update_fields=["ended_at", "ended_because"])
    record(
        by=by,
        verb=f"ended an activation letter: {because.value}",
        subject=letter,
        person=letter.person.public_id,
    )


def withdraw(*, letter: ActivationLetter, by: Actor) -> bool:
    """Staff void a live letter. False when it had ended already."""
    with transaction.atomic():
        held = ActivationLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
        if held.ended_at is not None:
            return False
        _take_out_of_queue(held, by)
        end(held, Ending.WITHDRAWN, by=by)
    return True


def _usable_address(person: Person) -> Address:
    address = current_address(person)
    if person.died_on is not None:
        raise NotIssued(_("This person is recorded as deceased. Correct the record first, if it is wrong."))
    if address is None:
        raise NotIssued(_("There is no address on file. Record one first."))
    if address.returned_on is not None:
        raise NotIssued(_("The post returned mail from the address on file. Record the new address first."))
    return address


def _supersede(person: Person, by: Actor) -> None:
    live = ActivationLetter.objects.select_for_update(of=("self",)).filter(person=person, ended_at=None)
    for older in live:
        _take_out_of_queue(older, by)
        end(older, Ending.SUPERSEDED, by=by)


def _take_out_of_queue(letter: ActivationLetter, by: Actor) -> None:
    if letter.letter.state == Letter.State.QUEUED:
        cancel_letter(letter=letter.letter, by=by, reason="its code has ended")


def _unused_code() -> str:
    while True:
        code = activation_code.new_code()
        finder = activation_code.hashes(code).finder
        if not ActivationLetter.objects.filter(finder_hash=finder).exists():
            return code


def _post(person: Person, address: Address, code: str) -> Letter:
    document = _print(person, address, code, clock.today())
    letter = queue_letter(
        key=f"{KIND}:{document.pk}",
        kind=KIND,
        recipient=person.full_name,
        address_lines=address.lines,
        document=document,
    )
    LetterFor.objects.create(letter=letter, person=person)
    return letter


def _print(person: Person, address: Address, code: str, on: date) -> Document:
    with translation.override(person.language):
        content = {
            "language": person.language,
            "recipient": person.full_name,
            "address_lines": address.lines,
            "on": on,
            "good_until": on + timedelta(days=days_valid(address)),
            "days_valid": days_valid(address),
            "code": activation_code.printed(code),
            "site": settings.SITE_ADDRESS,
            "square": _square(settings.SITE_ADDRESS + reverse("activation_enter")),
        }
        return print_letter(
            template="letters/activation.html",
            content=content,
            kind="activation-letter",
            title=_("Activation code letter"),
            holds_code=True,
        )


def _square(address: str) -> dict[str, object]:
    """The QR code of an address as one path of an SVG, and how many units wide it is."""
    drawn = qrcode.QRCode(border=0)
    drawn.add_data(address)
    rows = drawn.get_matrix()
    runs = (
        f"M{start} {row}h{length}v1h-{length}z"
        for row, cells in enumerate(rows)
        for start, length in _dark_runs(cells)
    )
    return {"path": "".join(runs), "size": len(rows)}


def _dark_runs(cells: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Where dark cells stand side by side: the place of the first, and how many."""
    for is_dark, run in groupby(enumerate(cells), key=itemgetter(1)):
        places = [place for place, _dark in run]
        if is_dark:
            yield places[0], len(places)
