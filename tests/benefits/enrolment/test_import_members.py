"""Being hired makes one a member: a list enrols people once, and says what is wrong with a row."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Address, Person
from benefits.models import Employer, Employment, Member
from benefits.services.enrolment import enrol
from benefits.services.enrolment_list import COLUMNS, HEADER, RowRefused, read_hiring
from sers_portal.base import audit, clock
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent

pytestmark = pytest.mark.django_db

ANA = {
    "member_id": "900001",
    "ssn": "212-45-6789",
    "given_name": "Ana",
    "middle_name": "",
    "family_name": "Ruiz",
    "suffix": "",
    "born_on": "1990-02-28",
    "line_1": "1 Oak Street",
    "line_2": "",
    "city": "Springfield",
    "state": "IL",
    "zip_code": "62701",
    "hired_on": "2025-03-01",
    "employer": "DOT",
    "employer_name": "Department of Transportation",
    "position": "Engineer",
    "pay_basis": "monthly",
    "formula": "regular",
    "coverage": "covered",
    "first_membership_on": "2025-03-01",
    "temporary_retiree": "",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))


def a_list(folder: Path, *people: dict[str, str]) -> Path:
    path = folder / "hired.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(people)
    return path


def run(path: Path) -> dict[str, int]:
    """Import a list; returns the counts the command says."""
    said = StringIO()
    call_command("import_members", str(path), stdout=said)
    return {line[:18].strip(): int(line[18:]) for line in said.getvalue().splitlines()[:4]}


def hire(**changes: str) -> object:
    return enrol(hiring=read_hiring(list({**ANA, **changes}.values())), by=SYSTEM)


def test_a_hiring_makes_a_person_a_member_with_an_address_and_an_employment(tmp_path) -> None:
    counts = run(a_list(tmp_path, ANA))

    assert counts == {"enrolled": 1, "hired again": 0, "on record already": 0, "rejected": 0}
    ana = Person.objects.get()
    assert (ana.member_id, ana.full_name, ana.ssn) == ("900001", "Ana Ruiz", "212456789")
    assert "212456789" not in ana.ssn_token
    assert (ana.member.tier, ana.member.formula, ana.member.coverage) == (2, "regular", "covered")
    assert ana.addresses.get().lines == ["1 Oak Street", "Springfield, IL 62701"]
    job = ana.member.employments.get()
    assert (job.employer.name, job.hired_on) == ("Department of Transportation", date(2025, 3, 1))


@pytest.mark.parametrize(("first", "tier"), [("2010-12-31", 1), ("2011-01-01", 2)])
def test_the_tier_follows_the_first_membership_in_any_reciprocal_system(first, tier) -> None:
    hire(first_membership_on=first)

    assert Member.objects.get().tier == tier


def test_the_same_list_again_changes_nothing(tmp_path) -> None:
    path = a_list(tmp_path, ANA)
    run(path)
    written = AuditEvent.objects.count()

    counts = run(path)

    assert counts["on record already"] == 1
    assert (Person.objects.count(), Address.objects.count(), Employment.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.count() == written


def test_a_second_hiring_adds_an_employment_and_the_membership_follows_it() -> None:
    hire()

    outcome = hire(employer="ISP", employer_name="State Police", hired_on="2026-01-05", formula="alternative")

    assert outcome == "hired again"
    member = Member.objects.get()
    assert (member.employments.count(), member.formula) == (2, "alternative")


def test_a_temporary_retirees_hiring_does_not_change_the_membership() -> None:
    hire()

    hire(employer="ISP", employer_name="State Police", formula="alternative", temporary_retiree="yes")

    assert Member.objects.get().formula == "regular"
    assert Employment.objects.get(employer__code="ISP").is_temporary_retiree


def test_a_known_agency_needs_no_name() -> None:
    Employer.objects.create(code="DOT", name="Department of Transportation")

    hire(employer_name="")

    assert Employment.objects.get().employer.code == "DOT"


def test_a_survivor_who_is_hired_becomes_a_member_too() -> None:
    survivor = Person(member_id="900001", given_name="Ana", family_name="Ruiz", born_on=date(1990, 2, 28))
    survivor.set_ssn("212456789")
    survivor.save()

    hire()

    assert Member.objects.get().person == survivor


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"member_id": "12"}, "member_id"),
        ({"ssn": "000-12-3456"}, "A Social Security number has nine digits"),
        ({"given_name": ""}, "given_name is empty"),
        ({"family_name": "R" * 81}, "longer than 80"),
        ({"born_on": "02/28/1990"}, "born_on"),
        ({"born_on": "2020-01-01"}, "under 14"),
        ({"state": "Illinois"}, "state"),
        ({"zip_code": "627"}, "zip_code"),
        ({"hired_on": "2028-03-01"}, "more than a year from today"),
        ({"first_membership_on": "2025-03-02"}, "after hired_on"),
        ({"employer_name": ""}, "No agency has the code DOT"),
        ({"pay_basis": "weekly"}, "pay_basis"),
        ({"formula": "special"}, "formula"),
        ({"coverage": "some"}, "coverage"),
        ({"temporary_retiree": "maybe"}, "temporary_retiree"),
    ],
)
def test_a_bad_row_is_refused_with_the_column_and_leaves_nothing(changes, named) -> None:
    with pytest.raises(RowRefused, match=named):
        hire(**changes)

    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"family_name": "Rios"}, "family_name: not as on record"),
        ({"born_on": "1990-03-01"}, "born_on: not as on record"),
        ({"ssn": "212-45-6780"}, "two different people"),
        ({"member_id": "900002"}, "two different people"),
        ({"first_membership_on": "2010-01-01"}, "it decides the tier"),
        ({"formula": "alternative"}, "formula: not as on record for this hiring"),
        ({"temporary_retiree": "yes"}, "temporary_retiree: not as on record"),
        ({"hired_on": "2026-01-05"}, "works for DOT already"),
        ({"employer_name": "Tourism"}, 'belongs to "Department of Transportation"'),
    ],
)
def test_a_row_that_contradicts_the_record_is_refused_and_changes_nothing(changes, named) -> None:
    hire()
    before = (Person.objects.values().get(), Member.objects.values().get(), Employment.objects.values().get())

    with pytest.raises(RowRefused, match=named):
        hire(**changes)

    assert (
        Person.objects.values().get(),
        Member.objects.values().get(),
        Employment.objects.values().get(),
    ) == before


def test_a_hiring_within_an_earlier_employment_there_is_refused_and_one_after_it_is_not() -> None:
    hire()
    Employment.objects.update(left_on=date(2026, 1, 31))

    with pytest.raises(RowRefused, match="works for DOT already"):
        hire(hired_on="2026-01-31")

    assert hire(hired_on="2026-02-01") == "hired again"


def test_rejected_rows_are_left_beside_the_list_for_nobody_elses_eyes(tmp_path) -> None:
    path = a_list(tmp_path, {**ANA, "zip_code": "none"}, {**ANA, "member_id": "900002", "ssn": "212-45-6788"})

    counts = run(path)

    assert (counts["enrolled"], counts["rejected"]) == (1, 1)
    to_mend, report = tmp_path / "hired.rejects.csv", tmp_path / "hired.reasons.csv"
    assert run_mended(to_mend)["enrolled"] == 1
    assert 'zip_code is ""none"". Write five digits' in report.read_text()
    assert "212" not in report.read_text()
    assert (to_mend.stat().st_mode & 0o077, report.stat().st_mode & 0o077) == (0, 0)


def run_mended(rejects: Path) -> dict[str, int]:
    mended = rejects.with_name("mended.csv")
    mended.write_text(rejects.read_text().replace("none", "62701"))
    return run(mended)


def test_names_outside_ascii_and_a_byte_order_mark_are_read(tmp_path) -> None:
    path = a_list(tmp_path, {**ANA, "family_name": "Núñez"})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    run(path)

    assert Person.objects.get().family_name == "Núñez"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "The first line must be exactly"),
        (b"a,b,c\n", "The first line must be exactly"),
        ("Müller".encode("latin-1"), "not UTF-8"),
        (f'{HEADER}\n"open'.encode(), "Line 2 cannot be read as CSV"),
    ],
)
def test_a_list_that_is_none_is_refused_whole(tmp_path, content, named) -> None:
    path = tmp_path / "hired.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=named):
        run(path)


def test_an_enrolment_and_its_audit_row_stand_or_fall_together(monkeypatch) -> None:
    monkeypatch.setattr(audit, "record", lambda **event: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        hire()

    assert not Person.objects.exists()


def test_who_was_enrolled_is_in_the_audit() -> None:
    hire()

    event = AuditEvent.objects.get(verb="enrolled member")
    assert (event.person, event.detail["employer"]) == (Person.objects.get().public_id, "DOT")


def test_the_guide_shows_the_header_of_the_list() -> None:
    assert HEADER in Path("docs/guides/import-payroll.md").read_text()
