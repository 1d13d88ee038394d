"""Page, PDF, `explain` and statement say the same figure for the same facts."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from benefits.models import SavedEstimate, Statement
from benefits.rules.law import load_law
from benefits.services.estimates.printing import estimate_pdf
from benefits.services.estimates.record import EstimateRecord, record_from_json
from benefits.services.statements.freeze import freeze
from benefits.templatetags.estimates import workings
from benefits.wording import say_figure, say_line
from sers_portal.base import clock
from tests import people
from tests.factories.benefits import a_statement
from tests.factories.estimates import a_basis, a_saved_estimate, a_spouse
from tests.notices.documents.structure import open_pdf, structure

pytestmark = pytest.mark.django_db

END_OF_2025 = date(2025, 12, 31)
CASES = """
[[case]]
name = "annuity"
calculation = "retirement_annuity"
expect = {{ monthly_annuity = "{annuity}" }}
[case.facts]
tier = 2
formula = "regular"
coverage = "covered"
born = {born}
annuity_start = {start}
service_months = "{service}"
alternative_months = "0"
final_average_compensation = "{average}"
offset_removal = false

[[case]]
name = "annuity with the offset removed"
calculation = "retirement_annuity"
expect = {{ monthly_annuity = "{removal}" }}
[case.facts]
tier = 2
formula = "regular"
coverage = "covered"
born = {born}
annuity_start = {start}
service_months = "{service}"
alternative_months = "0"
final_average_compensation = "{average}"
offset_removal = true
"""


@pytest.fixture
def saved() -> SavedEstimate:
    person = people.an_active_member()
    a_spouse(people.membership_of(person))
    return a_saved_estimate(person)


def amounts(told: EstimateRecord) -> list[str]:
    """Every figure of money of an estimate, as people read it."""
    figures = (told.final_average, told.annuity, told.with_removal, told.spouse, told.spouse_with_removal)
    starts = (told.unreduced.figure, told.reduced.figure)
    found = [figure.amount for figure in (*figures, *starts)]
    found += [bar.monthly for bar in told.ages] + [january.monthly for january in told.januaries]
    return [say_figure(amount, "money") for amount in found]


def steps(told: EstimateRecord) -> list[str]:
    return [say_line(step).how for _, figure in workings(told) for step in figure.worksheet]


def explained(case: str, name: str, tmp_path) -> str:
    path = tmp_path / "estimate.toml"
    path.write_text(case)
    out = StringIO()
    call_command("explain", str(path), case=name, stdout=out)
    return out.getvalue()


def plain(html: str) -> str:
    return " ".join(strip_tags(html).replace("&#x27;", "'").split())


def test_page_and_pdf_tell_every_figure_of_the_record(saved):
    told = record_from_json(saved.record)
    client = Client()
    client.force_login(saved.member.person.account)

    page = plain(client.get(reverse("estimate", args=[saved.pk])).text)
    printed = " ".join(structure(open_pdf(estimate_pdf(saved))).text.split())

    assert len(amounts(told)) > 25
    assert [amount for amount in amounts(told) if amount not in page] == []
    assert [amount for amount in amounts(told) if amount not in printed] == []


def test_page_prints_every_step_of_the_working(saved):
    client = Client()
    client.force_login(saved.member.person.account)

    page = plain(client.get(reverse("estimate", args=[saved.pk])).text)

    assert [how for how in steps(record_from_json(saved.record)) if " ".join(how.split()) not in page] == []


def test_explain_tells_the_same_figures_and_steps_for_the_same_facts(saved, tmp_path):
    told = record_from_json(saved.record)
    case = CASES.format(
        born=saved.facts["born_on"],
        start=saved.retire_on.isoformat(),
        service=told.service_months,
        average=told.final_average.amount,
        annuity=told.annuity.amount,
        removal=told.with_removal.amount,
    )

    ordinary = explained(case, "annuity", tmp_path)
    removed = explained(case, "annuity with the offset removed", tmp_path)

    for words, figure in ((ordinary, told.annuity), (removed, told.with_removal)):
        assert f'monthly_annuity = "{figure.amount}"' in words
        assert "NOT as the case expects" not in words
        for step in figure.worksheet:
            assert f"{say_line(step).label}: {say_line(step).figure}" in words
            assert say_line(step).how in words


def test_a_statement_tells_the_same_earliest_days_and_amounts(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: END_OF_2025)
    person = people.an_active_member()
    member = people.membership_of(person)
    planned = a_statement(person, member, year=2025, is_released=False)
    basis = a_basis(person)

    told = basis.figure(
        retire_on=date(2051, 5, 1), assumptions=record_from_json(a_saved_estimate(person).record).assumptions
    )
    ((_, content),) = freeze([Statement.objects.get(pk=planned.pk)], year=2025, law=load_law())

    words = str(content)
    for start in (told.unreduced, told.reduced):
        assert say_figure(start.figure.amount, "money") in words
        assert say_figure(start.starts_on, "date") in words
