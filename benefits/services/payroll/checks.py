"""What makes a well-formed row of a payroll file a pay record: the checks, in the order in which they are made.

A row is rejected for the first check whose condition holds. Conditions are SQL over the names that `judging.py`
gives them: so a million rows are judged in one pass, and the list still reads as the format's documentation.
The plan's own figures (rates, caps, first years) are not here: they come from the law files.
"""

from typing import NamedTuple


class Check(NamedTuple):
    """A reason for rejecting a row, and the condition under which it is rejected."""

    reason: str
    condition: str


CHECKS = (
    Check("unknown_member", "member.id IS NULL"),
    Check("unknown_employer", "employer.id IS NULL"),
    Check("units_not_whole", "pay.pay_basis <> 'hourly' AND pay.units <> trunc(pay.units)"),
    Check(
        "units_impossible", "pay.units > days_in_month * CASE pay.pay_basis WHEN 'hourly' THEN 24 ELSE 1 END"
    ),
    Check("earnings_impossible", "pay.earnings > 1000000"),
    Check("paid_too_early", "pay.paid_on < pay.month - 31"),
    Check("paid_far_ahead", "pay.paid_on > %(today)s::date + 366"),
    Check("not_employed", "spell.id IS NULL OR spell.left_on < pay.month"),
    Check("picked_up_over_contribution", "pay.picked_up > pay.contribution"),
    Check("not_covered", "law.state = 'not_covered'"),
    Check("picked_up_too_early", "pay.picked_up > 0 AND NOT law.knows_pick_up"),
    Check("corrects_unknown", "pay.corrects IS NOT NULL AND target.id IS NULL"),
    Check(
        "corrects_another",
        "(target.member_id, target.employer_id, target.month) <> (member.id, employer.id, pay.month)",
    ),
    Check("already_corrected", "target.successor_id IS NOT NULL"),
    Check("already_recorded", "original.id IS NOT NULL"),
    # No rejection: the row waits until the law's figure for its year arrives.
    Check("awaiting_law", "law.state = 'awaiting_law' AND NOT work.is_temporary"),
)
