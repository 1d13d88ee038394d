"""A change of money stands or falls with its audit row: where the row cannot be written, nothing at all is changed."""

import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import OperationalError

from benefits.models import Annuity, BankChange, DirectDepositLock, Payment
from benefits.rules.tax import ElectedForm
from benefits.services import beneficiaries, direct_deposit, suspensions, withholding
from benefits.services.beneficiaries import Named
from benefits.services.direct_deposit import reviewing, taking_up
from benefits.services.payment_runs import deductions, returns
from notices.documents import render
from sers_portal.base import clock
from sers_portal.base.models import AuditEvent
from tests import people
from tests.benefits.payments.cast import PAT, RAE
from tests.factories.money import NEW_ACCOUNT, a_bank_account, a_bank_change, noon

pytestmark = pytest.mark.django_db
Act = Callable[[], object]
FIRST = date(2026, 12, 1)


@pytest.fixture
def ruth(monkeypatch):
    monkeypatch.setattr(render, "pdf", lambda template, context: b"%PDF")
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 9, 10))
    person = people.a_retiree()
    a_bank_account(person)
    return person


def annuity_of(person) -> Annuity:
    return Annuity.objects.get(payee=person)


def a_reviewed_change(person) -> BankChange:
    change = a_bank_change(person)
    BankChange.objects.filter(pk=change.pk).update(review_reasons=[BankChange.Reason.SHARED_ACCOUNT])
    return change


def a_change_that_is_due(person, monkeypatch) -> BankChange:
    change = a_bank_change(person)
    monkeypatch.setattr(clock, "now", lambda: noon(2026, 10, 1))
    return change


def a_lock(person, *, is_opening: bool = False) -> DirectDepositLock:
    lock = direct_deposit.lock(person=person, by=person.account.actor)
    if is_opening:
        direct_deposit.ask_to_unlock(person=person, by=person.account.actor)
    return lock


def a_deduction(person, **more):
    return deductions.enter(
        annuity=annuity_of(person), monthly=Decimal(50), reason="a debt", from_month=FIRST, by=PAT, **more
    )


def a_return(person):
    payment = Payment.objects.filter(annuity__payee=person).latest("month")
    return returns.enter(
        payment=payment, returned_on=payment.paid_on, reason="no such account", remedy="reissue", by=PAT
    )


def a_proposal(person):
    return suspensions.propose(annuity=annuity_of(person), from_on=FIRST, reason="works", by=PAT)


def a_suspension(person):
    return suspensions.approve(suspension=a_proposal(person), by=RAE)


def an_end(person):
    spell = a_suspension(person)
    return suspensions.propose_end(suspension=spell, employment_ended_on=date(2026, 12, 9), by=RAE)


def asking(person) -> Act:
    return lambda: direct_deposit.ask(
        id=uuid.uuid4(),
        person=person,
        account=NEW_ACCOUNT,
        current_last_four="7890",
        by=person.account.actor,
    )


def electing(person) -> Act:
    return lambda: withholding.elect(
        id=uuid.uuid4(),
        person=person,
        annuity=annuity_of(person),
        form=ElectedForm(filing="single", extra_monthly=Decimal(10)),
        by=person.account.actor,
    )


def naming(person) -> Act:
    names = [Named("Ana Miller", "child", "primary", Decimal(100))]
    member = people.membership_of(person)
    return lambda: beneficiaries.name(member=member, named=names, by=person.account.actor)


def stopping(person) -> Act:
    change = a_bank_change(person)
    return lambda: direct_deposit.stop(change=change, was_not_me=True, by=person.account.actor)


def resuming(person) -> Act:
    spell = a_suspension(person)
    return lambda: suspensions.resume(
        suspension=spell, employment_ended_on=date(2026, 12, 9), proposed_by=RAE, approved_by=PAT
    )


def after(before: Callable, act: Callable) -> Callable[[object], Act]:
    """First what must be there, then the act upon it."""

    def prepared(person) -> Act:
        there = before(person)
        return lambda: act(there, person)

    return prepared


# Each service by the module and name of its function; what it is given is set up before the audit fails.
MONEY = {
    "asking.ask": asking,
    "stopping.stop": stopping,
    "locking.lock": lambda ruth: lambda: direct_deposit.lock(person=ruth, by=ruth.account.actor),
    "locking.ask_to_unlock": after(
        a_lock, lambda _lock, ruth: direct_deposit.ask_to_unlock(person=ruth, by=ruth.account.actor)
    ),
    "locking.keep_locked": after(
        lambda ruth: a_lock(ruth, is_opening=True),
        lambda lock, ruth: direct_deposit.keep_locked(lock=lock, by=ruth.account.actor),
    ),
    "reviewing.approve": after(a_reviewed_change, lambda change, _: reviewing.approve(change=change, by=PAT)),
    "reviewing.refuse": after(
        a_reviewed_change, lambda change, _: reviewing.refuse(change=change, by=PAT, reason="a thief")
    ),
    "withholding.elect": electing,
    "beneficiaries.name": naming,
    "deductions.enter": lambda ruth: lambda: a_deduction(ruth),
    "deductions.approve": after(a_deduction, lambda row, _: deductions.approve(deduction=row, by=RAE)),
    "deductions.lower": after(
        lambda ruth: a_deduction(ruth, total=Decimal(500)),
        lambda row, _: deductions.lower(deduction=row, amount=Decimal(100), by=RAE),
    ),
    "returns.enter": lambda ruth: lambda: a_return(ruth),
    "returns.approve": after(a_return, lambda row, _: returns.approve(returned=row, by=RAE)),
    "returns.withdraw": after(a_return, lambda row, _: returns.withdraw(returned=row, by=PAT)),
    "suspensions.propose": lambda ruth: lambda: a_proposal(ruth),
    "suspensions.approve": after(a_proposal, lambda row, _: suspensions.approve(suspension=row, by=RAE)),
    "suspensions.withdraw": after(a_proposal, lambda row, _: suspensions.withdraw(suspension=row, by=PAT)),
    "suspensions.suspend": lambda ruth: (
        lambda: suspensions.suspend(
            annuity=annuity_of(ruth), from_on=FIRST, reason="works", proposed_by=PAT, approved_by=RAE
        )
    ),
    "suspensions.propose_end": after(
        a_suspension,
        lambda row, _: suspensions.propose_end(suspension=row, employment_ended_on=date(2026, 12, 9), by=RAE),
    ),
    "suspensions.approve_end": after(an_end, lambda row, _: suspensions.approve_end(suspension=row, by=PAT)),
    "suspensions.resume": resuming,
}
# Steps of a larger change, called inside its transaction only.
INSIDE_OTHERS = {"deductions.carry_over"}
MODULES = (
    *(
        f"benefits.services.direct_deposit.{module.name}"
        for module in pkgutil.iter_modules(direct_deposit.__path__)
    ),
    "benefits.services.withholding",
    "benefits.services.beneficiaries",
    "benefits.services.suspensions",
    "benefits.services.payment_runs.deductions",
    "benefits.services.payment_runs.returns",
)


def services_of(module_name: str) -> set[str]:
    """The functions of a module that somebody does (`by=`), with names only for what they are given."""
    module = importlib.import_module(module_name)
    return {
        f"{module_name.rpartition('.')[2]}.{name}"
        for name, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == module_name and not name.startswith("_")
        for parameters in [inspect.signature(found).parameters.values()]
        if any("Actor" in str(one.annotation) for one in parameters)
        and all(one.kind is one.KEYWORD_ONLY for one in parameters)
    }


def everything() -> dict[str, list[tuple]]:
    """Every row of the portal's own tables."""
    own = ("base", "notices", "accounts", "benefits", "reemployment")
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for label in own
        for model in apps.get_app_config(label).get_models()
    }


def break_the_audit(monkeypatch) -> None:
    def broken(**_row: object) -> None:
        raise OperationalError("the audit cannot be written")

    monkeypatch.setattr(AuditEvent.objects, "create", broken)


def test_every_service_of_money_is_among_those_tried():
    found = set().union(*(services_of(module) for module in MODULES))

    assert found - INSIDE_OTHERS == set(MONEY)


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
