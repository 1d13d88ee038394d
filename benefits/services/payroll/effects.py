"""What late rows move against the Tier 2 cap: said with the contributions, and as rows that would set it right."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from benefits.models import CapEffect, PayRecord, PayrollFile
from benefits.rules.contributions import contribution
from benefits.rules.facts import Coverage, Formula
from benefits.rules.law import Law
from benefits.services.payroll.file_format import HEADER


@dataclass(frozen=True)
class Effect:
    """A record that other pay of its year moved against the cap, in dollars as recorded and as the law has it now."""

    record: PayRecord
    pensionable_recorded: Decimal
    pensionable_now: Decimal
    contribution_now: Decimal
    is_corrected: bool

    @property
    def contribution_difference(self) -> Decimal:
        """What is still to be contributed; below zero, what was contributed too much."""
        recorded: Decimal = self.record.contribution
        return self.contribution_now - recorded


def effects(payroll_file: PayrollFile, *, law: Law) -> Iterator[Effect]:
    """The records a file moved against the cap, by member and date."""
    found = CapEffect.objects.filter(payroll_file=payroll_file).select_related(
        "pay_record__member__person", "pay_record__employer", "pay_record__corrected_by"
    )
    for effect in found.order_by("pay_record__member", "pay_record__paid_on", "pay_record"):
        yield _say(effect, law)


def corrections(payroll_file: PayrollFile, *, law: Law) -> Iterator[str]:
    """A payroll file of rows that replace the moved records by what the law says now. Check it, then import it."""
    yield f"{HEADER}\n"
    for effect in effects(payroll_file, law=law):
        if effect.contribution_difference and not effect.is_corrected:
            yield _correction(effect)


def _say(effect: CapEffect, law: Law) -> Effect:
    record = effect.pay_record
    # Everything that counts now lies under the cap, so the rule is asked about just that much.
    now = contribution(
        tier=2,
        formula=cast(Formula, record.formula),
        coverage=cast(Coverage, record.coverage),
        paid_on=record.paid_on,
        earnings=effect.pensionable_now,
        law=law,
    )
    return Effect(
        record=record,
        pensionable_recorded=effect.pensionable_recorded,
        pensionable_now=effect.pensionable_now,
        contribution_now=now.total,
        is_corrected=hasattr(record, "corrected_by"),
    )


def _correction(effect: Effect) -> str:
    record = effect.record
    was_picked_up_whole = record.picked_up == record.contribution
    picked_up = (
        effect.contribution_now if was_picked_up_whole else min(record.picked_up, effect.contribution_now)
    )
    values = (
        record.member.person.member_id,
        record.employer.code,
        f"{record.month:%Y-%m}",
        record.paid_on,
        record.pay_basis,
        record.units,
        record.earnings,
        record.formula,
        record.coverage,
        effect.contribution_now,
        picked_up,
        record.pk,
    )
    return ",".join(map(str, values)) + "\n"
