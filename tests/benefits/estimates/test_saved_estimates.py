"""Saved estimates: what was told stays told, one name once, and every act leaves its audit row."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from benefits.models import SavedEstimate
from benefits.rules.refusals import LawGap, NotCovered
from benefits.services.estimates import saving
from benefits.services.estimates.figuring import figure_estimate
from benefits.services.estimates.frozen_facts import facts_from_json, facts_to_json
from benefits.services.estimates.official import ask_for_official
from benefits.services.estimates.record import record_from_json, record_to_json
from benefits.services.estimates.saving import (
    EstimateRefused,
    basis_of,
    delete_estimate,
    find_estimate,
    rename_estimate,
)
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent
from tests import people
from tests.factories.estimates import AT_67, a_basis, a_saved_estimate, a_spouse, assumptions

pytestmark = pytest.mark.django_db


def test_what_is_saved_reads_back_as_it_was_told():
    person = people.an_active_member()
    a_spouse(people.membership_of(person))
    basis = a_basis(person)

    saved = SavedEstimate.objects.get(pk=a_saved_estimate(person).pk)

    told = figure_estimate(
        basis.facts,
        law=basis.law,
        on=basis.today,
        retire_on=AT_67,
        assumptions=record_from_json(saved.record).assumptions,
    )
    assert record_from_json(saved.record) == told
    assert facts_from_json(saved.facts) == basis.facts
    assert saved.law_edition == basis.law.edition


def test_a_refusal_is_kept_with_its_words():
    person = people.an_active_member()
    told = a_basis(person).figure(retire_on=AT_67, assumptions=assumptions("0"))
    kept = record_to_json(told)
    kept["annuity"] = {
        "amount": None,
        "refusal": {"kind": "law_gap", "key": "increase.no_rate", "params": {"year": ["integer", "2030"]}},
        "worksheet": [],
        "mark": "law",
    }

    refusal = record_from_json(kept).annuity.refusal

    assert isinstance(refusal, LawGap)
    assert not isinstance(refusal, NotCovered)
    assert (refusal.key, refusal.params) == ("increase.no_rate", {"year": 2030})
    assert record_to_json(record_from_json(kept)) == kept


def test_facts_of_a_member_who_left_read_back():
    facts = a_basis(people.an_inactive_member()).facts

    assert facts_from_json(facts_to_json(facts)) == facts
    assert facts.left_on is not None


@pytest.mark.parametrize(
    "change",
    [{"retire_on": date(2050, 1, 1)}, {"record": {}}, {"facts": {}}, {"law_edition": "x"}],
)
def test_the_database_refuses_to_change_what_was_told(change):
    saved = a_saved_estimate(people.an_active_member())

    with pytest.raises((InternalError, IntegrityError), match="never changed"), transaction.atomic():
        SavedEstimate.objects.filter(pk=saved.pk).update(**change)


def test_saving_leaves_an_audit_row():
    person = people.an_active_member()

    saved = a_saved_estimate(person)

    event = AuditEvent.objects.get(verb="estimate.saved")
    assert (event.subject_id, event.person) == (str(saved.pk), person.public_id)


def test_a_name_is_given_once():
    person = people.an_active_member()
    a_saved_estimate(person, name="At 62")

    with pytest.raises(EstimateRefused, match="already have an estimate called “At 62”"):
        a_saved_estimate(person, name="At 62")

    assert SavedEstimate.objects.count() == 1


def test_another_member_may_use_the_same_name():
    a_saved_estimate(people.an_active_member(), name="At 62")

    a_saved_estimate(people.an_inactive_member(), name="At 62")

    assert SavedEstimate.objects.count() == 2


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(saving, "MOST_SAVED", 2)
    person = people.an_active_member()
    a_saved_estimate(person, name="One")
    a_saved_estimate(person, name="Two")

    with pytest.raises(EstimateRefused, match="You have 2 saved estimates"):
        a_saved_estimate(person, name="Three")


def test_an_estimate_is_renamed_and_deleted_with_audit_rows():
    saved = a_saved_estimate(people.an_active_member())

    rename_estimate(estimate=saved, name="When Luis retires", by=SYSTEM)
    assert SavedEstimate.objects.get().name == "When Luis retires"
    delete_estimate(estimate=saved, by=SYSTEM)

    assert not SavedEstimate.objects.exists()
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"estimate.renamed", "estimate.deleted"} <= verbs


def test_an_official_estimate_is_asked_for_once():
    saved = a_saved_estimate(people.an_active_member())

    claim = ask_for_official(estimate=saved, note="Before summer, please.", by=SYSTEM)

    assert claim.kind == "official_estimate"
    assert claim.answer_data == {
        "retire_on": "2051-05-01",
        "estimate": "At 67",
        "note": "Before summer, please.",
    }
    with pytest.raises(EstimateRefused, match=claim.reference):
        ask_for_official(estimate=saved, note="", by=SYSTEM)


def test_an_estimate_under_an_open_request_is_kept():
    person = people.an_active_member()
    saved = a_saved_estimate(person)
    ask_for_official(estimate=saved, note="", by=SYSTEM)

    with pytest.raises(EstimateRefused, match="so it is kept"):
        delete_estimate(estimate=find_estimate(person, saved.pk), by=SYSTEM)


def test_the_estimate_of_another_is_not_found():
    saved = a_saved_estimate(people.an_active_member())

    assert find_estimate(people.an_inactive_member(), saved.pk) is None


def test_there_is_nothing_to_estimate_for_a_retiree_or_a_survivor():
    assert basis_of(people.a_retiree()) is None
    assert basis_of(people.a_survivor()) is None


def test_a_figure_says_that_it_rests_on_assumptions():
    told = a_basis(people.an_active_member()).figure(retire_on=AT_67, assumptions=assumptions("0"))

    assert told.annuity.mark == "assumption"
    assert told.unreduced.figure.mark == "assumption", "that work goes on is one"


def test_the_annuity_of_a_member_who_left_rests_on_law():
    told = a_basis(people.an_inactive_member()).figure(
        retire_on=date(2031, 10, 1), assumptions=assumptions("0")
    )

    assert told.annuity.amount > Decimal(0)
    assert told.annuity.mark != "assumption"
    assert told.unreduced.figure.mark != "assumption"
