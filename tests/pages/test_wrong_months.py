"""“This is wrong” on a month, a month that is missing: each becomes a case with its evidence, once asked for sensibly."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from benefits.models import Claim, ClaimFile
from tests import people
from tests.factories.work import a_month_of_pay, an_employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria():
    return people.an_active_member(years=2)


@pytest.fixture
def month() -> str:
    """The month before last: reported twice, the first time wrongly."""
    return f"{people.this_month().plus(-2).first_day:%Y-%m}"


def address(month: str) -> str:
    return reverse("pay_is_wrong", args=[month])


def test_each_month_of_the_ledger_leads_to_its_own_report(maria, month, signed_in):
    client = signed_in(maria)
    links = [link.address for link in client.get(reverse("pay")).context["choice"].links]

    pages = "".join(client.get(link).text for link in links)

    assert pages.count(f'href="{address(month)}"') == 1


def test_the_page_shows_what_is_on_record_and_asks_for_no_job_where_there_is_one(maria, month, signed_in):
    page = signed_in(maria).get(address(month))

    assert page.status_code == 200
    assert "$4,800.00" in page.text
    assert "$8,400.00" not in page.text
    assert "Which of your jobs is it?" not in page.text


def test_a_report_opens_a_case_that_names_the_record_in_force(maria, month, signed_in):
    answers = {"what": "earned", "should_be": "It should be $4,900.00: see my pay stub."}

    response = signed_in(maria).post(address(month), answers)

    claim = Claim.objects.get(kind="correction")
    record = people.membership_of(maria).pay_records.get(corrects__isnull=False)
    assert response.url == reverse("claim", args=[claim.reference])
    assert (claim.person, claim.member.person, claim.state) == (maria, maria, "received")
    assert claim.answer_data == {
        "month": f"{month[5:]}/{month[:4]}",
        "employer": "Department of Human Services",
        "record": str(record.pk),
        "what": "What I earned",
        "should_be": "It should be $4,900.00: see my pay stub.",
    }


def test_the_page_of_the_case_thanks_and_tells_its_number(maria, month, signed_in):
    page = signed_in(maria).post(
        address(month), {"what": "worked", "should_be": "A full month."}, follow=True
    )

    assert f"Its number is {Claim.objects.get().reference}" in page.text


def test_what_is_left_out_is_said_and_what_was_typed_stays(maria, month, signed_in):
    response = signed_in(maria).post(address(month), {"should_be": "More."})

    assert response.status_code == 422
    assert "Choose what is wrong." in response.text
    assert "More.</textarea>" in response.text
    assert not Claim.objects.exists()


def test_a_file_that_is_no_paper_is_refused_with_its_reason(maria, month, signed_in):
    program = SimpleUploadedFile("stub.pdf", b"MZ\x90\x00 a program", content_type="application/pdf")
    answers = {"what": "earned", "should_be": "More.", "papers": program}

    response = signed_in(maria).post(address(month), answers)

    assert response.status_code == 422
    assert "papers" in response.context["form"].errors
    assert not Claim.objects.exists()


def test_a_pay_stub_is_kept_with_the_case(maria, month, signed_in):
    answers = {"what": "earned", "should_be": "More.", "papers": a_stub()}

    signed_in(maria).post(address(month), answers)

    assert ClaimFile.objects.get().claim == Claim.objects.get()


def test_with_two_jobs_in_the_month_the_job_is_asked_for(maria, month, signed_in):
    member = people.membership_of(maria)
    other = an_employer("DOT", "Department of Transportation")
    second = a_month_of_pay(member, people.this_month().plus(-2), "900.00", employer=other)
    client = signed_in(maria)

    unasked = client.post(address(month), {"what": "earned", "should_be": "More."})
    client.post(address(month), {"what": "earned", "should_be": "More.", "record": str(second.pk)})

    assert "Choose the job." in unasked.text
    assert Claim.objects.get().answer_data["employer"] == "Department of Transportation"


@pytest.mark.parametrize("month", ["1971-01", "2025-13", "soon"])
def test_a_month_that_is_not_on_ones_own_record_is_not_found(maria, month, signed_in):
    assert signed_in(maria).get(address(month)).status_code == 404


def test_somebody_without_service_has_no_month_to_report(signed_in):
    client = signed_in(people.a_survivor())

    assert client.get(reverse("pay_is_missing")).status_code == 404


@pytest.mark.parametrize("typed", ["03/2019", "2019-03", "March 2019", "mar 2019", "3.2019"])
def test_a_missing_month_is_understood_as_people_write_it(maria, typed, signed_in):
    answers = {"month": typed, "employer": "Revenue", "should_be": "I worked all month."}

    signed_in(maria).post(reverse("pay_is_missing"), answers)

    assert Claim.objects.get().answer_data["month"] == "03/2019"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the month that is missing."),
        ("13/2019", "There is no such month."),
        ("spring", "Write the month and the year"),
        ("01/2999", "That month is still to come."),
    ],
)
def test_a_month_that_cannot_be_is_said_plainly(maria, typed, said, signed_in):
    answers = {"month": typed, "employer": "Revenue", "should_be": "I worked."}

    response = signed_in(maria).post(reverse("pay_is_missing"), answers)

    assert response.status_code == 422
    assert said in response.text


def a_stub() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    return SimpleUploadedFile("stub.png", picture.getvalue(), content_type="image/png")
