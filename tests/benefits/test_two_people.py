"""One person enters, another approves: said by the services, and held by the database for every such row."""

import uuid

import pytest
from django.apps import apps

from benefits.models import PaymentDeduction
from benefits.models.two_people import EnteredAndApproved
from benefits.services.suspensions import SuspensionRefused
from benefits.services.two_people import entered, sign, somebody
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM, Actor
from tests.factories.money import noon

ROWS_OF_TWO = [model for model in apps.get_models() if issubclass(model, EnteredAndApproved)]
ANN, BEA = Actor(uuid.uuid4(), "Ann"), Actor(uuid.uuid4(), "Bea")


def test_who_enters_a_row_stands_on_it_with_the_time_of_the_portals_own_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: noon(2027, 2, 1))

    columns = entered(ANN)

    assert columns == {"entered_by": ANN.id, "entered_by_name": "Ann", "entered_at": noon(2027, 2, 1)}


def test_whoever_entered_a_row_does_not_sign_it_and_another_does():
    row = PaymentDeduction(entered_by=ANN.id)
    with pytest.raises(SuspensionRefused, match="somebody else must approve it"):
        sign(row, ANN, refused=SuspensionRefused)
    assert row.approved_by is None

    sign(row, BEA)

    assert (row.approved_by, row.approved_by_name) == (BEA.id, "Bea")


def test_the_portal_itself_is_nobody():
    with pytest.raises(SuspensionRefused, match="it needs two people"):
        somebody(SYSTEM, refused=SuspensionRefused)


@pytest.mark.parametrize("model", ROWS_OF_TWO, ids=lambda model: model.__name__)
def test_the_database_wants_two_people_for(model):
    conditions = [str(getattr(one, "condition", "")) for one in model._meta.constraints]

    assert any("approved_by" in words and "F(entered_by)" in words for words in conditions)
