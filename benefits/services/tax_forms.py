"""Recording the forms 1099-R that the Comptroller issued, so that members find them beside their payments."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import NamedTuple

from django.db import IntegrityError, transaction

from benefits.models import Annuity, TaxForm
from sers_portal.base.audit import Actor, record

COLUMNS = ("member_id", "kind", "year", "gross", "taxable", "withheld", "insurance", "code", "issued_on")


class FileRefused(Exception):
    """The file cannot be read as a list of forms. The text says what to mend."""


class Reject(NamedTuple):
    """A row that was not recorded, by its line in the file, and why."""

    line: int
    reason: str


@dataclass
class Outcome:
    """What came of a file: forms recorded now, forms recorded before, rows rejected."""

    recorded: int
    known: int
    rejects: list[Reject]


@transaction.atomic
def record_tax_form(
    *,
    annuity: Annuity,
    year: int,
    gross: Decimal,
    taxable: Decimal | None,
    withheld: Decimal,
    insurance: Decimal,
    distribution_code: str,
    issued_on: date,
    by: Actor,
) -> TaxForm | None:
    """Record a form, all amounts in dollars; a later one for the same year corrects it. None if it is recorded already."""
    earlier = TaxForm.objects.filter(annuity=annuity, year=year)
    if earlier.filter(issued_on=issued_on).exists():
        return None
    form = TaxForm.objects.create(
        annuity=annuity,
        year=year,
        gross=gross,
        taxable=taxable,
        withheld=withheld,
        insurance=insurance,
        distribution_code=distribution_code,
        is_correction=earlier.exists(),
        issued_on=issued_on,
    )
    record(by=by, verb="recorded a form 1099-R", subject=form, person=annuity.payee.public_id, year=year)
    return form


def import_tax_forms(*, text: str, by: Actor) -> Outcome:
    """Record each row of a file (CSV with the header COLUMNS). Doing it again changes nothing. Raises `FileRefused`."""
    reader = csv.DictReader(StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise FileRefused(f"The first line must read: {','.join(COLUMNS)}")
    outcome = Outcome(0, 0, [])
    for row in reader:
        try:
            form = _record_row(row, by)
        except (ValueError, InvalidOperation, IntegrityError, LookupError) as error:
            outcome.rejects.append(Reject(reader.line_num, _reason(error)))
            continue
        outcome.recorded += form is not None
        outcome.known += form is None
    return outcome


def _record_row(row: Mapping[str, str], by: Actor) -> TaxForm | None:
    annuities = Annuity.objects.filter(payee__member_id=row["member_id"], kind=row["kind"])
    year = int(row["year"])
    annuity = annuities.filter(starts_on__year__lte=year).order_by("-starts_on").first()
    if annuity is None:
        raise LookupError("no such benefit of this person in that year")
    return record_tax_form(
        annuity=annuity,
        year=year,
        gross=Decimal(row["gross"]),
        taxable=Decimal(row["taxable"]) if row["taxable"] else None,
        withheld=Decimal(row["withheld"]),
        insurance=Decimal(row["insurance"] or 0),
        distribution_code=row["code"],
        issued_on=date.fromisoformat(row["issued_on"]),
        by=by,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        # The constraint's name says it; the rest of the database's words may quote the row.
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        return f"the database refuses it: {name or 'it does not fit'}"
    return str(error) if isinstance(error, LookupError) else "an amount, year or day cannot be read"
