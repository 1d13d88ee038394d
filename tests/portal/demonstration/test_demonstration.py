"""What `manage.py demonstrate` sets up: people of every kind, something to do in each queue, nothing unlawful."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pyotp
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import journey
from accounts.models import Appointment, Conversation, Delegation, Person, User
from benefits import selectors
from benefits.models import HeldRow, Member, PayRecord, PayrollFile, Statement, StatementRun, YearlyFigure
from benefits.rules.contributions import contribution_as_recorded
from benefits.rules.law import load_law
from benefits.services.payroll import FileRefused, import_file
from benefits.services.statements.freeze import freeze
from notices.models import CalendarEntry, Document, Letter
from sers_portal.base.audit import SYSTEM
from sers_portal.demonstration import payroll, people, stage
from sers_portal.demonstration.cast import everyone
from sers_portal.load.plan import in_dollars

# One set-up serves the whole folder.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]

TODAY = date(2026, 11, 22)


def cast_member(given_name: str) -> Member:
    return Member.objects.get(person__given_name=given_name, person__member_id__startswith="1001")


def test_each_step_is_taken_once(set_up):
    assert set_up == [step.words for step in stage.STEPS]


def test_setting_up_again_does_nothing_and_asks_little(set_up):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = list(stage.set_up())

    assert again == []
    assert len(queries) <= len(stage.STEPS)


@pytest.mark.parametrize(
    ("email", "kinds"),
    [
        ("alice.novak", {"active"}),
        ("thomas.becker", {"inactive"}),
        ("jasmine.reed", {"inactive"}),
        ("dorothy.kowalski", {"retired"}),
        ("rosa.delgado", {"survivor"}),
        ("karen.doyle", {"survivor"}),
        ("gloria.banks", {"active", "survivor"}),
        ("leonard.price", {"retired"}),
    ],
)
def test_the_cast_has_somebody_of_each_kind(set_up, email, kinds):
    person = User.objects.get(email=f"{email}@example.org").person

    found = selectors.kinds_of(person, on=TODAY)

    assert found == kinds


def test_messages_appointments_and_helpers_stand_each_at_another_step(set_up):
    steps = [set(model.objects.values_list("state", flat=True)) for model in (Conversation, Appointment)]
    helpers = {row.email.partition(".")[0]: row for row in Delegation.objects.all()}

    assert steps == [{"open", "answered", "closed"}, {"requested", "offered", "booked"}]
    assert (helpers["paul"].scope, helpers["paul"].delegate.email) == ("view", "paul.kowalski@example.org")
    assert helpers["denise"].may_act
    assert helpers["brian"].accepted_at is None


def test_each_of_the_cast_signs_in_with_the_documented_password(set_up, rf):
    accounts = [role.email for role in everyone(TODAY) if role.email]
    accounts += [*people.STAFF, *people.HELPERS]

    signed_in = [authenticate(rf.get("/"), email=email, password=people.PASSWORD) for email in accounts]

    assert len(accounts) >= 20
    assert [user.email for user in signed_in if user] == accounts
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(accounts)


@pytest.mark.parametrize("email", [*people.STAFF, "dorothy.kowalski@example.org"])
def test_the_documented_secret_makes_codes_that_work_and_is_kept_sealed(set_up, email):
    factor = Authenticator.objects.get(user__email=email)
    secret = people.STAFF[email][2] if email in people.STAFF else people.MEMBERS_SECRET

    works = factor.wrap().validate_code(pyotp.TOTP(secret).now())

    assert works
    assert secret not in str(factor.data)


def test_nobody_who_can_sign_in_has_a_step_left_before_the_first_page(set_up):
    # Helpers need no record of their own: the people they help are their first page.
    accounts = User.objects.exclude(email__in=people.HELPERS)
    steps = {user.email: journey.next_step(user) for user in accounts}

    assert set(steps.values()) == {journey.Step.ACTIVE}


def test_sign_ins_name_every_account_and_the_files(set_up, capsys):
    call_command("demonstrate", sign_ins=True)

    printed = capsys.readouterr().out
    assert all(user.email in printed for user in User.objects.all())
    assert people.PASSWORD in printed
    assert all(secret in printed for _given, _family, secret in people.STAFF.values())
    assert people.MEMBERS_SECRET in printed
    assert str(payroll.sample_files()[0]) in printed


def test_codes_are_those_of_this_moment(set_up, capsys):
    call_command("demonstrate", codes=True)

    codes = [line.split()[-1] for line in capsys.readouterr().out.splitlines()]
    assert [len(code) for code in codes] == [6] * (len(people.STAFF) + 1)


def test_every_contribution_of_the_cast_is_the_laws(set_up):
    law = load_law()
    counted: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    records = PayRecord.objects.filter(
        member__person__member_id__startswith="1001", month__year__gte=2017, corrected_by=None
    )
    wrong = []

    for row in records.select_related("member").order_by("member", "paid_on", "employer"):
        is_temporary = row.pay_basis == "per_diem"
        lawful = contribution_as_recorded(
            tier=row.member.tier,
            formula=row.formula,
            coverage=row.coverage,
            paid_on=row.paid_on,
            earnings=in_dollars(0) if is_temporary else row.earnings,
            picked_up_amount=row.picked_up,
            law=law,
            pensionable_so_far=counted[row.member_id, row.paid_on.year],
        )
        counted[row.member_id, row.paid_on.year] += row.pensionable
        recorded = (row.pensionable, row.retirement_contribution, row.survivor_contribution)
        if recorded != (lawful.pensionable, lawful.retirement, lawful.survivor):
            wrong.append((row.pk, recorded, lawful))

    assert wrong == []


def test_priya_passes_the_cap_and_nancy_has_two_jobs_in_one_month(set_up):
    priya = cast_member("Priya").pay_records.filter(month__year=2025).order_by("-month")
    nancy = cast_member("Nancy")
    service = selectors.pay_ledger(nancy, law=load_law(), through=TODAY)[0].months[0]

    assert priya[0].pensionable < priya[0].earnings
    assert len(service.records) == 2
    assert service.service_months == 1


def test_victors_correction_counts_and_the_record_it_replaces_stays(set_up):
    correction = cast_member("Victor").pay_records.get(corrects__isnull=False)

    counting = selectors.effective_records(cast_member("Victor").pay_records.filter(month=correction.month))

    assert list(counting) == [correction]
    assert correction.earnings - correction.corrects.earnings == people.FORGOTTEN_OVERTIME


def test_leonard_is_paid_for_his_season_without_contributions_and_keeps_his_annuity(set_up):
    leonard = cast_member("Leonard")
    season = leonard.pay_records.filter(pay_basis="per_diem")

    assert season.exists()
    assert {row.contribution for row in season} == {Decimal(0)}
    assert leonard.annuities.get().state == "in_payment"


def test_agnes_letter_came_back_and_thomas_has_no_address(set_up):
    agnes = Person.objects.get(given_name="Agnes", member_id__startswith="1001")
    thomas = Person.objects.get(given_name="Thomas", member_id__startswith="1001")

    assert agnes.addresses.get().returned_on is not None
    assert not thomas.addresses.exists()


def test_there_is_something_to_do_in_each_staff_queue(set_up):
    states = dict(StatementRun.objects.values_list("year", "state"))

    assert states == {2024: "released", 2025: "planned"}
    assert HeldRow.objects.filter(state="rejected").count() == 6
    assert HeldRow.objects.filter(state="awaiting_law").count() == 1
    assert Letter.objects.filter(state="queued").exists()
    assert YearlyFigure.objects.filter(state="pending").count() == 1
    assert CalendarEntry.objects.filter(kind="payment").count() == 36


def test_every_statement_planned_can_be_frozen(set_up):
    planned = list(Statement.objects.filter(run__year=2025).select_related("run", "person", "member__person"))

    outcomes = list(freeze(planned, year=2025, law=load_law()))

    failures = [(one.person_id, outcome) for one, outcome in outcomes if isinstance(outcome, Exception)]
    assert failures == []
    assert len(outcomes) > 200


def test_the_good_file_is_accepted_whole(set_up):
    imported = import_file(path=payroll.sample_files()[0], by=SYSTEM)

    assert imported.accepted == imported.rows > 20


def test_the_faulty_file_shows_each_kind_of_fault(set_up):
    imported = import_file(path=payroll.sample_files()[1], by=SYSTEM)

    reasons = set(imported.held_rows.values_list("reason", flat=True))
    assert imported.accepted > 0
    assert reasons == {
        "contribution_differs",
        "unknown_member",
        "earnings_negative",
        "units_impossible",
        "repeated",
        "already_recorded",
        "awaiting_law",
    }


def test_the_file_with_a_wrong_header_is_refused_whole(set_up):
    with pytest.raises(FileRefused, match="gross_pay"):
        import_file(path=payroll.sample_files()[2], by=SYSTEM)

    assert PayrollFile.objects.get(name="payroll-wrong-header.csv").state == "refused"


@pytest.fixture
def files(set_up, places):
    """The demonstration's files, put back after the test."""
    documents = [places["DOCUMENTS_DIR"] / path for path in Document.objects.values_list("path", flat=True)]
    copies = {path: path.read_bytes() for path in [*documents, *payroll.sample_files()]}
    yield list(copies)
    for path, content in copies.items():
        path.write_bytes(content)


def test_clearing_takes_everything_away_with_its_files(files):
    stage.clear()

    assert not Person.objects.exists()
    assert [path for path in files if path.exists()] == []


@pytest.mark.parametrize("options", [{}, {"fresh": True}, {"sign_ins": True}, {"codes": True}])
def test_demonstrate_refuses_production(set_up, settings, options):
    settings.IS_DEMONSTRATION = False
    before = Person.objects.count()

    with pytest.raises(CommandError, match="production"):
        call_command("demonstrate", **options)

    assert before > 0
    assert Person.objects.count() == before


def test_the_tests_leave_the_checkouts_own_files_alone(places):
    assert places["LOCAL_DIR"] == django_settings.LOCAL_DIR
