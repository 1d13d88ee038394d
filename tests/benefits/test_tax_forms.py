"""Forms 1099-R: recorded once, corrected by a later one, never changed, and refused where they cannot be."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from benefits.models import Payment, TaxForm
from benefits.rules.law import load_law
from benefits.services.tax_forms import COLUMNS, FileRefused, import_tax_forms
from benefits.tax_years import tax_years
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return people.a_retiree()


@pytest.fixture
def year(ruth) -> int:
    """The calendar year before this one: Ruth was paid in all of it."""
    return people.this_month().year - 1


def a_list(*rows: str) -> str:
    return "\n".join([",".join(COLUMNS), *rows]) + "\n"


def a_row(
    person, year: int, *, gross="25800.00", withheld="1446.00", issued_on=None, kind="retirement"
) -> str:
    return (
        f"{person.member_id},{kind},{year},{gross},23000.00,{withheld},,7,{issued_on or f'{year + 1}-01-28'}"
    )


def totals_of(year: int):
    payments = Payment.objects.filter(paid_on__year=year).select_related("annuity")
    return tax_years(payments, year=year, law=load_law())[0]


def test_a_form_is_recorded_with_its_audit_row(ruth, year):
    outcome = import_tax_forms(text=a_list(a_row(ruth, year)), by=SYSTEM)

    form = TaxForm.objects.get()
    assert (outcome.recorded, outcome.known, outcome.rejects) == (1, 0, [])
    assert (form.gross, form.taxable, form.distribution_code) == (
        Decimal("25800.00"),
        Decimal("23000.00"),
        "7",
    )
    assert AuditEvent.objects.filter(verb="recorded a form 1099-R", person=ruth.public_id).exists()


def test_a_list_imported_twice_changes_nothing(ruth, year):
    import_tax_forms(text=a_list(a_row(ruth, year)), by=SYSTEM)

    outcome = import_tax_forms(text=a_list(a_row(ruth, year)), by=SYSTEM)

    assert (outcome.recorded, outcome.known) == (0, 1)
    assert TaxForm.objects.count() == 1


def test_a_later_form_corrects_the_first_and_is_the_one_that_counts(ruth, year):
    import_tax_forms(
        text=a_list(a_row(ruth, year, gross="1.00", withheld="0.00").replace("23000.00", "")), by=SYSTEM
    )

    import_tax_forms(text=a_list(a_row(ruth, year, issued_on=f"{year + 1}-03-05")), by=SYSTEM)

    shown = totals_of(year)
    assert shown.form.is_correction
    assert shown.form.gross == Decimal("25800.00")
    assert not shown.differs


def test_a_form_that_differs_from_the_payments_says_so(ruth, year):
    import_tax_forms(text=a_list(a_row(ruth, year, gross="25800.01")), by=SYSTEM)

    assert totals_of(year).differs


def test_a_year_without_a_form_shows_the_totals_alone(ruth, year):
    shown = totals_of(year)

    assert shown.form is None
    assert (shown.gross, shown.withheld) == (Decimal("25800.00"), Decimal("1446.00"))


def test_rows_that_cannot_be_are_rejected_with_the_reason_and_the_rest_is_recorded(ruth, year):
    rows = [
        a_row(ruth, year).replace(ruth.member_id, "999999"),
        a_row(ruth, year, gross="twelve"),
        a_row(ruth, year, gross="100.00"),
        a_row(ruth, year),
    ]

    outcome = import_tax_forms(text=a_list(*rows), by=SYSTEM)

    assert [(reject.line, reject.reason) for reject in outcome.rejects] == [
        (2, "no such benefit of this person in that year"),
        (3, "an amount, year or day cannot be read"),
        (4, "the database refuses it: taxable_within_gross"),
    ]
    assert outcome.recorded == 1


def test_a_file_with_another_header_is_refused():
    with pytest.raises(FileRefused, match="The first line must read: member_id,kind"):
        import_tax_forms(text="name,amount\n", by=SYSTEM)


def test_the_command_says_what_came_of_a_file(ruth, year, tmp_path, capsys):
    path = tmp_path / "forms.csv"
    path.write_text(a_list(a_row(ruth, year)))

    call_command("import_tax_forms", str(path))

    assert "recorded                   1" in capsys.readouterr().out


def test_the_command_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_tax_forms", str(tmp_path / "none.csv"))


def test_the_database_never_changes_a_form(ruth, year):
    import_tax_forms(text=a_list(a_row(ruth, year)), by=SYSTEM)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE benefits_taxform SET gross = 0, taxable = 0")


def test_the_page_shows_the_form_beside_the_payments_with_its_boxes_explained(ruth, year, client):
    import_tax_forms(text=a_list(a_row(ruth, year)), by=SYSTEM)
    client.force_login(ruth.account)

    page = client.get(f"/member/payments/{year}/").text

    assert "2a Taxable amount" in page
    assert page.count("$25,800.00") >= 2
    assert "$23,000.00" in page
    assert "7 stands for an ordinary pension" in page
    assert "The form and our payments differ" not in page


def test_the_page_says_until_when_a_form_is_awaited(ruth, client):
    client.force_login(ruth.account)

    response = client.get("/member/payments/")

    assert "not issued yet" in response.text
    assert f"January 31, {response.context['choice'].shown + 1}" in response.text
