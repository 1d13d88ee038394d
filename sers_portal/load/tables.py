"""The tables a life fills, in the order in which they may be filled, and how a value is written for COPY."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

# Columns the database fills by itself (identity numbers nobody refers to, the time of recording) are left out.
COLUMNS: dict[str, tuple[str, ...]] = {
    "accounts_person": (
        "id", "public_id", "member_id", "given_name", "middle_name", "family_name", "suffix", "born_on", "died_on",
        "ssn_token", "ssn_index", "ssn_last_four_index", "delivery", "language",
    ),
    "accounts_address": (
        "person_id", "line_1", "line_2", "city", "state", "zip_code", "from_on", "until_on", "returned_on",
    ),
    "benefits_member": (
        "id", "person_id", "tier", "formula", "coverage", "first_membership_on", "is_police",
    ),
    "benefits_employment": (
        "member_id", "employer_id", "position", "formula", "coverage", "pay_basis", "is_full_time",
        "is_temporary_retiree", "monthly_rate", "hired_on", "left_on",
    ),
    "benefits_payrecord": (
        "member_id", "employer_id", "month", "paid_on", "pay_basis", "units", "earnings", "formula", "coverage",
        "pensionable", "retirement_contribution", "survivor_contribution", "picked_up",
    ),
    "benefits_accountentry": (
        "id", "member_id", "kind", "on", "retirement", "survivor", "interest", "note",
    ),
    "benefits_servicegrant": (
        "member_id", "kind", "months", "formula", "from_month", "note", "granted_on",
    ),
    "benefits_familymember": (
        "member_id", "relation", "name", "born_on", "since_on", "ended_on", "is_disabled", "is_full_time_student",
    ),
    "benefits_designation": ("id", "member_id", "signed_on"),
    "benefits_beneficiary": ("designation_id", "rank", "position", "name", "relationship", "percent"),
    "benefits_insuranceenrolment": (
        "person_id", "plan", "carrier", "covers", "monthly_premium", "from_on",
    ),
    "benefits_bankaccount": (
        "public_id", "person_id", "routing_number", "account_number_token", "account_number_index", "kind", "from_on",
    ),
    "benefits_annuity": (
        "id", "public_id", "member_id", "payee_id", "kind", "state", "starts_on", "ends_on", "formula", "coverage",
        "service_months", "final_average_compensation", "original_monthly", "reduction_percent", "offset_removal",
        "status_at_death", "contributions_at_start",
    ),
    "benefits_annuityamount": ("annuity_id", "from_on", "monthly", "reason"),
    "benefits_payment": (
        "annuity_id", "month", "paid_on", "gross", "federal_tax", "health_insurance", "dental_insurance",
        "vision_insurance", "life_insurance", "other_deduction", "other_deduction_reason", "net", "method",
    ),
}  # fmt: skip
# Tables whose rows are numbered here, because other rows refer to them.
NUMBERED = ("accounts_person", "benefits_member", "benefits_designation", "benefits_annuity")

Value = str | int | bool | date | Decimal | None
Rows = defaultdict[str, list[str]]


def empty_rows() -> Rows:
    """Rows of no table yet."""
    return defaultdict(list)


def written(*values: Value) -> str:
    """A row as COPY reads it. ValueError for a text that would need escaping: made-up names have none."""
    return "\t".join(map(_written, values))


def _written(value: Value) -> str:
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    text = str(value)
    if "\t" in text or "\n" in text or "\\" in text:
        raise ValueError(f"{text!r} cannot be copied as it is")
    return text
