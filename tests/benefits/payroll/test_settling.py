"""A rejected row is settled when its pay comes with a later file, or when somebody says why nothing is left to do."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from benefits.models import HeldRow, PayrollFile
from benefits.queues import held_rows
from benefits.services.payroll.settling import NotSettled, settle
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests.benefits.payroll.files import a_worker, imported, row, the_reject
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db

FILES = "admin:benefits_payrollfile_changelist"
TWICE = "It came twice."


def settling_page(client, payroll_file: PayrollFile, **sent: object):
    return client.post(reverse("admin:payrollfile_settle", args=[payroll_file.pk]), sent, follow=True)


def test_a_reject_is_settled_when_its_pay_comes_with_a_later_file(tmp_path) -> None:
    member = a_worker()
    first = imported(tmp_path, row(member, units=99), name="march.csv")

    mended = imported(tmp_path, row(member), name="mended.csv")

    settled = first.held_rows.get()
    assert settled.state == HeldRow.State.SETTLED
    assert settled.settled_because == f"The pay came with file {mended.pk}, mended.csv."
    assert AuditEvent.objects.filter(verb="settled payroll rows", subject_id=str(first.pk)).exists()


@pytest.mark.parametrize("other", [{"month": "2025-04"}, {"units": 98}], ids=["another month", "wrong again"])
def test_a_reject_stays_while_its_own_pay_has_not_come(tmp_path, other) -> None:
    member = a_worker()
    first = imported(tmp_path, row(member, units=99), name="march.csv")

    imported(tmp_path, row(member, **other), name="later.csv")

    assert the_reject(first).settled_because == ""


def test_a_row_repeated_in_its_own_file_waits_for_a_decision(tmp_path) -> None:
    twice = row(a_worker())

    payroll_file = imported(tmp_path, twice, twice)

    assert the_reject(payroll_file).reason == "repeated"


def test_rows_are_settled_by_hand_and_no_longer_wait_on_the_staffs_home(client, tmp_path) -> None:
    user = staff("benefits.view_payrollfile", "benefits.change_payrollfile")
    client.force_login(user)
    twice = row(a_worker())
    payroll_file = imported(tmp_path, twice, twice)
    wrong = the_reject(payroll_file)

    response = settling_page(client, payroll_file, rows=[wrong.pk], because=TWICE)

    assert "1 row is settled." in response.text
    assert TWICE in response.text
    assert "(0 left to mend or settle)" in response.text
    (queue,) = held_rows(user)
    assert queue.number == 0
    assert payroll_file.name not in client.get(reverse(FILES), {"left": "yes"}).text


@pytest.mark.parametrize(
    ("ticks", "because", "said"), [(True, " ", "Say why nothing is left"), (False, TWICE, "Tick the rows")]
)
def test_what_is_missing_is_said_beside_the_form_and_nothing_entered_is_lost(
    client, tmp_path, ticks, because, said
) -> None:
    client.force_login(staff("benefits.view_payrollfile", "benefits.change_payrollfile"))
    payroll_file = imported(tmp_path, row(a_worker(), units=99))
    wrong = the_reject(payroll_file)

    response = settling_page(client, payroll_file, rows=[wrong.pk] if ticks else [], because=because)

    assert said in response.text
    assert f'value="{because}"' in response.text
    assert ("checked" in response.text) == ticks
    assert the_reject(payroll_file) == wrong


def test_who_may_only_look_settles_nothing(client, tmp_path) -> None:
    client.force_login(staff("benefits.view_payrollfile"))
    payroll_file = imported(tmp_path, row(a_worker(), units=99))
    wrong = the_reject(payroll_file)

    response = settling_page(client, payroll_file, rows=[wrong.pk], because=TWICE)

    assert response.status_code == 403
    assert the_reject(payroll_file) == wrong


def test_another_files_row_is_not_settled(tmp_path) -> None:
    payroll_file = imported(tmp_path, row(a_worker(), units=99), name="march.csv")
    other = the_reject(imported(tmp_path, row(a_worker(at="DOT"), units=99, employer="DOT"), name="dot.csv"))

    with pytest.raises(NotSettled, match="Tick the rows"):
        settle(payroll_file=payroll_file, rows=[other.pk], because=TWICE, by=SYSTEM)


def test_the_database_wants_a_settled_rows_reason(tmp_path) -> None:
    imported(tmp_path, row(a_worker(), units=99))

    with pytest.raises(IntegrityError, match="settled_row_has_its_reason_and_time"), transaction.atomic():
        HeldRow.objects.update(state=HeldRow.State.SETTLED)
