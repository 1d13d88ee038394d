"""Freezing: from the records to everything a statement will print, once and for all."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from benefits.models import Statement
from benefits.rules.law import Law
from benefits.services.statements import member, payee
from benefits.services.statements.content import StatementContent, to_json
from benefits.services.statements.parts import Parts
from benefits.services.statements.phrases import day
from benefits.services.statements.record_sections import RECIPROCAL_SYSTEMS, contact
from benefits.services.statements.records import PAYEES, Records, load

EDITION_DIGITS = 8

Content = dict[str, Any]


def freeze(
    statements: Sequence[Statement], *, year: int, law: Law
) -> Iterator[tuple[Statement, Content | Exception]]:
    """The content of each statement, or the exception that stopped it: one broken record holds up no other.

    The records of all are fetched at once (an error there is raised); each is composed when its turn comes.
    """
    records = load(statements, year=year)
    return ((statement, _freeze_one(statement, records, year, law)) for statement in statements)


def _freeze_one(statement: Statement, records: Records, year: int, law: Law) -> Content | Exception:
    try:
        return to_json(content_of(statement, records, year=year, law=law))
    except Exception as error:  # noqa: BLE001  handed to the caller, who tries this statement alone
        return error


def content_of(statement: Statement, records: Records, *, year: int, law: Law) -> StatementContent:
    """Everything that is printed for one person, in their language."""
    person = statement.person
    with translation.override(person.language):
        parts = _parts(statement, records, year, law)
        address = records.addresses.get(person.pk)
        return StatementContent(
            language=person.language,
            kind=statement.kind,  # type: ignore[arg-type]
            year=year,
            as_of=day(date(year, 12, 31)),
            name=person.full_name,
            member_id=person.member_id,
            address=address.lines if address else [_("No address on file. Please send us yours.")],
            reciprocal_systems=RECIPROCAL_SYSTEMS,
            law_edition=law.edition[:EDITION_DIGITS],
            contact=contact(),
            **parts._asdict(),
        )


def _parts(statement: Statement, records: Records, year: int, law: Law) -> Parts:
    if statement.kind in PAYEES:
        return payee.compose(statement, records, year=year)
    return member.compose(statement, records, year=year, law=law)
