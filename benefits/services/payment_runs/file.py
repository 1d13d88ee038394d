"""The payment file for the Comptroller: one line a payment, as docs/reference/payment-file.md describes it.

It is written anew from the run's rows each time, and must be the same as the first time: its hash is kept.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Address
from benefits.models import Payment, PaymentRun, PlannedPayment
from benefits.rules.money import ZERO
from benefits.services.after_death.holds import leave_out_the_dead
from benefits.services.payment_runs.trouble import PaymentRefused
from benefits.services.two_people import somebody
from sers_portal.base import audit
from sers_portal.base.audit import Actor

COLUMNS = (
    "reference",
    "kind",
    "paid_on",
    "month",
    "member_id",
    "payee",
    "method",
    "routing_number",
    "account_number",
    "account_kind",
    "address_1",
    "address_2",
    "city",
    "state",
    "zip_code",
    "gross",
    "federal_tax",
    "health_insurance",
    "dental_insurance",
    "vision_insurance",
    "life_insurance",
    "other_deduction",
    "net",
)
# A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
APPROVED = (PaymentRun.State.APPROVED, PaymentRun.State.BOOKED)


def name_of(run: PaymentRun) -> str:
    """The file's name: the month and the day of payment."""
    return f"sers-payments-{run.month:%Y-%m}-{run.paid_on:%Y%m%d}.csv"


def take_file(*, run: PaymentRun, by: Actor) -> bytes:
    """The file of an approved run, as bytes; that it was taken is on record, with its hash.

    `PaymentRefused` before approval, and where the rows no longer give the file that was taken first.
    """
    somebody(by)
    with transaction.atomic():
        locked = PaymentRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in APPROVED:
            raise PaymentRefused(_("The file is written once a second person has approved the run."))
        if locked.state == PaymentRun.State.APPROVED:
            # The last moment: what is in the file goes out.
            leave_out_the_dead(locked)
        content = "".join(_lines(locked)).encode()
        found = hashlib.sha256(content).hexdigest()
        if locked.file_hash and locked.file_hash != found:
            raise PaymentRefused(
                _("The records no longer give the file that was taken first. Tell the administrator.")
            )
        locked.file_hash = found
        locked.save(update_fields=["file_hash"])
        audit.record(by=by, verb="took the payment file", subject=locked, sha256=found, bytes=len(content))
    return content


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of texts as CSV, with no cell that a spreadsheet would take for a formula."""
    return "".join(_csv(row) for row in rows).encode()


def _lines(run: PaymentRun) -> Iterator[str]:
    yield _csv(COLUMNS)
    rows = run.rows.filter(left_out_because="").select_related(
        "payee", "bank_account", "lump_sum__claim__person", "lump_sum__member__person", "annuity", "returned"
    )
    addresses = _addresses(run)
    for row in rows.order_by("pk"):
        if row.net > 0:
            yield _csv(_payment(run, row, addresses.get(row.payee_id or 0)))
        if row.rolled_over > 0:
            yield _csv(_rollover(run, row))


def _addresses(run: PaymentRun) -> dict[int, Address]:
    """Where checks go: the address on the day of approval, so that a later move does not change the file."""
    checks = run.rows.filter(method=Payment.Method.CHECK, left_out_because="")
    on = run.approved_at
    found = Address.objects.filter(person__in=checks.values("payee"), recorded_at__lte=on).order_by(
        "from_on", "pk"
    )
    return {address.person_id: address for address in found}


def _payment(run: PaymentRun, row: PlannedPayment, address: Address | None) -> list[str]:
    account = row.bank_account
    where = (
        [account.routing_number, str(account.account_number), account.kind, "", "", "", "", ""]
        if account is not None
        else ["", "", "", *_mailed_to(row, address)]
    )
    amounts = (
        row.gross - row.rolled_over,
        row.federal_tax,
        row.health_insurance,
        row.dental_insurance,
        row.vision_insurance,
        row.life_insurance,
        row.other_deduction,
        row.net,
    )
    return [*_head(run, row), row.payee_name, row.method, *where, *(f"{amount:.2f}" for amount in amounts)]


def _rollover(run: PaymentRun, row: PlannedPayment) -> list[str]:
    """The part of a lump sum that goes straight to another plan: a check in that plan's name."""
    assert row.lump_sum is not None
    amounts = (row.rolled_over, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, row.rolled_over)
    head = [*_head(run, row)[:1], "rollover", *_head(run, row)[2:]]
    return [*head, row.lump_sum.rollover_to, "check", *[""] * 8, *(f"{amount:.2f}" for amount in amounts)]


def _head(run: PaymentRun, row: PlannedPayment) -> list[str]:
    month = row.month.isoformat()[:7] if row.month else ""
    number = row.payee.member_id if row.payee else ""
    return [f"{run.month:%Y%m}-{row.pk}", _kind(row), run.paid_on.isoformat(), month, number]


def _kind(row: PlannedPayment) -> str:
    if row.annuity_id:
        return "annuity"
    if row.difference_id:
        return "difference"
    return "lump_sum" if row.lump_sum_id else "reissue"


def _mailed_to(row: PlannedPayment, address: Address | None) -> list[str]:
    if address is None:
        return [""] * 5
    return [address.line_1, address.line_2, address.city, address.state, address.zip_code]


def _csv(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(_harmless(cell) for cell in cells)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
