"""The plan's kinds of claims. `register_kinds` is called once, when the app is ready; apps above register their own."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from benefits.claim_kinds import ClaimKind, Figure, register
from benefits.services.claims import deaths, entering, figuring, figuring_deaths, granting
from benefits.wording import register_words

# SERS's own words: about 8 to 10 weeks for retirement (seed 004), 30 days for survivors once all papers are there.
RETIREMENT_DAYS = (56, 70)
SURVIVOR_DAYS = (14, 30)
# The project's own promise, where SERS states none.
OTHER_DAYS = (14, 30)

STARTS_ON = Figure("starts_on", _("First month"), "date")
MONTHLY = Figure("monthly_annuity", _("Monthly amount"), "money")
SERVICE = Figure("service_months", _("Service credit"), "duration", is_required=False)
COMPENSATION = Figure(
    "final_average_compensation", _("Final average compensation"), "money", is_required=False
)
REDUCTION = Figure("reduction_percent", _("Reduction for age"), "percent", is_required=False)
FORMULA = Figure(
    "formula",
    _("Formula"),
    "word",
    is_required=False,
    choices=(("regular", _("regular formula")), ("alternative", _("alternative formula"))),
)
STATUS_AT_DEATH = Figure(
    "status_at_death",
    _("Member was"),
    "word",
    choices=(("active", _("at work")), ("inactive", _("no longer at work")), ("retired", _("retired"))),
)
DIED_ON_FIGURE = Figure("died_on", _("Day of death"), "date", is_required=False)
TAXABLE = Figure("taxable", _("Taxable part"), "money")

DIED_ON = {"died_on": _("Day of death")}
SURVIVOR_QUESTIONS = {
    **deaths.MEMBER_QUESTIONS,
    **DIED_ON,
    "relation": _("Relation to the member"),
    "born_on": _("Birth date"),
    "married_on": _("Day of the wedding or civil union"),
    "social_security": _("Social Security survivor benefit a month"),
    "child_in_care": _("A child of the member in care"),
    "full_time_student": _("Full-time student"),
    "is_disabled": _("Disabled"),
    "is_married": _("Married"),
    "workers_compensation": _("Workers’ compensation a month"),
}
ROLLOVER_QUESTIONS = {
    "rollover_amount": _("Goes straight to another plan or an IRA"),
    "rollover_to": _("Name of the plan or IRA"),
    "rollover_address": _("Address of the plan or IRA"),
    "rollover_account": _("Account number there"),
}
RETIREMENT_QUESTIONS = {
    "last_day": _("Last day of work"),
    "retire_on": _("Annuity starts"),
    "offset_removal": _("Social Security offset removal option"),
    "survivor_refund": _("Refund of survivor contributions"),
    "is_married": _("Married, or in a civil union"),
    "spouse_name": _("Name of spouse or partner"),
    "spouse_born_on": _("Birth date of spouse or partner"),
    "spouse_married_on": _("Day of the wedding or civil union"),
    "has_children": _("Children who may have a benefit"),
    "children": _("Names and birth dates of the children"),
}
PAYMENT_QUESTIONS = {"tax": _("Federal income tax"), "pay_by": _("Paid by")}
# What was chosen by button, as it is read later.
ANSWER_WORDS = {
    "tax": {"default": _("as the law says without a form"), "w4p": _("by form W-4P")},
    "pay_by": {"direct_deposit": _("direct deposit"), "check": _("check")},
    "relation": deaths.RELATION_WORDS,
    "reason": {
        "marriage": _("marriage or civil union"),
        "divorce": _("divorce"),
        "court": _("a court’s order"),
        "mistake": _("our record has it wrong"),
    },
}

RETIREMENT = ClaimKind(
    name="retirement",
    letter="R",
    title=_("Retirement application"),
    start_route="claim_start_retirement",
    start_words=_("You have left State service, or will soon, and want your monthly annuity."),
    days=70,
    usual_days=RETIREMENT_DAYS,
    figures=(
        STARTS_ON,
        MONTHLY,
        REDUCTION,
        Figure("offset_removal", _("Social Security offset removal option"), "yes_no", is_required=False),
        FORMULA,
        SERVICE,
        COMPENSATION,
        Figure("contributions_at_start", _("Contributions and interest"), "money", is_required=False),
        Figure("survivor_refund", _("Refund of survivor contributions"), "money", is_required=False),
        Figure(
            "survivor_refund_taxable",
            _("Taxable part of the refund of survivor contributions"),
            "money",
            is_required=False,
        ),
        Figure("alternative_refund", _("Refund of alternative contributions"), "money", is_required=False),
        Figure(
            "alternative_refund_taxable",
            _("Taxable part of the refund of alternative contributions"),
            "money",
            is_required=False,
        ),
    ),
    calculate=figuring.retirement,
    complete=entering.complete_retirement,
    on_approval=granting.grant_retirement,
    is_paid=True,
    is_single=True,
    questions={**RETIREMENT_QUESTIONS, **ROLLOVER_QUESTIONS, **PAYMENT_QUESTIONS},
    answer_words=ANSWER_WORDS,
    preliminary_letter="preliminary_approval",
    approval_letter="retirement_approval",
)
REFUND = ClaimKind(
    name="refund",
    letter="F",
    title=_("Refund of contributions"),
    start_route="claim_start_refund",
    start_words=_(
        "You have left State service and want your contributions back. This ends your service credit."
    ),
    days=30,
    usual_days=OTHER_DAYS,
    figures=(
        Figure("amount", _("Refund"), "money"),
        TAXABLE,
        Figure("retirement_contributions", _("Retirement contributions"), "money", is_required=False),
        Figure("survivor_contributions", _("Survivor contributions"), "money", is_required=False),
        Figure("interest_forgone", _("Interest given up"), "money", is_required=False),
        Figure("rolled_over", _("Goes to another plan or an IRA"), "money", is_required=False),
        Figure("federal_tax", _("Federal income tax withheld"), "money", is_required=False),
        Figure("net", _("Paid out"), "money", is_required=False),
    ),
    calculate=figuring.refund,
    complete=entering.complete_refund,
    on_approval=granting.grant_refund,
    is_paid=True,
    is_single=True,
    questions={"last_day": _("Last day of work"), **ROLLOVER_QUESTIONS},
    approval_letter="lump_sum_approval",
)
SURVIVOR = ClaimKind(
    name="survivor",
    is_after_a_death=True,
    letter="S",
    title=_("Survivor benefit"),
    start_route="claim_start_survivor",
    start_words=_("A member or retiree has died, and you were married to them or are their child or parent."),
    days=30,
    usual_days=SURVIVOR_DAYS,
    figures=(
        DIED_ON_FIGURE,
        STARTS_ON,
        MONTHLY,
        Figure("before_offset", _("Before the Social Security offset"), "money", is_required=False),
        Figure("offset", _("Social Security offset"), "money", is_required=False),
        STATUS_AT_DEATH,
        FORMULA,
        SERVICE,
        COMPENSATION,
    ),
    calculate=figuring_deaths.survivor,
    complete=entering.complete_annuity,
    on_approval=granting.grant_survivor,
    is_paid=True,
    needs_record=True,
    questions={**SURVIVOR_QUESTIONS, **PAYMENT_QUESTIONS},
    answer_words=ANSWER_WORDS,
    approval_letter="survivor_approval",
)
LUMP_SUM_DEATH = ClaimKind(
    name="lump_sum_death",
    is_after_a_death=True,
    letter="D",
    title=_("Lump-sum death benefit"),
    days=30,
    usual_days=SURVIVOR_DAYS,
    figures=(
        DIED_ON_FIGURE,
        Figure("amount", _("Lump sum"), "money"),
        TAXABLE,
        Figure("payees", _("Paid to"), "payees"),
    ),
    calculate=figuring_deaths.lump_sum,
    complete=entering.complete_lump_sum,
    on_approval=granting.grant_lump_sum,
    is_paid=True,
    questions={
        **DIED_ON,
        "survivor_annuity_payable": _("A survivor annuity is payable"),
        **ROLLOVER_QUESTIONS,
    },
    approval_letter="lump_sum_approval",
)
OCCUPATIONAL_DEATH = ClaimKind(
    name="occupational_death",
    is_after_a_death=True,
    letter="K",
    title=_("Occupational death benefit"),
    days=30,
    usual_days=SURVIVOR_DAYS,
    figures=(DIED_ON_FIGURE, STARTS_ON, MONTHLY, STATUS_AT_DEATH, FORMULA, SERVICE, COMPENSATION),
    calculate=figuring_deaths.occupational_death,
    complete=entering.complete_annuity,
    on_approval=granting.grant_occupational_death,
    is_paid=True,
    needs_record=True,
    questions=SURVIVOR_QUESTIONS,
    approval_letter="survivor_approval",
)
CORRECTION = ClaimKind(
    name="correction",
    letter="C",
    title=_("Correction of pay or service"),
    days=30,
    usual_days=OTHER_DAYS,
    questions={
        "month": _("Month"),
        "employer": _("Employer"),
        "record": _("Number of the pay record"),
        "what": _("What is wrong"),
        "should_be": _("What it should be"),
    },
)
OFFICIAL_ESTIMATE = ClaimKind(
    name="official_estimate",
    letter="E",
    title=_("Official estimate"),
    days=30,
    usual_days=OTHER_DAYS,
    figures=(STARTS_ON, MONTHLY, REDUCTION, SERVICE, COMPENSATION),
    calculate=figuring.official_estimate,
    complete=entering.complete_annuity,
    questions={"retire_on": _("Retirement on"), "estimate": _("Saved estimate"), "note": _("Note")},
    approval_letter="official_estimate",
)
MISSING_PAYMENT = ClaimKind(
    name="missing_payment",
    letter="M",
    title=_("Missing payment"),
    days=14,
    usual_days=(7, 14),
    questions={
        "month": _("Payment of"),
        "paid_on": _("Payment date"),
        "method": _("Paid by"),
        "what": _("What you know about it"),
    },
)
NAME_CHANGE = ClaimKind(
    name="name_change",
    letter="N",
    title=_("Change of name"),
    start_route="claim_start_name_change",
    start_words=_("Your name has changed, and you have a paper that shows it."),
    days=14,
    usual_days=(7, 14),
    on_approval=granting.change_name,
    is_single=True,
    questions={
        "given_name": _("First name"),
        "middle_name": _("Middle name"),
        "family_name": _("Last name"),
        "suffix": _("Suffix"),
        "reason": _("Reason"),
    },
    answer_words=ANSWER_WORDS,
)
KINDS = (
    RETIREMENT,
    REFUND,
    SURVIVOR,
    LUMP_SUM_DEATH,
    OCCUPATIONAL_DEATH,
    CORRECTION,
    OFFICIAL_ESTIMATE,
    MISSING_PAYMENT,
    NAME_CHANGE,
)
REFUSALS = {
    "claim.answer_missing": gettext_noop("An answer is missing or cannot be read: {answer}."),
    "claim.no_member": gettext_noop("It is not known yet whose service the claim is about."),
    "claim.refund_too_soon": gettext_noop(
        "Employment ended on {left_on:date}: a refund is due only after 14 days off the payroll."
    ),
    "claim.annuity_is_paid": gettext_noop(
        "A retirement annuity was granted to this member: contributions are not refunded beside it."
    ),
    "claim.nothing_to_refund": gettext_noop("Nothing is left on the account to be refunded."),
    "claim.still_at_work": gettext_noop(
        "The record shows the member at work: no last day has been reported."
    ),
    "claim.married_too_short": gettext_noop(
        "The marriage or civil union had not lasted a year on {died_on:date}."
    ),
    "claim.survivor_by_hand": gettext_noop("Parents and disabled children are judged by a person."),
    "claim.child_not_eligible": gettext_noop("The child was not eligible when the benefit would begin."),
    "claim.too_little_service": gettext_noop("The member had too little service for a survivor annuity."),
    "claim.occupational_for_children": gettext_noop(
        "Occupational death benefits of children and parents are judged by a person."
    ),
    "claim.lump_sum_given": gettext_noop("A lump sum for this member has been granted already."),
    "claim.no_lump_sum": gettext_noop("Nothing is left to be paid as a lump sum."),
    "claim.nobody_named": gettext_noop("No beneficiary form names anybody."),
}


def register_kinds() -> None:
    """Make the plan's kinds known, and the words for where their figures stop."""
    for kind in KINDS:
        register(kind)
    deaths.register_report()
    register_words(labels={}, hows={}, refusals=REFUSALS)
