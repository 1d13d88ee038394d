"""A member's pages, the yearly statement and `explain` tell the same figures of the same account and payments.

Estimates, with their PDF, have tests of their own: tests/benefits/estimates/test_same_figures.py.
"""

import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from benefits.models import Member
from benefits.rules.law import load_law
from benefits.selectors import account_history
from benefits.services.statements.freeze import freeze
from benefits.wording import say_figure
from sers_portal.base import clock
from tests import people
from tests.benefits.statements import households
from tests.benefits.statements.february import planned

pytestmark = pytest.mark.django_db

END_OF_2025 = date(2025, 12, 31)
MONEY = re.compile(r"\$[\d,]+\.\d\d")


def frozen() -> dict:
    """The one statement of 2025."""
    statements = list(planned().statements.select_related("person", "member__person"))
    ((_, content),) = freeze(statements, year=2025, law=load_law())
    return content


def section(content: dict, id: str) -> dict:
    return next(found for found in content["sections"] if found["id"] == id)


def page(person, name: str, *args: int) -> str:
    if not hasattr(person, "account"):
        people.an_account(person)
    client = Client()
    client.force_login(person.account)
    return " ".join(strip_tags(client.get(reverse(name, args=args)).text).split())


def explained_balance(member: Member, tmp_path) -> str:
    years = account_history(member, law=load_law(), through=END_OF_2025).years
    contributions = ", ".join(
        f'{{ fiscal_year = {row.year}, amount = "{row.paid_by_member + row.picked_up + row.other}" }}'
        for row in years
    )
    path = tmp_path / "account.toml"
    path.write_text(
        '[[case]]\nname = "account"\ncalculation = "regular_interest"\n'
        f"facts = {{ contributions = [{contributions}], as_of = {END_OF_2025} }}\n"
        f'expect = {{ interest = "0", balance = "0" }}\n'
    )
    out = StringIO()
    call_command("explain", str(path), case="account", stdout=out)
    found = re.search(r'^balance = "([\d.]+)"', out.getvalue(), re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_account_is_the_same_on_the_pages_on_the_statement_and_explained(monkeypatch, tmp_path):
    member = households.at_work()
    content = frozen()
    monkeypatch.setattr(clock, "today", lambda: END_OF_2025)

    contributions, pay = page(member.person, "contributions"), page(member.person, "pay")

    facts = {fact["label"]: fact["value"] for fact in content["facts"]}
    table = section(content, "account")
    # The statement gathers what is older than five years; the page has a line for each year and a balance in it.
    by_year = [cell for row in table["rows"][1:] for cell in row[1:-1] if cell != "$0.00"]
    told = [*by_year, *table["total"][-2:], facts["Balance of your account"], facts["Interest credited"]]
    assert len(told) > 12
    assert [amount for amount in told if amount not in contributions] == []
    assert [row[1] for row in table["rows"][1:] if row[1] not in pay] == []
    assert facts["Service credit"] in pay
    assert (
        say_figure(Decimal(explained_balance(member, tmp_path)), "money") == facts["Balance of your account"]
    )


def test_the_payments_are_the_same_on_the_page_and_on_the_statement():
    annuity = households.retired()
    content = frozen()

    told = page(annuity.payee, "payments_year", 2025)

    rows = section(content, "payments")
    amounts = [cell for row in (*rows["rows"], rows["total"]) for cell in row[1:] if MONEY.fullmatch(cell)]
    assert len(amounts) > 60
    assert [amount for amount in amounts if amount not in told] == []
