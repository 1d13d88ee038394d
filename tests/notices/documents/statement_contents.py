"""Made-up statements of every kind, short and long, in the shape in which they are frozen."""

from copy import deepcopy

SYSTEMS = [
    "Chicago Teachers’",
    "Cook County Employees’",
    "Cook County Forest Preserve",
    "General Assembly",
    "Illinois Municipal",
    "Judges",
    "Laborers’ (Chicago)",
    "Metropolitan Water Reclamation District",
    "Municipal Employees’ (Chicago)",
    "Park Employees’ (Chicago)",
    "State Employees’",
    "State Universities",
    "Teachers’ (State)",
]
CONTACT = ["SERS, P.O. Box 19255, Springfield, IL 62794-9255", "217-785-7444", "sers@srs.illinois.gov"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

BENEFICIARIES = {
    "id": "beneficiaries",
    "page": 2,
    "heading": "Your nominated beneficiaries",
    "note": "They receive what is payable at your death and is not a survivor annuity.",
    "columns": ["Name", "Relationship", "Kind", "Share"],
    "numeric": [False, False, False, True],
    "rows": [
        ["Robert Jackson", "Husband", "Primary", "100%"],
        ["Lena Jackson", "Daughter", "Contingent", "100%"],
    ],
    "total": None,
}
INSURANCE = {
    "id": "insurance",
    "page": 2,
    "heading": "Your group insurance",
    "note": "As recorded on December 31, 2025.",
    "columns": ["Coverage", "Plan", "Covers", "Since"],
    "numeric": [False, False, False, False],
    "rows": [
        ["Health", "Quality Care Health Plan", "Member and spouse", "July 1, 2019"],
        ["Dental", "Delta Dental", "Member and spouse", "July 1, 2019"],
        ["Life", "Basic life, $20,000", "Member", "May 1, 2018"],
    ],
    "total": None,
}
ANNUITANT = {
    "version": "2025.1",
    "language": "en",
    "kind": "annuitant",
    "year": 2025,
    "title": "Statement of account for 2025",
    "as_of": "December 31, 2025",
    "name": "Dorothy M. Jackson",
    "member_id": "1004711",
    "address": ["412 South Walnut Street", "Apartment 3B", "Springfield, IL 62704-1234"],
    "headline": {
        "label": "Paid to you in 2025",
        "figure": "$35,412.60",
        "note": "After deductions, in 12 payments.",
    },
    "facts": [
        {"label": "Monthly annuity in December", "value": "$3,642.18"},
        {"label": "Paid before deductions", "value": "$43,706.16"},
        {"label": "All deductions", "value": "$8,293.56"},
        {"label": "Increase on January 1, 2025", "value": "3.00%"},
        {"label": "Annuity since", "value": "May 1, 2018"},
        {"label": "Service credit", "value": "28 years 4 months"},
    ],
    "chart": {
        "title": "Where your annuity went",
        "description": "Bar chart. Paid before deductions $43,706.16; federal income tax $4,512.00; health insurance"
        " $2,640.00; dental insurance $541.56; union dues $600.00; paid to you $35,412.60.",
        "bars": [
            {"label": "Before deductions", "value": "43706.16", "text": "$43,706.16"},
            {"label": "Federal income tax", "value": "4512.00", "text": "$4,512.00"},
            {"label": "Health insurance", "value": "2640.00", "text": "$2,640.00"},
            {"label": "Dental insurance", "value": "541.56", "text": "$541.56"},
            {"label": "Union dues", "value": "600.00", "text": "$600.00"},
            {"label": "Paid to you", "value": "35412.60", "text": "$35,412.60"},
        ],
    },
    "sections": [
        {
            "id": "totals",
            "page": 1,
            "heading": "Your payments in 2025, added up",
            "note": "Your 1099-R form comes from the Comptroller by January 31.",
            "columns": ["Item", "Year 2025", "A month, in December"],
            "numeric": [False, True, True],
            "rows": [
                ["Annuity before deductions", "$43,706.16", "$3,642.18"],
                ["Federal income tax", "$4,512.00", "$376.00"],
                ["Insurance and dues", "$3,781.56", "$315.13"],
            ],
            "total": ["Paid to you", "$35,412.60", "$2,951.05"],
        },
        {
            "id": "payments",
            "page": 2,
            "heading": "Your payments month by month",
            "note": "",
            "columns": ["Month", "Paid on", "Gross", "Tax", "Insurance", "Other", "Net"],
            "numeric": [False, False, True, True, True, True, True],
            "rows": [
                [month, f"{month[:3]} {17 + n % 3}", "$3,642.18", "$376.00", "$265.13", "$50.00", "$2,951.05"]
                for n, month in enumerate(MONTHS)
            ],
            "total": ["Year", "", "$43,706.16", "$4,512.00", "$3,181.56", "$600.00", "$35,412.60"],
        },
        BENEFICIARIES,
        INSURANCE,
    ],
    "reciprocal_systems": SYSTEMS,
    "notes": [
        "Tell us at once if something here is wrong, or if your name, address or marital status changes.",
        "Illinois does not tax SERS benefits.",
    ],
    "law_edition": "2025-11-22 4f1c09be",
    "contact": CONTACT,
}
SURVIVOR = {
    **deepcopy(ANNUITANT),
    "kind": "survivor",
    "name": "José Ángel Hernández-Villanueva",
    "member_id": "1000215",
    "headline": {
        "label": "Paid to you in 2025",
        "figure": "$14,880.24",
        "note": "As survivor of María Hernández.",
    },
}
ACTIVE = {
    **deepcopy(ANNUITANT),
    "kind": "active",
    "title": "Benefit statement for 2025",
    "name": "Li Wu",
    "member_id": "1008102",
    "address": ["1 Elm Street", "Cairo, IL 62914"],
    "headline": {
        "label": "Your pension at 67",
        "figure": "$2,871.40",
        "note": "A month, before deductions, if you work on at today’s pay.",
    },
    "facts": [
        {"label": "Tier", "value": "Tier 2, regular formula"},
        {"label": "Service credit", "value": "11 years 2 months"},
        {"label": "Final average compensation", "value": "$5,904.12"},
        {"label": "Your contributions", "value": "$28,339.78"},
        {"label": "Interest on them", "value": "$9,120.44"},
        {"label": "Earliest full pension", "value": "March 1, 2051"},
        {"label": "Earliest reduced pension", "value": "March 1, 2046"},
        {"label": "Payable at death", "value": "$37,460.22"},
    ],
    "chart": {
        "title": "Your monthly pension by the age you stop",
        "description": "Bar chart. At 62 $1,840.11; at 63 $2,020.90; at 64 $2,210.73; at 65 $2,412.18; at 66 $2,631.00;"
        " at 67 $2,871.40.",
        "bars": [
            {"label": f"At {age}", "value": value, "text": f"${int(value):,}.00"}
            for age, value in zip(
                range(62, 68), ["1840", "2020", "2210", "2412", "2631", "2871"], strict=True
            )
        ],
    },
    "sections": [
        {
            "id": "estimates",
            "page": 1,
            "heading": "What you could receive",
            "note": "Estimates at today’s pay and law. Only a claim decides.",
            "columns": ["If your pension starts", "Age", "Service then", "A month"],
            "numeric": [False, True, False, True],
            "rows": [
                ["March 1, 2046 (reduced)", "62", "31 years 4 months", "$1,840.11"],
                ["March 1, 2051 (full)", "67", "36 years 4 months", "$2,871.40"],
            ],
            "total": None,
        },
        {
            "id": "contributions",
            "page": 2,
            "heading": "Your contributions by fiscal year",
            "note": "Each fiscal year runs from July to June. Interest is 6.5% a year.",
            "columns": ["Fiscal year", "Paid by you", "Picked up", "Interest", "Balance"],
            "numeric": [False, True, True, True, True],
            "rows": [
                [str(year), "$2,361.65", "$0.00", f"${year - 1500}.12", f"${(year - 2010) * 2361:,}.00"]
                for year in range(2018, 2027)
            ],
            "total": None,
        },
        {
            "id": "death",
            "page": 2,
            "heading": "What your family would receive",
            "note": "If you had died on December 31, 2025.",
            "columns": ["Benefit", "To whom", "Amount"],
            "numeric": [False, False, True],
            "rows": [
                ["Survivor annuity, a month", "Spouse", "$708.40"],
                ["Death benefit, once", "Nominated beneficiaries", "$37,460.22"],
            ],
            "total": None,
        },
        BENEFICIARIES,
        INSURANCE,
    ],
}
INACTIVE = {
    **deepcopy(ACTIVE),
    "kind": "inactive",
    "name": "Oluwaseun Adebayo-Fitzgerald",
    "member_id": "1002044",
    "chart": {**ACTIVE["chart"], "bars": ACTIVE["chart"]["bars"][:4]},  # type: ignore[index]
    "sections": [*ACTIVE["sections"][:1], INSURANCE],  # type: ignore[index]
}
CONTENTS = {"active": ACTIVE, "inactive": INACTIVE, "annuitant": ANNUITANT, "survivor": SURVIVOR}
