"""A change of money stands or falls with its audit row: where the row cannot be written, nothing at all is changed."""

import importlib
import inspect
import pkgutil

import pytest
from django.apps import apps
from django.db import OperationalError, connection

import benefits.services
import reemployment.services
from benefits.models import BankChange
from benefits.services.direct_deposit import taking_up
from notices.documents import render
from sers_portal.base import clock
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.money import a_bank_account, a_bank_change, noon
from tests.faults.money import MONEY

pytestmark = pytest.mark.django_db
# Steps of a larger change, called inside its transaction only.
INSIDE_OTHERS = {
    "payment_runs.deductions.carry_over",
    "payment_runs.deductions.close_with_debt",
    "after_death.receivables.find_overpaid",
    "after_death.receivables.settle_by_return",
}
# What moves no money and decides on none, a module or a package each. All that is not named here is tried.
NO_MONEY = {
    # The papers and people of a claim: what it pays is decided in `claims.deciding`, what it holds in `after_death`.
    "claims.applying",
    "claims.deaths",
    "claims.desk",
    "claims.opening",
    "claims.papers",
    "claims.recording_people",
    "claims.telling_beneficiaries",
    "claims.tracker",
    "claims.workspace",
    # What employers report: a file is taken in whole or not at all, by tests of its own.
    "day_files",
    "enrolment",
    "payroll",
    # What says figures.
    "estimates",
    "statements",
    "tax_forms",
    "verification",
    "payment_calendar",
    "payment_feeds",
    # What members tell us.
    "missing_payments",
    "wrong_months",
    # Days of work and who told of them: money moves by `cases`, `overpayments` and `repayments`.
    "days",
    "differences",
    "notices",
    "plans",
    "retiring",
}


@pytest.fixture
def ruth(monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 9, 10))
    person = people.a_retiree()
    a_bank_account(person)
    return person


def a_change_that_is_due(person, monkeypatch) -> BankChange:
    change = a_bank_change(person)
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 10, 1))
    return change


def modules() -> list[str]:
    """Every module of services, by its whole name."""
    packages = (benefits.services, reemployment.services)
    return [
        module.name
        for package in packages
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def short(module_name: str) -> str:
    return module_name.partition(".services.")[2]


def services_of(module_name: str) -> set[str]:
    """The functions of a module that somebody does (`by=`), with names only for what they are given."""
    module = importlib.import_module(module_name)
    return {
        f"{short(module_name)}.{name}"
        for name, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == module_name and not name.startswith("_")
        for parameters in [inspect.signature(found).parameters.values()]
        if any("Actor" in str(one.annotation) for one in parameters)
        and all(one.kind is one.KEYWORD_ONLY for one in parameters)
    }


def is_of_no_money(module_name: str) -> bool:
    return any(f"{short(module_name)}.".startswith(f"{name}.") for name in NO_MONEY)


def everything() -> dict[str, str]:
    """A fingerprint of each of the portal's own tables, in one query."""
    own = ("base", "notices", "accounts", "benefits", "reemployment")
    tables = {model._meta.db_table for label in own for model in apps.get_app_config(label).get_models()}
    each = (
        f"SELECT '{table}', md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {table} AS row"  # noqa: S608
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def break_the_audit(monkeypatch) -> None:
    def broken(**_row: object) -> None:
        raise OperationalError("the audit cannot be written")

    monkeypatch.setattr(AuditEvent.objects, "create", broken)


def test_every_service_of_money_is_among_those_tried():
    found = set().union(*(services_of(module) for module in modules() if not is_of_no_money(module)))

    assert found - INSIDE_OTHERS == set(MONEY)


def test_what_is_left_out_is_there():
    there = {short(module) for module in modules()}

    assert there >= NO_MONEY


@pytest.mark.parametrize("name", MONEY)
def test_without_its_audit_row_nothing_is_changed_by(ruth, monkeypatch, name):
    act = MONEY[name](ruth)
    before = everything()
    with monkeypatch.context() as broken:
        break_the_audit(broken)

        with pytest.raises(OperationalError):
            act()

    assert everything() == before
    act()
    assert everything() != before


def test_without_its_audit_row_no_change_of_the_account_is_taken_up(ruth, monkeypatch):
    change = a_change_that_is_due(ruth, monkeypatch)
    before = everything()
    break_the_audit(monkeypatch)

    with pytest.raises(OperationalError):
        taking_up.take_up(str(change.pk))

    assert everything() == before
