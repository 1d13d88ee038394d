"""Back within three years: repaying the annuity, so that it is recomputed as if one had never retired."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from benefits.rules.facts import Receipt
from benefits.rules.interest import repayment_interest
from benefits.rules.law import Law, LawValue
from benefits.rules.months import ONE_DAY, anniversary
from benefits.rules.refusals import NotCovered
from benefits.rules.worksheet import Line, line


@dataclass(frozen=True, slots=True)
class Recomputation:
    """Whether the annuity may be repaid, by when, and what is due in dollars.

    No deadline without the right to repay; no interest or amount due unless receipts and a day were given.
    """

    may_repay: bool
    deadline: date | None
    interest: Decimal | None
    due: Decimal | None
    worksheet: tuple[Line, ...]


def recomputation(
    *,
    retired_on: date,
    reentered_on: date,
    law: Law,
    next_retirement: date | None = None,
    received: Iterable[Receipt] | None = None,
    repaid_on: date | None = None,
) -> Recomputation:
    """The right to repay all annuity received with interest after an early return (40 ILCS 5/14-111).

    Re-entry on the third anniversary of retirement still counts. The deadline is the fifth anniversary of
    re-entry or the day before the next retirement, whichever is first; a repayment after it comes too late.
    NotCovered: retired before 2001, re-entry before retirement, receipts without a day of repayment (or the
    reverse), or a receipt after it.
    """
    if reentered_on < retired_on:
        raise NotCovered("recomputation.reentered_first", retired_on=retired_on, reentered_on=reentered_on)
    if (received is None) != (repaid_on is None):
        raise NotCovered("recomputation.repayment_incomplete")
    law.value("employment", on=retired_on)
    rule = law.value("recomputation", on=reentered_on)
    last_return = anniversary(retired_on, rule.integer("return_within"))
    returned_in_time = reentered_on <= last_return
    steps = [_return_line(returned_in_time, last_return, rule, reentered_on)]
    deadline = None
    if returned_in_time:
        deadline, step = _deadline(reentered_on, next_retirement, rule)
        steps.append(step)
    interest = due = None
    if received is not None and repaid_on is not None:
        charged = repayment_interest(received=received, repaid_on=repaid_on, law=law)
        interest, due = charged.interest, charged.due
        steps += charged.worksheet
        steps.append(line("recomputation.due", due, "recomputation.sum", rule, interest=interest))
    in_time = deadline is not None and (repaid_on is None or repaid_on <= deadline)
    return Recomputation(in_time, deadline, interest, due, tuple(steps))


def _return_line(in_time: bool, last_return: date, rule: LawValue, reentered_on: date) -> Line:
    how = "recomputation.in_time" if in_time else "recomputation.too_late"
    return line(
        "recomputation.last_return",
        last_return,
        how,
        rule,
        years=rule.integer("return_within"),
        reentered_on=reentered_on,
    )


def _deadline(reentered_on: date, next_retirement: date | None, rule: LawValue) -> tuple[date, Line]:
    fifth = anniversary(reentered_on, rule.integer("repay_within"))
    deadline = fifth if next_retirement is None else min(fifth, next_retirement - ONE_DAY)
    how = "recomputation.anniversary" if deadline == fifth else "recomputation.before_retirement"
    step = line(
        "recomputation.deadline", deadline, how, rule, years=rule.integer("repay_within"), fifth=fifth
    )
    return deadline, step
