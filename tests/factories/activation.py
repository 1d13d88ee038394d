"""Activation letters with codes that a test can read, without laying out a PDF for each."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from accounts import activation_code
from accounts.models import ActivationLetter, Person, User
from accounts.services import registration
from accounts.services.activation import entry, issue_letter
from accounts.services.registration import Details
from notices.documents import storage
from notices.models import Letter
from notices.services import batches
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import a_person, an_account
from tests.notices.documents.structure import open_pdf, structure

CODE = re.compile(rb"[0-9A-Z]{5}-[0-9A-Z]{5}")


def plain_pdf(template: str, context: Mapping[str, object]) -> bytes:
    """Stands in for the layout: the words that matter, nothing drawn."""
    return f"%PDF {template} {context.get('code', '')} {context['recipient']}".encode()


def code_in(letter: ActivationLetter) -> str:
    """The code as it is printed in the letter, laid out or plain."""
    content = storage.read(letter.letter.document)
    found = CODE.search(content) or CODE.search(structure(open_pdf(content)).text.encode())
    assert found is not None
    return found[0].decode()


def a_letter(person: Person, *, mailed_days_ago: int | None = 0, **options) -> tuple[ActivationLetter, str]:
    """A letter with a live code, and the code; mailed today, so many days ago, or (None) still in the queue."""
    letter = issue_letter(person=person, by=SYSTEM, **options)
    if mailed_days_ago is not None:
        mail_all(clock.today() - timedelta(days=mailed_days_ago))
    letter.refresh_from_db()
    return letter, activation_code.read_code(code_in(letter))


def mail_all(on: date) -> None:
    """Batch whatever waits, and mark it as mailed on a day."""
    for batch in batches.make_batches(on=on, by=SYSTEM):
        batches.mark_mailed(batch=batch, on=on, by=SYSTEM)


def typed_by(account: User, person: Person) -> ActivationLetter:
    """A letter whose code this account has typed."""
    _, code = a_letter(person)
    return entry.enter_code(account=account, code=code, by=account.actor)


def returned(letter: ActivationLetter) -> None:
    """As the mail room marks it, without telling anybody."""
    Letter.objects.filter(pk=letter.letter_id).update(state="returned", returned_on=clock.today())


def somebody_registering(*, email: str = "rita@example.org") -> User:
    """Rita has typed the code of her letter and filled in the form; she has not sent it off."""
    person = a_person("Rita", "Reyes")
    account = an_account(email=email, given_name="Rita", family_name="Reyes")
    typed_by(account, person)
    registration.save_draft(account=account, typed=answers(account, person))
    return account


def somebody_registered(*, email: str = "rosa@example.org") -> User:
    """Rosa has just registered."""
    person = a_person("Rosa", "Ruiz")
    account = an_account(email=email)
    typed_by(account, person)
    facts = Details("Rosa", "Ruiz", "tel:+1-217-785-7444", "home", person.born_on, "8265", person.member_id)
    registration.complete(account=account, details=facts, by=account.actor)
    return account


def answers(account: User, person: Person, **changes: str) -> dict[str, str]:
    """What is typed into the form of eRegistration for this person."""
    return {
        "email": account.email,
        "email_again": account.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "phone": "(217) 785-7444",
        "phone_kind": "mobile",
        "born_on": f"{person.born_on:%m/%d/%Y}",
        "pin": "8265",
        "pin_again": "8265",
        "number": person.member_id,
        **changes,
    }
