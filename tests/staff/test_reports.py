"""The staff's reports: what they count, who may read them, and files that a spreadsheet only reads."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware

from benefits.services.after_death import receivables
from reemployment.models import SuspensionCase
from reemployment.services import overpayments
from sers_portal.admin_pages.csv_files import csv_text, defused
from sers_portal.admin_pages.periods import Quarter, quarter_of, read_quarter
from sers_portal.admin_pages.reports import REPORTS
from sers_portal.admin_pages.roles_held import LOOKED_OVER, roles_at
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM, log_access
from sers_portal.base.models import AccessEvent, AuditEvent, RowChange
from tests import people
from tests.factories.accounts import a_person
from tests.factories.claims import a_claim
from tests.reemployment.work_again import back_at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    client = Client()
    rights = {report.right for report in REPORTS.values() if report.right}
    client.force_login(people.staff("base.view_report", *rights))
    return client


@pytest.fixture
def reviewer() -> Client:
    client = Client()
    client.force_login(people.staff("base.view_report", "base.review_access", "accounts.view_user"))
    return client


def lines_of(client: Client, name: str) -> list[dict[str, str]]:
    answer = client.get(reverse("staff_report_file", args=[name]))
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.content.decode().lstrip("\ufeff"))))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_a_page_and_a_file_and_both_are_noted(reader, name):
    page = reader.get(reverse("staff_report", args=[name]))
    file = reader.get(reverse("staff_report_file", args=[name]))

    assert (page.status_code, file.status_code) == (200, 200)
    assert file["Content-Disposition"].startswith("attachment")
    assert AccessEvent.objects.filter(page=f"report:{name}").count() == 2


@pytest.mark.parametrize("name", ["staff_reports", "staff_report", "staff_report_file"])
def test_reports_are_for_whoever_holds_the_right(name):
    client = Client()
    client.force_login(people.staff("base.view_auditevent"))
    arguments = [] if name == "staff_reports" else ["letters"]

    assert client.get(reverse(name, args=arguments)).status_code == 403


def test_an_unknown_report_is_not_found(reader):
    assert reader.get(reverse("staff_report", args=["everything"])).status_code == 404


def test_open_claims_are_listed_with_their_age(reader):
    claim = a_claim(people.an_active_member())

    lines = lines_of(reader, "open-claims")

    assert [line["Reference"] for line in lines] == [claim.reference]
    assert lines[0]["Days"].isdigit()


def test_the_access_review_says_who_holds_which_role_and_what_they_looked_at(reader):
    nora = people.staff(email="nora@example.org", given_name="Nora", family_name="Auditor")
    nora.groups.add(Group.objects.get(name="auditor"), Group.objects.get(name="payroll"))
    person = a_person()
    for _ in range(3):
        log_access(by=nora.actor, page="person", person=person.public_id, purpose="audit")
    log_access(by=nora.actor, page="claim", person=person.public_id, was_refused=True)

    lines = [line for line in lines_of(reader, "access-review") if line["Name"] == "Nora Auditor"]

    assert [line["Role"] for line in lines] == ["auditor", "payroll"]
    assert (lines[0]["Looks"], lines[0]["Refused"]) == ("4", "1")
    assert lines[0]["Most looked at"] == "person 3; claim 1"
    assert lines[0]["Last sign-in"] == "never"


def test_the_access_review_lists_superusers_and_staff_without_a_role(reader):
    people.an_account(is_staff=True, is_superuser=True, given_name="Root", family_name="All")
    people.staff(given_name="No", family_name="Role")

    roles = {line["Name"]: line["Role"] for line in lines_of(reader, "access-review")}

    assert roles["Root All"] == "superuser: every right"
    assert roles["No Role"] == "staff without a role"


def test_a_change_without_an_audit_event_is_reported_without_its_values(reader):
    change = RowChange.objects.create(
        at=clock.now(),
        transaction=1,
        role="somebody",
        table_name="accounts_person",
        row_id="700700",
        before={"family_name": "Nowak"},
        after={"family_name": "Thief"},
    )

    lines = lines_of(reader, "unexplained-changes")

    mine = [line for line in lines if line["Row"] == change.row_id]
    assert [(line["Database login"], line["Columns"]) for line in mine] == [("somebody", "last name")]
    assert "Thief" not in str(lines)


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "@SUM(A1)", "-1+1", "\t=1", "  =1", "＝1"])  # noqa: RUF001
def test_what_a_spreadsheet_would_compute_is_defused(cell):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "text"), [(-4, "-4"), ("-4.50", "-4.50"), (None, ""), ("Nowak", "Nowak")])
def test_what_a_spreadsheet_only_shows_stays_as_it_is(cell, text):
    assert defused(cell) == text


def test_a_name_that_is_a_formula_reaches_the_file_defused(reader):
    people.staff(given_name="=HYPERLINK(1)", family_name="Evil")

    names = [line["Name"] for line in lines_of(reader, "access-review")]

    assert "'=HYPERLINK(1) Evil" in names


def test_headings_are_defused_too():
    assert csv_text(["=a"], []) == "'=a\r\n"


def test_a_quarter_begins_and_ends_at_midnight_in_illinois():
    quarter = Quarter(2026, 4)

    assert quarter.begins == make_aware(datetime(2026, 10, 1))  # noqa: DTZ001
    assert quarter.ends == make_aware(datetime(2027, 1, 1))  # noqa: DTZ001
    assert quarter.plus(-4) == Quarter(2025, 4)


@pytest.mark.parametrize("text", ["", "2026-Q5", "'; drop", "1999-Q1"])
def test_a_quarter_that_is_none_is_this_one(text):
    today = clock.today()

    assert read_quarter(text, today=today) == quarter_of(today)


def test_the_access_review_of_a_past_quarter_shows_the_roles_that_were_held_when_it_ended(reader):
    left, came = (people.staff(given_name=name, family_name="Role") for name in ("Left", "Came"))
    auditor = Group.objects.get(name="auditor")
    left.groups.add(auditor)
    before = clock.now()
    left.groups.remove(auditor)
    came.groups.add(auditor)

    then, now = roles_at(before), roles_at(clock.now())

    assert (then.get(left.pk), then.get(came.pk)) == ({"auditor"}, None)
    assert (now.get(left.pk), now.get(came.pk)) == (None, {"auditor"})


def test_roles_given_and_taken_are_listed_with_who_did_it(reader):
    nora = people.staff(given_name="Nora", family_name="Fields")
    nora.groups.add(Group.objects.get(name="auditor"))
    nora.groups.remove(Group.objects.get(name="auditor"))

    lines = [line for line in lines_of(reader, "role-changes") if line["Name"] == "Nora Fields"]

    assert [(line["Role"], line["What"]) for line in lines] == [
        ("auditor", "given"),
        ("auditor", "taken away"),
    ]


def test_who_looked_over_the_access_review_is_on_its_page_and_in_the_audit(reader, reviewer):
    address = reverse("staff_report", args=["access-review"]) + "?quarter=2026-Q3"
    assert b"Nobody has looked over this quarter yet." in reader.get(address).content

    empty = reviewer.post(address, {"found": " "})
    answer = reviewer.post(address, {"found": "Nobody left."})

    assert (empty.status_code, answer.status_code) == (422, 302)
    assert AuditEvent.objects.get(verb=LOOKED_OVER).detail["quarter"] == "2026-Q3"
    assert b"Nobody left." in reader.get(address).content
    assert b"Nobody left." not in reader.get(address.replace("Q3", "Q2")).content


@pytest.mark.parametrize(("who", "name"), [("reader", "access-review"), ("reviewer", "role-changes")])
def test_nobody_else_looks_over_and_no_other_report_is_looked_over(who, name, request):
    client = request.getfixturevalue(who)

    answer = client.post(reverse("staff_report", args=[name]), {"found": "All is well."})

    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(verb=LOOKED_OVER).exists()


def test_what_is_owed_to_sers_shows_what_came_back_and_what_two_people_wrote_off(reader):
    pat, rae = people.staff().actor, people.staff(given_name="Rae", family_name="Lease").actor
    dead = people.a_retiree()
    dead.died_on = max(dead.annuities.get().payments.values_list("month", flat=True)) - timedelta(days=40)
    dead.save()
    owed, *others = receivables.find_overpaid(person=dead, by=SYSTEM)
    receivables.record_receipt(receivable=owed, on=clock.today(), amount=Decimal(50), number="7", by=pat)
    receivables.propose_write_off(receivable=owed, reason="no estate", by=pat)
    rest = receivables.write_off(receivable=owed, by=rae).written_off
    someone = back_at_work(retired_on=date(2026, 5, 1), paid_months=3)
    spell = SuspensionCase.objects.get().suspension
    overpayments.agree(someone=someone, suspension=spell, number=3, by=pat)

    first, *_between, last = lines_of(reader, "owed")

    columns = ("State", "Came back", "Written off", "Still owed", "Why it was written off", "Written off by")
    assert [first[column] for column in columns] == [
        "written off", "50.00", str(rest), "0.00", "no estate", "Rae Lease",
    ]  # fmt: skip
    assert (last["State"], last["Paid too much"], last["Still owed"]) == (
        "being paid",
        "3225.00",
        "3225.00",
    )
    assert len(others) == len(_between)
