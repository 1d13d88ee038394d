"""The words of the plan, explained: on their own page, and at their first use on any page (`{% term %}`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.rules.law import Law, load_law
from benefits.wording import say_figure


@dataclass(frozen=True)
class Term:
    """A word and what it means. Figures of the law stand in the meaning as %(name)s.

    `forms` are the forms in which members' pages say a difficult word, parted by "|": its first use there is explained.
    """

    id: str
    word: Promise
    meaning: Promise
    forms: Promise | str = ""

    def explained(self, *, on: date) -> str:
        """The meaning, with the figures of the law in force on a day."""
        return str(self.meaning) % _figures(load_law(), on)


# The law is read from its files alone: none of these figures is one that staff enter by the year.
def _figures(law: Law, on: date) -> Mapping[str, str]:
    window_1 = law.value("final_average_window", on=on, tier=1)
    window_2 = law.value("final_average_window", on=on, tier=2)
    rule_of_85 = law.value("retirement_eligibility", on=on, tier=1, formula="regular", route="rule_of_85")
    increase_2 = law.value("tier_2_increase_rule", on=on)
    days = law.value("temporary_employment", on=on).integer("most_days")
    return {
        "months_1": str(window_1.integer("window")),
        "months_2": str(window_2.integer("window")),
        "last_months": str(window_1.integer("last")),
        "rule_of_85": str(rule_of_85.integer("sum") // 12),
        "increase_1": say_figure(law.value("annual_increase", on=on).decimal("percent"), "percent"),
        "increase_2": say_figure(increase_2.decimal("most_percent"), "percent"),
        "offset_removal": say_figure(law.value("offset_removal", on=on).decimal("percent"), "percent"),
        "days": str(days),
        "next_day": str(days + 1),
        "vested_1": _years(law, on, tier=1, route="age"),
        "vested_2": _years(law, on, tier=2, route="reduced"),
    }


def _years(law: Law, on: date, *, tier: int, route: str) -> str:
    rule = law.value("retirement_eligibility", on=on, tier=tier, formula="regular", route=route)
    return str(rule.integer("service") // 12)


TERMS = (
    Term(
        "active-member",
        _("active member"),
        _("A person who works for the State now and pays into SERS."),
    ),
    Term(
        "activation-code",
        _("activation code"),
        _(
            "Ten letters and digits in a letter we mail to you. Typing them ties your online account to your "
            "SERS record."
        ),
    ),
    Term(
        "alternative-formula",
        _("alternative formula"),
        _(
            "The rules for some jobs, such as State police and correctional officers. These members pay in "
            "more and can retire earlier."
        ),
        forms=_("alternative formula"),
    ),
    Term("annuitant", _("annuitant"), _("A person who is paid a monthly benefit by SERS.")),
    Term(
        "annuity",
        _("annuity"),
        _("Money paid each month for life. A retirement annuity is what most people call a pension."),
        forms=_("annuity|annuities"),
    ),
    Term(
        "automatic-annual-increase",
        _("automatic annual increase"),
        _(
            "A raise of your benefit each January. Tier 1: %(increase_1)s. Tier 2: half the rise in consumer "
            "prices, at most %(increase_2)s, figured on the first amount you were granted."
        ),
        forms=_("automatic annual increase|automatic annual increases"),
    ),
    Term(
        "beneficiary",
        _("beneficiary"),
        _(
            "A person you name on a SERS form to be paid a lump sum if you die. Your life insurance and your "
            "deferred compensation have beneficiaries of their own."
        ),
    ),
    Term("board-of-trustees", _("Board of Trustees"), _("The people who are responsible for running SERS.")),
    Term(
        "cola",
        _("COLA"),
        _("Short for cost-of-living adjustment. See “automatic annual increase”."),
    ),
    Term(
        "comptroller",
        _("Comptroller"),
        _("The State office that pays the benefits SERS has approved and sends the form 1099-R."),
    ),
    Term(
        "consumer-price-index",
        _("consumer price index (CPI-U)"),
        _("The federal government’s measure of how prices rise from year to year."),
    ),
    Term(
        "contributions",
        _("contributions"),
        _("The share of your pay that goes into SERS, whether you or the State paid it."),
    ),
    Term(
        "covered-by-social-security",
        _("covered by Social Security"),
        _("You and your employer pay Social Security tax on your State pay. This is so for most members."),
    ),
    Term(
        "deferred-compensation",
        _("deferred compensation"),
        _("A savings plan for State employees. It is not part of SERS and is run by another office."),
    ),
    Term(
        "defined-benefit-plan",
        _("defined benefit plan"),
        _("A plan that pays a set amount, worked out from your pay and your years, as long as you live."),
    ),
    Term("direct-deposit", _("direct deposit"), _("Your payment goes straight to your bank account.")),
    Term(
        "earnings-cap",
        _("earnings cap"),
        _("The most pay in a calendar year that counts for a Tier 2 member. It changes each January."),
        forms=_("earnings cap"),
    ),
    Term(
        "employer-pick-up",
        _("employer pick-up"),
        _("Contributions that the State pays for you. They count for you like the ones you pay yourself."),
        forms=_("picked up|pick-up"),
    ),
    Term(
        "final-average-compensation",
        _("final average compensation (FAC)"),
        _(
            "Your average monthly pay in your best %(months_1)s months in a row (Tier 1) or %(months_2)s "
            "months in a row (Tier 2), out of your last %(last_months)s months of service."
        ),
        forms=_("final average compensation"),
    ),
    Term(
        "fiscal-year",
        _("fiscal year"),
        _("July 1 to June 30. The plan keeps its records by fiscal year."),
        forms=_("fiscal year|fiscal years"),
    ),
    Term(
        "form-1099-r",
        _("form 1099-R"),
        _("The tax form that shows what you were paid in a year, and the tax withheld."),
        forms=_("form 1099-R"),
    ),
    Term(
        "form-w-4p",
        _("form W-4P"),
        _("The form on which you say how much federal income tax to withhold from your pension."),
    ),
    Term(
        "inactive-member",
        _("inactive member"),
        _("A person who has left State work, has not retired, and still has money in SERS."),
    ),
    Term("informer", _("The Informer"), _("The newsletter of SERS for retirees and survivors.")),
    Term(
        "level-income-option",
        _("Level Income Option"),
        _(
            "More from SERS until your Social Security begins, and less from then on, so that the two "
            "together stay about level."
        ),
        forms=_("Level Income Option"),
    ),
    Term("lump-sum", _("lump sum"), _("Money paid once and not each month."), forms=_("lump sum|lump sums")),
    Term(
        "member-id",
        _("Member ID"),
        _(
            "Your number at SERS. It is on your yearly statement. We use it so that you need not send your "
            "Social Security number."
        ),
    ),
    Term(
        "occupational-death",
        _("occupational death"),
        _("The death of a member that was caused by the job."),
        forms=_("occupational death"),
    ),
    Term(
        "service-credit",
        _("service credit"),
        _("The months of work that count for your pension. It is also called creditable service."),
        forms=_("service credit"),
    ),
    Term(
        "pension-code",
        _("Illinois Pension Code"),
        _("The law that governs this plan: chapter 40 of the Illinois Compiled Statutes."),
    ),
    Term(
        "pin",
        _("PIN"),
        _(
            "Four digits you choose when you register. You tell them to our staff on the telephone, so that they "
            "know it is you."
        ),
    ),
    Term(
        "qildro",
        _("QILDRO"),
        _("A court order in a divorce that gives part of a member’s benefit to a former spouse or a child."),
    ),
    Term(
        "qualified-plan",
        _("qualified plan"),
        _("A retirement plan that meets section 401(a) of the federal tax code. SERS is one."),
    ),
    Term(
        "reciprocal-act",
        _("Retirement Systems’ Reciprocal Act"),
        _("The law that lets years under several Illinois public retirement systems count together."),
        forms=_("reciprocal system|reciprocal systems"),
    ),
    Term(
        "refund",
        _("refund"),
        _("Your contributions paid back to you. A full refund ends the service credit that went with them."),
    ),
    Term(
        "regular-formula",
        _("regular formula"),
        _("The rules for most State jobs."),
        forms=_("regular formula"),
    ),
    Term(
        "rollover",
        _("rollover"),
        _(
            "Moving the taxable part of a payment straight to another plan or an IRA, so that tax is due later."
        ),
        forms=_("rollover|rolled over"),
    ),
    Term(
        "rule-of-85",
        _("Rule of 85"),
        _("A Tier 1 member may retire when age and years of service add up to %(rule_of_85)s."),
        forms=_("Rule of 85"),
    ),
    Term(
        "second-step",
        _("second step"),
        _("What you show after your password when you sign in: a code, an app or a security key."),
    ),
    Term(
        "social-security-offset",
        _("Social Security offset"),
        _(
            "A cut in a survivor’s benefit because Social Security pays too. A member can give up "
            "%(offset_removal)s of the pension at retirement to prevent it."
        ),
        forms=_("Social Security offset|offset"),
    ),
    Term(
        "survivor",
        _("survivor"),
        _("A spouse, child or dependent parent whom the law, not a form, entitles to a monthly benefit."),
    ),
    Term(
        "survivor-contribution",
        _("survivor contribution"),
        _("The part of your contributions that pays for benefits to your survivors."),
        forms=_("survivor contribution|survivor contributions|survivor share"),
    ),
    Term(
        "suspension",
        _("suspension"),
        _("A stop of your pension while you work for the State again, for example from day %(next_day)s on."),
    ),
    Term(
        "tier-1",
        _("Tier 1"),
        _("The rules for people who first joined SERS, or a reciprocal system, before January 1, 2011."),
        forms=_("Tier 1"),
    ),
    Term(
        "tier-2",
        _("Tier 2"),
        _("The rules for people who first joined SERS, or a reciprocal system, on or after January 1, 2011."),
        forms=_("Tier 2"),
    ),
    Term(
        "vested",
        _("vested"),
        _(
            "You have enough service to be paid a pension one day: %(vested_1)s years in Tier 1, %(vested_2)s years in "
            "Tier 2, and you keep that right if you leave."
        ),
        forms=_("vested"),
    ),
    Term(
        "yearly-statement",
        _("yearly statement"),
        _("A summary of your record, made available each February. It is also called the Benefit Statement."),
    ),
)
BY_ID = {term.id: term for term in TERMS}


def in_order(on: date) -> list[tuple[Term, str]]:
    """Every term with its meaning, in the order of the alphabet of the reader's language."""
    ordered = sorted(TERMS, key=lambda term: str(term.word).casefold())
    return [(term, term.explained(on=on)) for term in ordered]
