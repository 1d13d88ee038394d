"""Annuities, their payments, and statements that were released."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Person
from benefits.models import Annuity, AnnuityAmount, Member, Payment, Statement, StatementRun
from benefits.rules.months import Month
from benefits.services.statements.content import to_json
from notices.documents import storage
from sers_portal.base.clock import SPRINGFIELD
from tests.benefits.statements import samples

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def an_annuity(
    member: Member, *, payee: Person | None = None, starts_on: date, monthly: str = "2150.00", **fields
) -> Annuity:
    """A retirement annuity of the member, or with a payee the survivor annuity of that person."""
    payee = payee or member.person
    is_own = payee == member.person
    kind = {} if is_own else {"kind": Annuity.Kind.SURVIVOR, "status_at_death": "retired"}
    annuity = Annuity.objects.create(
        **{
            "member": member,
            "payee": payee,
            "kind": Annuity.Kind.RETIREMENT,
            "starts_on": starts_on,
            "formula": member.formula,
            "coverage": member.coverage,
            "service_months": Decimal(300),
            "final_average_compensation": Decimal("5200.00"),
            "original_monthly": Decimal(monthly),
            **kind,
            **fields,
        }
    )
    AnnuityAmount.objects.create(annuity=annuity, from_on=starts_on, monthly=Decimal(monthly), reason="grant")
    return annuity


def payments_of(
    annuity: Annuity, first: Month, months: int, *, tax: str = "120.50", health: str = "61.12"
) -> None:
    """So many months paid in a row, with federal tax and health insurance taken off."""
    deductions = {"federal_tax": Decimal(tax), "health_insurance": Decimal(health)}
    net = annuity.original_monthly - sum(deductions.values())
    paid = [first.plus(number).first_day for number in range(months)]
    Payment.objects.bulk_create(
        Payment(
            annuity=annuity,
            month=month,
            paid_on=month.replace(day=19),
            gross=annuity.original_monthly,
            net=net,
            method=Payment.Method.DIRECT_DEPOSIT,
            **deductions,
        )
        for month in paid
    )


def a_run(year: int, *, is_released: bool = True) -> StatementRun:
    """A February's run; released by a second person unless it is said not to be. One for each year."""
    release = {
        "state": StatementRun.State.RELEASED,
        "released_by": uuid.uuid4(),
        "released_by_name": "Rae Lease",
        "released_at": datetime(year + 1, 2, 9, 9, tzinfo=SPRINGFIELD),
    }
    planned = {"state": StatementRun.State.RENDERING}
    fields = {
        "template_version": "1",
        "law_edition": "of the tests",
        "planned_by": uuid.uuid4(),
        "planned_by_name": "Pat Plan",
        **(release if is_released else planned),
    }
    return StatementRun.objects.get_or_create(year=year, defaults=fields)[0]


def a_statement(
    person: Person, member: Member, *, year: int, kind: str = "active", is_released: bool = True
) -> Statement:
    """A statement with its PDF, and the words of a sample of its kind."""
    sample = next(content for content in samples.every_kind() if content.kind == kind)
    document = storage.keep(PDF, id=uuid.uuid4(), kind="statement", title=f"Statement for {year}")
    return Statement.objects.create(
        id=document.pk,
        run=a_run(year, is_released=is_released),
        person=person,
        member=member,
        kind=kind,
        content={**to_json(sample), "year": year},
        law_edition="of the tests",
        template_version="1",
        frozen_at=timezone.now(),
        document=document,
    )
