"""The parts of page two that every kind of statement has: beneficiaries, insurance, systems, notes, contact."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from benefits.models import Beneficiary, InsuranceEnrolment
from benefits.services.statements.content import Section
from benefits.services.statements.phrases import dollars, percent

# The participants of the Retirement Systems' Reciprocal Act (seed 004; names, so not translated).
RECIPROCAL_SYSTEMS = (
    "Chicago Teachers'",
    "Cook County Employees'",
    "Cook County Forest Preserve",
    "General Assembly",
    "Illinois Municipal",
    "Judges",
    "Laborers' (Chicago)",
    "Metropolitan Water Reclamation District",
    "Municipal Employees' (Chicago)",
    "Park Employees' (Chicago)",
    "State Employees'",
    "State Universities",
    "Teachers' (State)",
)


def record_section(rows: Sequence[Sequence[str]]) -> Section:
    """What SERS has on record, line by line, so that a mistake is found."""
    return Section(
        id="record",
        page=2,
        heading=_("Your record"),
        columns=("", _("As we have it")),
        numeric=(False, False),
        rows=rows,
    )


def beneficiaries_section(beneficiaries: Sequence[Beneficiary]) -> Section:
    """Who was nominated for the lump sum, with shares."""
    if not beneficiaries:
        return Section(
            id="beneficiaries",
            page=2,
            heading=_("Your nominated beneficiaries"),
            note=_("You have not named a beneficiary. Send us the beneficiary form to name one."),
        )
    ranks = {Beneficiary.Rank.PRIMARY: _("Primary"), Beneficiary.Rank.CONTINGENT: _("Contingent")}
    return Section(
        id="beneficiaries",
        page=2,
        heading=_("Your nominated beneficiaries"),
        columns=(_("Name"), _("Relationship"), _("Class"), _("Share")),
        numeric=(False, False, False, True),
        rows=[
            (row.name, _(row.relationship), ranks[Beneficiary.Rank(row.rank)], percent(row.percent))
            for row in beneficiaries
        ],
        note=_("Contingent beneficiaries are paid only if no primary beneficiary is living.")
        if any(row.rank == Beneficiary.Rank.CONTINGENT for row in beneficiaries)
        else "",
    )


def no_beneficiaries_of_survivors() -> Section:
    return Section(
        id="beneficiaries",
        page=2,
        heading=_("Nominated beneficiaries"),
        note=_("Members name beneficiaries. A survivor annuity has none."),
    )


def insurance_section(enrolments: Sequence[InsuranceEnrolment]) -> Section:
    """Enrolment in the State's group insurance on the last day of the year."""
    if not enrolments:
        return Section(
            id="insurance",
            page=2,
            heading=_("Group insurance"),
            note=_("No enrolment is on record with us."),
        )
    plans = {
        InsuranceEnrolment.Plan.HEALTH: _("Health and prescriptions"),
        InsuranceEnrolment.Plan.DENTAL: _("Dental"),
        InsuranceEnrolment.Plan.VISION: _("Vision"),
        InsuranceEnrolment.Plan.LIFE: _("Life"),
    }
    return Section(
        id="insurance",
        page=2,
        heading=_("Group insurance"),
        columns=(_("Plan"), _("Carrier"), _("Covers"), _("Monthly premium")),
        numeric=(False, False, False, True),
        rows=[
            (
                plans[InsuranceEnrolment.Plan(row.plan)],
                row.carrier,
                row.covers,
                dollars(row.monthly_premium),
            )
            for row in enrolments
        ],
    )


def closing_notes() -> list[str]:
    """Where to say that something is wrong, and what the statement is not."""
    return [
        _("If something here is wrong, call or write to us. We will look into it and tell you what we find."),
        _("This statement explains your record. If it differs from the law, the law applies."),
    ]


def contact() -> list[str]:
    """How to reach SERS (seed 004)."""
    return [
        _("State Employees' Retirement System of Illinois"),
        "2101 S. Veterans Parkway, P. O. Box 19255, Springfield, IL 62794-9255",
        _("217-785-7444, Monday – Friday, 8 a.m. – 4:30 p.m."),
        _("TDD/TTY 866-321-7625"),
        "sers@srs.illinois.gov",
    ]
