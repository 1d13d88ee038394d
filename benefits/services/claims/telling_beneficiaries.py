"""Letters to beneficiaries of a granted lump sum who are not the claimant: first what we need, then what is paid.

Of whom SERS keeps no record an address is all there is: that letter says what to send in, and no amount, for nobody has
shown yet who opens it. As soon as there is a record, the letter with the own share follows.
"""

from django.db import transaction
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Address, DeliveryChoice, Person
from accounts.services.correspondence import PersonalLetter, reach, write_letters
from benefits.models import BeneficiaryLetter, Claim, ClaimEvent, LumpSum
from benefits.services.claims.paid_once import table_of
from benefits.services.claims.steps import check_staff, held, note_audit, write_event
from benefits.services.claims.telling import KIND, TITLES
from benefits.services.claims.trouble import ClaimRefused
from notices.models import Document, Letter
from notices.services.letters import letter_returned, queue_letter
from notices.services.papers import print_letter
from sers_portal.base import clock
from sers_portal.base.audit import Actor

TEMPLATE, NAME = "letters/beneficiary_share.html", "beneficiary_share"


def write_to_beneficiary(
    *, claim: Claim, share: LumpSum, address: Address, language: str, by: Actor
) -> BeneficiaryLetter:
    """Write to a beneficiary without a record, at an address that staff were told. One letter a day for each share.

    Raises `ClaimRefused`.
    """
    with transaction.atomic():
        claim = held(claim)
        check_staff(claim, by)
        share = LumpSum.objects.select_for_update().get(pk=share.pk, claim=claim)
        if share.payee_id is not None or share.state != LumpSum.State.WAITING:
            raise ClaimRefused(_("This beneficiary has a record already, or is paid."))
        key = f"beneficiary:{share.pk}:{clock.today()}"
        if Letter.objects.filter(key=key).exists():
            raise ClaimRefused(_("A letter to this beneficiary was written today already."))
        document = _print(share, address.lines, language)
        letter = queue_letter(
            key=key, kind=KIND, recipient=share.payee_name, address_lines=address.lines, document=document
        )
        return _keep(share, letter, by)


def tell_of_share(share: LumpSum, by: Actor) -> None:
    """Write to a beneficiary who has a record now: the own share, gross to net. Call it in the step's transaction."""
    assert share.payee is not None
    reached = reach(Person.objects.filter(pk=share.payee.pk), topic=DeliveryChoice.Topic.LETTERS)[0]
    if reached.address is None:
        return
    key = f"beneficiary:{share.pk}:recorded"
    document = _print(share, reached.address.lines, str(share.payee.language))
    write_letters([PersonalLetter(reached, key, document)], kind=KIND)
    _keep(share, Letter.objects.get(key=key), by)


@receiver(letter_returned)
def note_returned(letter: Letter, by: Actor, **_more: object) -> None:
    """In the transaction that marks the letter: its claim says that the beneficiary was not reached."""
    kept = BeneficiaryLetter.objects.filter(letter=letter).select_related("share__claim").first()
    if kept is not None:
        words = _("The letter to %(name)s came back from: %(address)s.") % {
            "name": kept.share.payee_name,
            "address": ", ".join(letter.address_lines),
        }
        write_event(kept.share.claim, ClaimEvent.Kind.NOTE, by=by, words=words)


def _print(share: LumpSum, lines: list[str], language: str) -> Document:
    who_died = share.member.person.full_name
    with translation.override(language):
        content: dict[str, object] = {
            "language": language,
            "recipient": share.payee_name,
            "address_lines": list(lines),
            "on": clock.today(),
            "member_name": who_died,
            "reference": share.claim.reference,
            "paid_once": [table_of(share)] if share.payee_id is not None else [],
        }
        return print_letter(template=TEMPLATE, content=content, kind=KIND, title=str(TITLES[NAME]))


def _keep(share: LumpSum, letter: Letter, by: Actor) -> BeneficiaryLetter:
    assert by.id is not None
    kept = BeneficiaryLetter.objects.create(
        share=share, letter=letter, written_at=clock.now(), written_by=by.id, written_by_name=by.name
    )
    words = _("Letter to %(name)s in the mail queue.") % {"name": share.payee_name}
    write_event(share.claim, ClaimEvent.Kind.NOTE, by=by, words=words)
    note_audit(share.claim, "wrote to a beneficiary", by, share=share.pk)
    return kept
