"""The Tier 2 cap: the SQL counts as the rule does, and late pay shows what it moves."""

import random
from datetime import date
from decimal import Decimal

import pytest

from benefits.models import CapEffect, Member, PayRecord
from benefits.rules.contributions import contribution
from benefits.selectors import effective_records
from benefits.services.payroll.effects import corrections, effects
from benefits.services.payroll.rejects import rejected_rows
from tests.benefits.payroll.files import LAW, a_tier_2_worker, a_worker, imported, row
from tests.factories.work import a_job, an_employer

pytestmark = pytest.mark.django_db

CAP_2025 = Decimal("127283.01")


def a_year(member: Member, earnings: str = "11000.00", *, without: int = 0) -> list[str]:
    """The rows of 2025, December crossing the cap, one month left out."""
    rows, so_far = [], Decimal(0)
    for month in range(1, 13):
        if month != without:
            rows.append(row(member, f"2025-{month:02d}", earnings, so_far=so_far))
            so_far = min(so_far + Decimal(earnings), CAP_2025)
    return rows


def test_the_month_that_crosses_the_cap_counts_in_part_and_later_ones_not_at_all(tmp_path) -> None:
    member = a_tier_2_worker()

    imported(tmp_path, *a_year(member, "13000.00"))

    counted = PayRecord.objects.filter(month__gte=date(2025, 9, 1)).order_by("month")
    assert list(counted.values_list("pensionable", flat=True)) == [
        Decimal("13000.00"),
        CAP_2025 - 9 * 13000,
        Decimal("0.00"),
        Decimal("0.00"),
    ]


def test_a_late_row_shows_which_later_records_it_moves(tmp_path) -> None:
    member = a_tier_2_worker()
    imported(tmp_path, *a_year(member, without=3), name="year.csv")

    late = imported(tmp_path, row(member, "2025-03", "11000.00"), name="late.csv")

    (effect,) = effects(late, law=LAW)
    assert effect.record.month == date(2025, 12, 1)
    assert (effect.pensionable_recorded, effect.pensionable_now) == (
        Decimal("11000.00"),
        CAP_2025 - 11 * 11000,
    )
    assert (effect.record.contribution, effect.contribution_now) == (Decimal("440.00"), Decimal("251.33"))


def test_the_correction_rows_of_a_late_file_set_the_records_right(tmp_path) -> None:
    member = a_tier_2_worker()
    imported(tmp_path, *a_year(member, without=3), name="year.csv")
    late = imported(tmp_path, row(member, "2025-03", "11000.00"), name="late.csv")

    right = imported(tmp_path, *"".join(corrections(late, law=LAW)).splitlines()[1:], name="right.csv")

    in_force = effective_records(PayRecord.objects.filter(member=member))
    assert (right.accepted, right.cap_effects.count()) == (1, 0)
    assert sum(record.pensionable for record in in_force) == CAP_2025
    assert "".join(corrections(late, law=LAW)).count("\n") == 1


def test_late_pay_below_the_cap_moves_nothing(tmp_path) -> None:
    member = a_tier_2_worker()
    imported(tmp_path, *a_year(member, "9000.00", without=3), name="year.csv")

    late = imported(tmp_path, row(member, "2025-03", "9000.00"), name="late.csv")

    assert (late.accepted, late.cap_effects.count()) == (1, 0)


def test_a_correction_downwards_moves_later_records_up_again(tmp_path) -> None:
    member = a_tier_2_worker()
    imported(tmp_path, *a_year(member), name="year.csv")
    march = PayRecord.objects.get(month=date(2025, 3, 1))

    imported(tmp_path, row(member, "2025-03", "5000.00", corrects=march.pk), name="right.csv")

    effect = CapEffect.objects.get()
    assert effect.pay_record.month == date(2025, 12, 1)
    assert effect.pensionable_now - effect.pensionable_recorded == Decimal("4716.99")


def test_the_cap_counts_pay_of_all_employers_in_the_order_it_was_paid(tmp_path) -> None:
    member = a_tier_2_worker()
    a_job(member, since=date(2020, 1, 1), employer=an_employer("DOT", "Transportation"))
    main = [row(member, f"2025-{month:02d}", "11000.00") for month in range(1, 12)]
    side = row(member, "2025-11", "9000.00", employer="DOT", paid_on="2025-11-15", so_far="110000.00")
    last = row(member, "2025-11", "11000.00", so_far="119000.00")

    payroll_file = imported(tmp_path, last, side, *main[:10])

    assert payroll_file.accepted == 12


def test_temporary_work_in_retirement_takes_no_room_under_the_cap(tmp_path) -> None:
    member = a_worker(since=date(2012, 2, 1), until=date(2025, 1, 31))
    a_job(
        member,
        since=date(2025, 2, 1),
        until=date(2025, 3, 31),
        employer=an_employer(),
        is_temporary_retiree=True,
    )
    a_job(member, since=date(2025, 4, 1), employer=an_employer())
    temporary = [row(member, f"2025-{month:02d}", "60000.00", contribution="0.00") for month in (2, 3)]
    imported(tmp_path, *temporary, name="temporary.csv")

    payroll_file = imported(tmp_path, row(member, "2025-04", "120000.00"))

    assert (payroll_file.accepted, payroll_file.cap_effects.count()) == (1, 0)


def test_tier_1_has_no_cap(tmp_path) -> None:
    member = a_worker()

    assert (
        imported(tmp_path, *[row(member, f"2025-{month:02d}", "20000.00") for month in range(1, 13)]).accepted
        == 12
    )


KINDS = [
    (formula, coverage) for formula in ("regular", "alternative") for coverage in ("covered", "noncovered")
]


def by_the_rule(members: list[Member], chance: random.Random) -> list[tuple[str, str]]:
    """Random pay of several years and two employers: each row with the contribution the rule gives it in order."""
    said = []
    for member in members:
        pay = [
            (date(year, month, chance.randint(1, 28)), f"{year}-{month:02d}", employer, chance.choice(KINDS))
            for year in (2012, 2018, 2025)
            for month in range(1, 13)
            for employer in ("DHS", "DOT")
            if chance.random() < 0.9
        ]
        so_far: dict[int, Decimal] = {}
        ids = {"DHS": an_employer("DHS").pk, "DOT": an_employer("DOT").pk}
        for paid_on, month, employer, (formula, coverage) in sorted(
            pay, key=lambda p: (p[0], p[1], ids[p[2]])
        ):
            earnings = Decimal(chance.randint(0, 1_200_000)) / 100
            lawful = contribution(
                tier=member.tier,
                formula=formula,
                coverage=coverage,
                paid_on=paid_on,
                earnings=earnings,
                pensionable_so_far=so_far.get(paid_on.year, Decimal(0)),
                law=LAW,
            )
            so_far[paid_on.year] = so_far.get(paid_on.year, Decimal(0)) + lawful.pensionable
            kind = {"formula": formula, "coverage": coverage, "employer": employer, "paid_on": paid_on}
            said.append(
                (
                    row(member, month, str(earnings), contribution=lawful.total, **kind),
                    str(lawful.pensionable),
                )
            )
    return said


def test_thousands_of_random_rows_come_to_what_the_rule_says_to_the_cent(tmp_path) -> None:
    chance = random.Random(14133)
    members = [a_worker(since=date(2005 + 7 * (number % 2), 1, 1)) for number in range(40)]
    for member in members:
        a_job(member, since=date(2011, 6, 1), employer=an_employer("DOT", "Transportation"))
    said = by_the_rule(members, chance)
    chance.shuffle(said)

    payroll_file = imported(tmp_path, *[line for line, _pensionable in said])

    assert (payroll_file.rows > 2400, payroll_file.rejected) == (True, 0)
    recorded = PayRecord.objects.values_list(
        "member__person__member_id", "employer__code", "month", "pensionable"
    )
    counted = {
        (member, employer, f"{month:%Y-%m}"): pensionable for member, employer, month, pensionable in recorded
    }
    for line, pensionable in said:
        assert counted[tuple(line.split(",")[:3])] == Decimal(pensionable)


def test_random_rows_a_cent_off_are_all_rejected_with_what_the_rule_says(tmp_path) -> None:
    chance = random.Random(14133)
    members = [a_worker() for _number in range(5)]
    for member in members:
        a_job(member, since=date(2011, 6, 1), employer=an_employer("DOT", "Transportation"))
    lines = [line.split(",") for line, _pensionable in by_the_rule(members, chance)]
    off = [[*cells[:9], str(Decimal(cells[9]) + Decimal("0.01")), *cells[10:]] for cells in lines]

    payroll_file = imported(tmp_path, *map(",".join, off))

    assert payroll_file.accepted == 0
    expected = [reject.detail["expected"] for reject in rejected_rows(payroll_file)]
    assert expected == [cells[9] for cells in lines]
