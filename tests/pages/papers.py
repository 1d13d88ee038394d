"""Letters of the cast, for the tests of their pages and of the public check."""

import uuid

from accounts.models import Address, LetterFor, Person
from accounts.services.activation.telling import tell_by_letter
from benefits.models import VerificationLetter
from benefits.services import verification
from notices import check_codes
from notices.models import Letter


def a_letter(person: Person) -> Letter:
    """An ordinary letter to a person, about their account."""
    address = Address.objects.get(person=person)
    tell_by_letter(person=person, address=address, key=str(uuid.uuid4()), template="letters/linked.html")
    return Letter.objects.get(pk=LetterFor.objects.get(person=person).letter_id)


def a_verification(person: Person, kind: str = "income", **options) -> VerificationLetter:
    """A verification letter with every line there is."""
    keys = [offer.key for offer in verification.offers(person, kind, language="en")]
    options = {"id": uuid.uuid4(), "keys": keys, "language": "en", "by": person.account.actor, **options}
    return verification.issue(person=person, kind=kind, **options)


def code_of(letter: VerificationLetter) -> str:
    return check_codes.printed_code_of(letter.document_id)
