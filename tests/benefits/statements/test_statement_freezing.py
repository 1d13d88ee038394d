"""What is frozen: every figure from the records, refusals as sentences, nothing that should not be there."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from benefits.models import Beneficiary, Payment, ServiceGrant, Statement
from benefits.rules.law import load_law
from benefits.rules.months import Month
from benefits.services.statements.content import Chart, Section, to_json
from benefits.services.statements.freeze import freeze
from tests.benefits.statements import households, samples
from tests.benefits.statements.february import planned
from tests.factories.accounts import a_person
from tests.factories.work import a_month_of_pay

pytestmark = pytest.mark.django_db


def frozen(*statements: Statement) -> list[dict]:
    """The content of the statements of 2025; of all that are planned, unless some are named."""
    chosen = list(statements or planned().statements.select_related("person", "member__person"))
    contents = []
    for _statement, content in freeze(chosen, year=2025, law=load_law()):
        if isinstance(content, Exception):
            raise content
        contents.append(content)
    return contents


def section(content: dict, id: str) -> dict:
    return next(found for found in content["sections"] if found["id"] == id)


def facts(content: dict) -> dict[str, str]:
    return {fact["label"]: fact["value"] for fact in content["facts"]}


def test_an_annuitant_reads_the_year_gross_to_net_with_each_deduction():
    households.retired()

    (content,) = frozen()

    totals = section(content, "totals")
    assert [tuple(row) for row in totals["rows"]] == [
        ("Gross annuity", "$12,144.00"),
        ("Federal income tax", "$614.40"),
        ("Health insurance", "$480.00"),
        ("Dental insurance", "$0.00"),
        ("Vision insurance", "$0.00"),
        ("Life insurance", "$0.00"),
        ("Other deduction: Union dues", "$60.00"),
    ]
    assert tuple(totals["total"]) == ("Paid to you", "$10,989.60")
    payments = section(content, "payments")
    assert tuple(payments["rows"][0]) == ("January", "$1,012.00", "$51.20", "$40.00", "$5.00", "$915.80")
    assert tuple(payments["total"]) == ("Total", "$12,144.00", "$614.40", "$480.00", "$60.00", "$10,989.60")
    assert content["headline"]["figure"] == "$1,012.00"
    assert [bar["value"] for bar in content["chart"]["bars"]] == ["10989.60", "614.40", "480.00", "60.00"]


def test_a_month_without_a_payment_shows_a_dash_and_no_zero():
    annuity = households.retired()
    Payment.objects.filter(annuity=annuity, month=date(2025, 2, 1)).delete()

    (content,) = frozen()

    assert tuple(section(content, "payments")["rows"][1]) == ("February", "–", "–", "–", "–", "–")
    assert section(content, "payments")["total"][1] == "$11,132.00"


def test_a_payment_counts_in_the_year_in_which_it_was_paid():
    annuity = households.retired(months=11)
    late = households.a_payment(annuity, 12, paid_on=date(2026, 1, 5))
    late.save()

    (content,) = frozen()

    assert section(content, "payments")["total"][1] == "$11,132.00"


def test_each_reason_of_a_deduction_has_its_own_line():
    annuity = households.retired(months=11)
    households.a_payment(annuity, 12, other_deduction_reason="Court order").save()

    (content,) = frozen()

    others = [tuple(row) for row in section(content, "totals")["rows"] if row[0].startswith("Other")]
    assert others == [
        ("Other deduction: Union dues", "$55.00"),
        ("Other deduction: Court order", "$5.00"),
    ]


def test_a_survivor_reads_whose_survivor_they_are_and_that_they_name_no_beneficiary():
    households.surviving()

    (content,) = frozen()

    assert content["kind"] == "survivor"
    assert facts(content)["Survivor of"] == "Halina Brzezinski"
    assert (
        section(content, "beneficiaries")["note"]
        == "Members name beneficiaries. A survivor annuity has none."
    )


def test_a_suspended_annuity_is_said_to_be_suspended():
    households.retired(state="suspended")

    (content,) = frozen()

    assert "Your annuity is suspended while you work. Call us when that work ends." in content["notes"]


def test_a_member_at_work_reads_account_service_average_pay_and_estimates():
    households.at_work()

    (content,) = frozen()

    # 144 months at $4,000.00, of which 4% is paid by the member.
    assert facts(content)["Service credit"] == "12 years"
    assert facts(content)["Final average compensation, monthly"] == "$4,000.00"
    assert facts(content)["Paid by you"] == "$23,040.00"
    assert facts(content)["Picked up by the State"] == "$0.00"
    # Tier 2, born January 2, 1970: 67 on January 2, 2037, so from February 1, 2037, with 23 years 1 month.
    # $4,000.00 × 1.67% × 277/12 = $1,541.97 (half up).
    unreduced = section(content, "estimates")["rows"][-1]
    assert tuple(unreduced) == (
        "Earliest date without a reduction",
        "February 1, 2037",
        "67 years",
        "$1,541.97",
    )
    assert content["headline"]["figure"] == "$1,541.97"
    assert len(section(content, "estimates")["rows"]) == 2


def test_the_account_by_fiscal_year_adds_up_to_the_balance():
    households.at_work()

    (content,) = frozen()

    table = section(content, "account")
    amounts = [[Decimal(cell.strip("$").replace(",", "")) for cell in row[1:]] for row in table["rows"]]
    total = [Decimal(cell.strip("$").replace(",", "")) for cell in table["total"][1:]]
    assert [row[0] for row in table["rows"]] == [
        "Before 2021",
        "2021",
        "2022",
        "2023",
        "2024",
        "2025",
        "2026, July to December",
    ]
    assert [sum(column) for column in zip(*amounts, strict=True)] == total
    assert facts(content)["Balance of your account"] == table["total"][-1]
    assert facts(content)["Interest credited"] == table["total"][-2]
    # Six months of the unfinished fiscal year, without interest yet.
    assert tuple(table["rows"][-1][1:]) == ("$960.00", "$0.00", "$0.00", "$0.00", "$960.00")


def test_a_spouse_adds_the_monthly_annuity_after_a_death():
    member = households.at_work()
    households.a_spouse(member)

    (content,) = frozen()

    rows = dict(section(content, "death")["rows"])
    # 66 2/3% of the annuity earned: $4,000.00 × 1.67% × 12 = $801.60, of which $534.40.
    assert rows["Each month, to your spouse, from the age the law sets"] == "$534.40"


def test_a_member_who_left_too_early_reads_so_in_words_and_sees_the_balance():
    households.gone()

    (content,) = frozen()

    assert section(content, "estimates")["note"].startswith(
        "With 2 years of service credit you do not meet the conditions"
    )
    assert content["headline"]["label"] == "Balance of your account"
    assert [bar["label"] for bar in content["chart"]["bars"]] == ["2021", "2022", "2023", "2024", "2025"]


def test_service_the_rules_do_not_cover_becomes_a_sentence_and_never_a_zero():
    member = households.at_work()
    # Hours before July 1, 1981 follow older tables.
    a_month_of_pay(member, Month(1980, 1), "900.00", pay_basis="hourly", units=150)

    (content,) = frozen()

    assert facts(content)["Service credit"] == "See the notes"
    assert facts(content)["Final average compensation, monthly"] == "See the notes"
    assert section(content, "estimates")["note"] == section(content, "death")["note"] == "See the notes."
    (reason,) = [note for note in content["notes"] if "SERS must figure this case by hand" in note]
    assert reason.startswith("Service credit, Average pay, estimates and death benefits: ")


def test_one_refused_figure_leaves_the_others_standing():
    member = households.at_work()
    member.tier, member.first_membership_on = 1, date(1999, 1, 1)
    member.formula = "alternative"
    member.save()
    ServiceGrant.objects.create(
        member=member, kind="prior", months=240, formula="alternative", granted_on=date(2013, 1, 1)
    )

    (content,) = frozen()

    assert facts(content)["Final average compensation, monthly"] == "See the notes"
    assert facts(content)["Service credit"] == "32 years"
    assert facts(content)["Balance of your account"].startswith("$")
    (reason,) = [note for note in content["notes"] if "rate of pay on the last day" in note]
    assert reason.startswith("Final average compensation, Estimate without a reduction")


def test_beneficiaries_in_force_at_the_end_of_the_year_are_printed_with_their_shares():
    member = households.at_work()
    form = member.designations.get()
    Beneficiary.objects.filter(designation=form).update(percent=Decimal("62.50"))
    Beneficiary.objects.create(
        designation=form,
        rank="primary",
        position=2,
        name="Al Nowak",
        relationship="Son",
        percent=Decimal("37.50"),
    )
    newer = member.designations.model(member=member, signed_on=date(2026, 1, 10))
    form.superseded_on = date(2026, 1, 10)
    form.save()
    newer.save()

    (content,) = frozen()

    assert [tuple(row) for row in section(content, "beneficiaries")["rows"]] == [
        ("Jo Nowak", "Sister", "Primary", "62.5%"),
        ("Al Nowak", "Son", "Primary", "37.5%"),
    ]


def test_group_insurance_of_the_person_is_printed():
    households.insured(households.retired().payee)

    (content,) = frozen()

    assert [tuple(row) for row in section(content, "insurance")["rows"]] == [
        ("Health and prescriptions", "Quality Care", "You", "$40.00")
    ]


def test_all_thirteen_reciprocal_systems_are_listed():
    households.gone()

    (content,) = frozen()

    assert len(content["reciprocal_systems"]) == 13
    assert content["reciprocal_systems"][0] == "Chicago Teachers'"


def test_no_social_security_number_is_frozen():
    for household in (households.at_work, households.gone, households.retired, households.surviving):
        household()

    contents = frozen()

    text = json.dumps(contents)
    for statement in Statement.objects.select_related("person", "member__person"):
        for ssn in (statement.person.ssn, statement.member.person.ssn):
            assert ssn not in text
            assert f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}" not in text


def test_a_person_without_an_address_is_asked_for_one():
    households.without_address(households.retired().payee)

    (content,) = frozen()

    assert content["address"] == ["No address on file. Please send us yours."]


def test_a_statement_is_written_in_its_reader_s_language():
    households.retired(a_person(language="es"))

    with translation.override("en"):
        (content,) = frozen()

    assert content["language"] == "es"
    assert content["as_of"].startswith("diciembre") or "diciembre" in content["as_of"]


def test_freezing_many_takes_no_more_queries_than_freezing_few():
    def queries(statements: QuerySet[Statement]) -> int:
        rows = list(statements.select_related("person", "member__person"))
        with CaptureQueriesContext(connection) as captured:
            frozen(*rows)
        return len(captured)

    for _ in range(2):
        for household in (households.at_work, households.gone, households.retired, households.surviving):
            household()
    planned()
    one_of_each_kind = Statement.objects.order_by("kind").distinct("kind")

    assert queries(Statement.objects.all()) <= queries(one_of_each_kind)


@pytest.mark.parametrize("sample", samples.every_kind(), ids=lambda sample: sample.kind)
def test_the_samples_have_the_shape_of_what_is_frozen(sample):
    household = {
        "active": households.at_work,
        "inactive": households.gone,
        "annuitant": households.retired,
        "survivor": households.surviving,
    }[sample.kind]
    household()

    (content,) = frozen()

    shown = to_json(sample)
    assert content.keys() == shown.keys()
    assert [found["id"] for found in content["sections"]] == [found["id"] for found in shown["sections"]]
    assert [found["page"] for found in content["sections"]] == [found["page"] for found in shown["sections"]]
    by_id = {found["id"]: found for found in shown["sections"]}
    for found in content["sections"]:
        if found["columns"] and by_id[found["id"]]["columns"]:
            assert tuple(found["columns"]) == tuple(by_id[found["id"]]["columns"])


def test_a_table_with_rows_of_different_widths_is_refused():
    with pytest.raises(ValueError, match="different widths"):
        Section(id="x", page=1, heading="X", columns=("a", "b"), numeric=(False, True), rows=(("1",),))


def test_a_section_without_rows_must_say_why():
    with pytest.raises(ValueError, match="neither rows nor a note"):
        Section(id="x", page=1, heading="X")


def test_a_chart_with_three_bars_is_refused():
    chart = samples.active().chart

    with pytest.raises(ValueError, match="4 to 8 bars, not 3"):
        Chart(chart.title, chart.description, chart.bars[:3])


def test_a_ninth_fact_is_refused():
    sample = samples.active()

    with pytest.raises(ValueError, match="room for 8 facts, not 9"):
        replace(sample, facts=(*sample.facts, sample.facts[0]))
