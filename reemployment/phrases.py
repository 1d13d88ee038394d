"""What the rules make of a kind of work, in words: what happens, why, and what to do."""

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.rules.facts import Tier
from benefits.rules.law import Law
from benefits.rules.refusals import Refusal
from benefits.rules.worksheet import Worksheet
from benefits.wording import say_refusal
from reemployment.models import WorkKind
from reemployment.rules.working_days import Reemployment


class SaidRule(NamedTuple):
    """A rule as a page says it. `effect`: counted, suspends, continues, or by_hand."""

    effect: str
    title: str
    words: str
    why: str
    worksheet: Worksheet = ()


def say_rule(outcome: Reemployment | Refusal | None, *, kind: str, tier: Tier, law: Law) -> SaidRule:
    """The rule for a kind of work and a tier."""
    if outcome is None:
        words = _(
            "The sources speak of full-time work for such an employer only. SERS must look at your job: "
            "please call SERS at 217-785-7444."
        )
        return SaidRule("by_hand", _("A person at SERS must decide"), words, _because(kind, tier))
    if isinstance(outcome, Refusal):
        return SaidRule(
            "by_hand", _("A person at SERS must decide"), say_refusal(outcome), _because(kind, tier)
        )
    if outcome.suspended_on is not None and kind == WorkKind.RECIPROCAL_SUSPENSION:
        words = _(
            "Your annuity stops from the day on which the other system suspends your pension: %(on)s. It resumes on the "
            "first of the month after the work ends. Tell us when the other system pays you again."
        ) % {"on": date_format(outcome.suspended_on)}
        return SaidRule(
            "suspends", _("Your annuity is suspended"), words, _because(kind, tier), outcome.worksheet
        )
    if outcome.suspended_on is not None:
        words = _(
            "Your annuity stops from the first day of this work: %(on)s. You pay into SERS again where the job "
            "belongs to it. Your annuity resumes on the first of the month after the work ends."
        ) % {"on": date_format(outcome.suspended_on)}
        return SaidRule(
            "suspends", _("Your annuity is suspended"), words, _because(kind, tier), outcome.worksheet
        )
    if kind == WorkKind.TEMPORARY:
        words = _(
            "Your annuity goes on while you work %(most)d days or fewer in a calendar year. Any part of a day is a "
            "day. From day %(next)d on it is suspended."
        ) % {"most": most_days(law), "next": most_days(law) + 1}
        return SaidRule("counted", _("Your days are counted"), words, _because(kind, tier), outcome.worksheet)
    words = _("Your annuity goes on, however much you work there.")
    return SaidRule(
        "continues", _("Your annuity is not affected"), words, _because(kind, tier), outcome.worksheet
    )


def most_days(law: Law) -> int:
    """How many days of a calendar year may be worked for the State."""
    return law.latest("temporary_employment").integer("most_days")


def _because(kind: str, tier: Tier) -> str:
    """Why this rule holds for this person: their tier, and where the two tiers differ."""
    words = {
        WorkKind.CONTRACT: _(
            "You are in Tier %(tier)d. The tiers differ: contract work for the agency you retired from suspends an "
            "annuity of Tier 2, and does not affect one of Tier 1."
        ),
        WorkKind.RECIPROCAL_FULL_TIME: _(
            "You are in Tier %(tier)d. For Tier 2 the handbook says that such full-time work suspends the annuity; "
            "for Tier 1 no published rule settles it."
        ),
        WorkKind.RECIPROCAL_PART_TIME: _(
            "You are in Tier %(tier)d. No published rule speaks of part-time work."
        ),
        WorkKind.RECIPROCAL_SUSPENSION: _(
            "You are in Tier %(tier)d. When a system that you also retired from suspends its pension because of your "
            "work, SERS suspends yours as well."
        ),
    }
    said = words.get(WorkKind(kind), _("You are in Tier %(tier)d. This rule is the same for both tiers."))
    return said % {"tier": tier}
