"""A statement's content of each kind, about people who do not exist: what layouts are tried on."""

from collections.abc import Mapping

from benefits.services.statements.content import Bar, Chart, Fact, Headline, Section, StatementContent

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
CONTACT = (
    "State Employees' Retirement System of Illinois",
    "2101 S. Veterans Parkway, P. O. Box 19255, Springfield, IL 62794-9255",
    "217-785-7444, Monday – Friday, 8 a.m. – 4:30 p.m.",
    "TDD/TTY 866-321-7625",
    "sers@srs.illinois.gov",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MISTAKE = "If something here is wrong, call or write to us. We will look into it and tell you what we find."
NOT_THE_LAW = "This statement explains your record. If it differs from the law, the law applies."


def active() -> StatementContent:
    """Dolores, 52, at work since 2004: every figure is there."""
    return StatementContent(
        language="en",
        kind="active",
        year=2025,
        title="Your benefit statement for 2025",
        as_of="December 31, 2025",
        name="Dolores M. Whitfield",
        member_id="204518873",
        address=("1418 Sangamon Avenue", "Apt. 3B", "Springfield, IL 62702"),
        headline=Headline(
            label="Estimated monthly annuity at your earliest unreduced date",
            figure="$2,301.44",
            note="From April 1, 2033, on the service and pay recorded so far. Before tax and insurance.",
        ),
        facts=(
            Fact("Service credit", "21 years 8 months"),
            Fact("Final average compensation, monthly", "$6,354.17"),
            Fact("Paid by you", "$45,114.20"),
            Fact("Picked up by the State", "$3,902.66"),
            Fact("Interest credited", "$38,744.91"),
            Fact("Balance of your account", "$87,761.77"),
            Fact("Tier and formula", "Tier 1, regular"),
            Fact("Social Security", "Covered"),
        ),
        chart=Chart(
            title="Contributions by fiscal year",
            description="Contributions rose from $2,611.20 in fiscal year 2021 to $3,050.00 in fiscal year 2025. "
            "Fiscal year 2026, of which six months are recorded, stands at $1,525.00.",
            bars=(
                Bar("2021", "2611.20", "$2,611"),
                Bar("2022", "2703.84", "$2,704"),
                Bar("2023", "2811.52", "$2,812"),
                Bar("2024", "2930.08", "$2,930"),
                Bar("2025", "3050.00", "$3,050"),
                Bar("2026", "1525.00", "$1,525"),
            ),
        ),
        sections=(
            Section(
                id="account",
                page=1,
                heading="Your contributions and interest",
                columns=("Fiscal year", "Paid by you", "Picked up", "Other", "Interest", "Total"),
                numeric=(False, True, True, True, True, True),
                rows=(
                    ("Before 2021", "$29,482.56", "$3,902.66", "$0.00", "$19,206.30", "$52,591.52"),
                    ("2021", "$2,611.20", "$0.00", "$0.00", "$3,418.45", "$6,029.65"),
                    ("2022", "$2,703.84", "$0.00", "$0.00", "$3,810.38", "$6,514.22"),
                    ("2023", "$2,811.52", "$0.00", "$0.00", "$4,233.80", "$7,045.32"),
                    ("2024", "$2,930.08", "$0.00", "$0.00", "$4,691.75", "$7,621.83"),
                    ("2025", "$3,050.00", "$0.00", "$0.00", "$3,384.23", "$6,434.23"),
                    ("2026, July to December", "$1,525.00", "$0.00", "$0.00", "$0.00", "$1,525.00"),
                ),
                total=("Total", "$45,114.20", "$3,902.66", "$0.00", "$38,744.91", "$87,761.77"),
            ),
            Section(
                id="estimates",
                page=1,
                heading="When you can retire",
                columns=("", "From", "Age", "Estimated monthly annuity"),
                numeric=(False, False, False, True),
                rows=(
                    ("Earliest date with a reduction", "April 1, 2029", "55 years 1 month", "$1,610.96"),
                    ("Earliest date without a reduction", "April 1, 2033", "59 years 1 month", "$2,301.44"),
                ),
                note="Estimates rest on the service and pay recorded through December 31, 2025.",
            ),
            Section(
                id="record",
                page=2,
                heading="Your record",
                columns=("", "As we have it"),
                numeric=(False, False),
                rows=(
                    ("Date of birth", "February 11, 1974"),
                    ("First member of a retirement system", "May 3, 2004"),
                    ("Employer", "Department of Natural Resources"),
                    ("Service credit in 2025", "12 months"),
                    ("Service credit in all", "21 years 8 months"),
                ),
            ),
            Section(
                id="death",
                page=2,
                heading="If you had died on December 31, 2025",
                columns=("", "Amount"),
                numeric=(False, True),
                rows=(
                    ("Monthly annuity of your spouse", "$1,150.72"),
                    ("Once, to your beneficiaries: retirement contributions and interest", "$76,791.55"),
                ),
            ),
            _beneficiaries(),
            _insurance(),
        ),
        reciprocal_systems=RECIPROCAL_SYSTEMS,
        notes=(
            "An unconfirmed value of the law was used for your earliest date without a reduction. We are checking it.",
            MISTAKE,
            NOT_THE_LAW,
        ),
        law_edition="5f0c1e88",
        contact=CONTACT,
    )


def inactive() -> StatementContent:
    """Desmond, who left after six years: some figures cannot be given, and the statement says why."""
    return StatementContent(
        language="en",
        kind="inactive",
        year=2025,
        title="Your benefit statement for 2025",
        as_of="December 31, 2025",
        name="Desmond Achterberg-Villanueva",
        member_id="204771902",
        address=("7 Prairie Rose Court", "Peoria, IL 61614"),
        headline=Headline(
            label="Balance of your account",
            figure="$24,117.06",
            note="Your contributions and the interest credited on them through June 30, 2025.",
        ),
        facts=(
            Fact("Service credit", "6 years 2 1/2 months"),
            Fact("Final average compensation, monthly", "See the notes"),
            Fact("Paid by you", "$17,260.44"),
            Fact("Picked up by the State", "$0.00"),
            Fact("Interest credited", "$6,856.62"),
            Fact("Tier and formula", "Tier 2, regular"),
            Fact("Social Security", "Covered"),
        ),
        chart=Chart(
            title="Contributions by fiscal year",
            description="Contributions rose from $1,988.00 in fiscal year 2014 to $3,104.12 in fiscal year 2018. "
            "You left State service in fiscal year 2019, with $844.40.",
            bars=(
                Bar("2014", "1988.00", "$1,988"),
                Bar("2015", "2604.32", "$2,604"),
                Bar("2016", "2811.60", "$2,812"),
                Bar("2017", "2960.00", "$2,960"),
                Bar("2018", "3104.12", "$3,104"),
                Bar("2019", "844.40", "$844"),
            ),
        ),
        sections=(
            Section(
                id="account",
                page=1,
                heading="Your contributions and interest",
                columns=("Fiscal year", "Paid by you", "Picked up", "Other", "Interest", "Total"),
                numeric=(False, True, True, True, True, True),
                rows=(
                    ("Before 2014", "$2,948.00", "$0.00", "$0.00", "$184.05", "$3,132.05"),
                    ("2014", "$1,988.00", "$0.00", "$0.00", "$203.58", "$2,191.58"),
                    ("2015", "$2,604.32", "$0.00", "$0.00", "$346.04", "$2,950.36"),
                    ("2016", "$2,811.60", "$0.00", "$0.00", "$537.81", "$3,349.41"),
                    ("2017", "$2,960.00", "$0.00", "$0.00", "$755.52", "$3,715.52"),
                    ("2018", "$3,104.12", "$0.00", "$0.00", "$997.03", "$4,101.15"),
                    ("2019 and later", "$844.40", "$0.00", "$0.00", "$3,832.59", "$4,676.99"),
                ),
                total=("Total", "$17,260.44", "$0.00", "$0.00", "$6,856.62", "$24,117.06"),
            ),
            Section(
                id="estimates",
                page=1,
                heading="When you can retire",
                note="With the service recorded so far you do not meet the conditions for a retirement annuity: "
                "Tier 2 members need 10 years of service credit.",
            ),
            Section(
                id="record",
                page=2,
                heading="Your record",
                columns=("", "As we have it"),
                numeric=(False, False),
                rows=(
                    ("Date of birth", "September 30, 1988"),
                    ("First member of a retirement system", "July 2, 2012"),
                    ("Last employer", "Department of Transportation"),
                    ("Left State service", "September 14, 2018"),
                    ("Service credit in all", "6 years 2 1/2 months"),
                ),
            ),
            Section(
                id="death",
                page=2,
                heading="If you had died on December 31, 2025",
                columns=("", "Amount"),
                numeric=(False, True),
                rows=(("Once, to your beneficiaries: all contributions and interest", "$24,117.06"),),
            ),
            Section(
                id="beneficiaries",
                page=2,
                heading="Your nominated beneficiaries",
                note="You have not named a beneficiary. Send us the beneficiary form to name one.",
            ),
            Section(
                id="insurance",
                page=2,
                heading="Group insurance",
                note="No enrolment is on record with us.",
            ),
        ),
        reciprocal_systems=RECIPROCAL_SYSTEMS,
        notes=(
            "Final average compensation: SERS must work this out by hand, because hours before July 1, 1981 follow "
            "older tables. Call us and we will do it for you.",
            MISTAKE,
            NOT_THE_LAW,
        ),
        law_edition="5f0c1e88",
        contact=CONTACT,
    )


def annuitant() -> StatementContent:
    """Ruth, 81, retired since 2006."""
    return StatementContent(
        language="en",
        kind="annuitant",
        year=2025,
        title="Your statement of account for 2025",
        as_of="December 31, 2025",
        name="Ruth Ellen Okonkwo",
        member_id="200113406",
        address=("22 County Road 900 N", "Carlinville, IL 62626"),
        headline=Headline(
            label="Your monthly annuity on December 31, 2025",
            figure="$3,412.08",
            note="Before tax and insurance.",
        ),
        facts=(
            Fact("Gross in 2025", "$40,944.96"),
            Fact("Federal income tax", "$2,880.00"),
            Fact("Illinois income tax", "None"),
            Fact("Insurance", "$1,500.00"),
            Fact("Other deductions", "$120.00"),
            Fact("Paid to you in 2025", "$36,444.96"),
            Fact("Annuity began", "August 1, 2006"),
        ),
        chart=Chart(
            title="Where your 2025 annuity went",
            description="Of $40,944.96, you were paid $36,444.96. Federal income tax took $2,880.00, "
            "insurance $1,500.00 and other deductions $120.00.",
            bars=(
                Bar("Paid to you", "36444.96", "$36,445"),
                Bar("Federal income tax", "2880.00", "$2,880"),
                Bar("Insurance", "1500.00", "$1,500"),
                Bar("Other deductions", "120.00", "$120"),
            ),
        ),
        sections=(
            _payments(("$3,412.08", "$240.00", "$125.00", "$10.00", "$3,037.08")),
            Section(
                id="totals",
                page=2,
                heading="Totals for 2025",
                columns=("", "Amount"),
                numeric=(False, True),
                rows=(
                    ("Gross annuity", "$40,944.96"),
                    ("Federal income tax", "$2,880.00"),
                    ("Health insurance", "$1,080.00"),
                    ("Dental insurance", "$180.00"),
                    ("Vision insurance", "$60.00"),
                    ("Life insurance", "$180.00"),
                    ("Other deductions: Union dues", "$120.00"),
                ),
                total=("Paid to you", "$36,444.96"),
            ),
            Section(
                id="record",
                page=2,
                heading="Your record",
                columns=("", "As we have it"),
                numeric=(False, False),
                rows=(
                    ("Kind of benefit", "Retirement annuity"),
                    ("Began", "August 1, 2006"),
                    ("First monthly amount", "$1,945.80"),
                    ("Service credit", "30 years 4 months"),
                    ("Final average compensation", "$3,841.02"),
                    ("Last annual increase", "January 1, 2025"),
                ),
            ),
            _beneficiaries(),
            _insurance(),
        ),
        reciprocal_systems=RECIPROCAL_SYSTEMS,
        notes=(
            "Illinois does not tax SERS benefits. For your federal tax return, use Form 1099-R, which the "
            "Comptroller sends you by January 31.",
            MISTAKE,
            NOT_THE_LAW,
        ),
        law_edition="5f0c1e88",
        contact=CONTACT,
    )


def survivor() -> StatementContent:
    """Walter, widower of a member, whose annuity began in August."""
    from_august = {name: ("$1,204.66", "$0.00", "$0.00", "$0.00", "$1,204.66") for name in MONTHS[7:]}
    return StatementContent(
        language="en",
        kind="survivor",
        year=2025,
        title="Your statement of account for 2025",
        as_of="December 31, 2025",
        name="Walter Brzezinski Jr.",
        member_id="209930017",
        address=("5520 N. Kenmore Avenue", "Unit 1207", "Chicago, IL 60640-1234"),
        headline=Headline(
            label="Your monthly annuity on December 31, 2025",
            figure="$1,204.66",
            note="Before tax and insurance.",
        ),
        facts=(
            Fact("Gross in 2025", "$6,023.30"),
            Fact("Federal income tax", "$0.00"),
            Fact("Illinois income tax", "None"),
            Fact("Insurance", "$0.00"),
            Fact("Other deductions", "$0.00"),
            Fact("Paid to you in 2025", "$6,023.30"),
            Fact("Annuity began", "August 1, 2025"),
            Fact("Survivor of", "Halina Brzezinski"),
        ),
        chart=Chart(
            title="Where your 2025 annuity went",
            description="You were paid all of $6,023.30. Nothing was deducted.",
            bars=(
                Bar("Paid to you", "6023.30", "$6,023"),
                Bar("Federal income tax", "0.00", "$0"),
                Bar("Insurance", "0.00", "$0"),
                Bar("Other deductions", "0.00", "$0"),
            ),
        ),
        sections=(
            _payments(
                ("–", "–", "–", "–", "–"),
                by_month=from_august,
                total=("Total", "$6,023.30", "$0.00", "$0.00", "$0.00", "$6,023.30"),
            ),
            Section(
                id="totals",
                page=2,
                heading="Totals for 2025",
                columns=("", "Amount"),
                numeric=(False, True),
                rows=(
                    ("Gross annuity", "$6,023.30"),
                    ("Federal income tax", "$0.00"),
                    ("Health insurance", "$0.00"),
                    ("Dental insurance", "$0.00"),
                    ("Vision insurance", "$0.00"),
                    ("Life insurance", "$0.00"),
                    ("Other deductions", "$0.00"),
                ),
                total=("Paid to you", "$6,023.30"),
            ),
            Section(
                id="record",
                page=2,
                heading="Your record",
                columns=("", "As we have it"),
                numeric=(False, False),
                rows=(
                    ("Kind of benefit", "Survivor annuity"),
                    ("Survivor of", "Halina Brzezinski"),
                    ("Began", "August 1, 2025"),
                    ("First monthly amount", "$1,204.66"),
                ),
            ),
            Section(
                id="beneficiaries",
                page=2,
                heading="Nominated beneficiaries",
                note="Members name beneficiaries. A survivor annuity has none.",
            ),
            Section(
                id="insurance",
                page=2,
                heading="Group insurance",
                note="No enrolment is on record with us.",
            ),
        ),
        reciprocal_systems=RECIPROCAL_SYSTEMS,
        notes=(
            "Illinois does not tax SERS benefits. For your federal tax return, use Form 1099-R, which the "
            "Comptroller sends you by January 31.",
            MISTAKE,
            NOT_THE_LAW,
        ),
        law_edition="5f0c1e88",
        contact=CONTACT,
    )


def every_kind() -> tuple[StatementContent, ...]:
    """One statement of each kind."""
    return active(), inactive(), annuitant(), survivor()


def _payments(
    month: tuple[str, ...],
    *,
    by_month: Mapping[str, tuple[str, ...]] | None = None,
    total: tuple[str, ...] = ("Total", "$40,944.96", "$2,880.00", "$1,500.00", "$120.00", "$36,444.96"),
) -> Section:
    return Section(
        id="payments",
        page=1,
        heading="Your payments in 2025",
        columns=("Month", "Gross", "Federal tax", "Insurance", "Other", "Paid to you"),
        numeric=(False, True, True, True, True, True),
        rows=tuple((name, *(by_month or {}).get(name, month)) for name in MONTHS),
        total=total,
    )


def _beneficiaries() -> Section:
    return Section(
        id="beneficiaries",
        page=2,
        heading="Your nominated beneficiaries",
        columns=("Name", "Relationship", "Class", "Share"),
        numeric=(False, False, False, True),
        rows=(
            ("Marcus Whitfield", "Spouse", "Primary", "60%"),
            ("Tamara Whitfield-Sørensen", "Daughter", "Primary", "40%"),
            ("Springfield Food Pantry", "Charity", "Contingent", "100%"),
        ),
    )


def _insurance() -> Section:
    return Section(
        id="insurance",
        page=2,
        heading="Group insurance",
        columns=("Plan", "Carrier", "Covers", "Monthly premium"),
        numeric=(False, False, False, True),
        rows=(
            ("Health and prescriptions", "Quality Care Health Plan", "You and your spouse", "$90.00"),
            ("Dental", "Quality Care Dental", "You", "$15.00"),
            ("Vision", "EyeMed", "You", "$5.00"),
            ("Life", "Basic life", "You", "$15.00"),
        ),
    )
