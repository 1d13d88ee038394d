"""`generate_members`: deterministic, spread as published, refused where it does not belong."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Max

from accounts.models import Person
from benefits.models import Annuity, BankAccount, Member, Payment, PayRecord
from sers_portal.load import loading
from sers_portal.load.chance import ACTIVE, INACTIVE, PUBLISHED, RECEIVING, spread

TODAY = date(2026, 11, 22)
SEALED = {"ssn_token", "account_number_token", "recorded_at"}


def empty_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_person, benefits_employer RESTART IDENTITY CASCADE")


def rows_of(model) -> list[dict[str, object]]:
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in SEALED]
    return list(model.objects.order_by("pk").values(*names))


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_members_and_another_seed_others():
    def made(seed: int, processes: int) -> list[list[dict[str, object]]]:
        empty_tables()
        standings = spread(30, PUBLISHED, seed)
        loading.load_by_chance(standings, seed=seed, today=TODAY, years=2, processes=processes)
        return [rows_of(model) for model in (Person, Member, PayRecord, Annuity, Payment, BankAccount)]

    first, again, in_parallel, other = made(5, 1), made(5, 1), made(5, 2), made(6, 1)

    assert first == again
    assert first == in_parallel
    assert first != other


def test_the_spread_is_the_published_one():
    standings = spread(140_000, PUBLISHED, seed=3)

    counts = {name: standings.count(name) for name in PUBLISHED}

    assert counts == {ACTIVE: 61_651, RECEIVING: 78_189, INACTIVE: 160}


@pytest.mark.parametrize("count", [1, 2, 3, 7, 300])
def test_the_spread_of_few_has_as_many_as_asked(count):
    standings = spread(count, PUBLISHED, seed=3)

    assert len(standings) == count
    assert count < 3 or set(standings) == set(PUBLISHED)


@pytest.mark.django_db
def test_generate_members_refuses_where_members_exist_unless_told_to_append(capsys):
    call_command("generate_members", count=3, years=1, processes=1)
    with pytest.raises(CommandError, match="--append"):
        call_command("generate_members", count=3, years=1, processes=1)

    call_command("generate_members", count=3, years=1, processes=1, append=True)

    assert "rows a second" in capsys.readouterr().out
    assert Person.objects.count() >= 6


@pytest.mark.django_db
def test_generate_members_refuses_production(settings):
    settings.IS_DEMONSTRATION = False

    with pytest.raises(CommandError, match="production"):
        call_command("generate_members", count=3)

    assert not Person.objects.exists()


@pytest.mark.parametrize("wrong", [{"count": 0}, {"years": 0}, {"years": 31}, {"processes": 0}])
@pytest.mark.django_db
def test_generate_members_says_what_it_wants(wrong):
    with pytest.raises(CommandError, match="Give a --count"):
        call_command("generate_members", **wrong)


@pytest.mark.django_db
def test_members_are_made_in_a_year_whose_tier_2_figures_are_not_held():
    loading.load_by_chance(spread(40, PUBLISHED, 2), seed=2, today=date(2028, 3, 1), years=2)

    last_by_tier = dict(
        PayRecord.objects.values_list("member__tier").annotate(Max("paid_on")).order_by("member__tier")
    )

    assert last_by_tier[1] == date(2028, 2, 29)
    assert last_by_tier[2].year == 2026, "Tier 2 pay awaits the law"
