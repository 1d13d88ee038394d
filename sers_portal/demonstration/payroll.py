"""Payroll files of the last month: one imported with its rejects, three to upload."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db.models import Max, Sum

from accounts.models import User
from benefits.models import Employment, Member, PayRecord, PayrollFile
from benefits.rules.contributions import contribution_as_recorded
from benefits.rules.facts import Coverage, Formula, Tier
from benefits.rules.law import load_law
from benefits.rules.money import ZERO
from benefits.rules.months import Month
from benefits.selectors import effective_records
from benefits.services.payroll import import_file
from benefits.services.payroll.file_format import HEADER
from sers_portal.base import clock
from sers_portal.demonstration.people import PLANNER
from sers_portal.load.plan import days_in, last_working_day

# Whose payroll came with faults and was imported; whose faulty file is still to be uploaded; the others' is good.
IMPORTED = ("DOT", "DNR", "REV")
FAULTY = ("DOC", "DJJ", "ISP", "AGR")
A_CENT = Decimal("0.01")
# How the Member IDs of the cast begin.
CAST = "1001"


@dataclass(frozen=True)
class Row:
    """A line of a payroll file."""

    member_id: str
    employer: str
    month: Month
    paid_on: date
    pay_basis: str
    units: Decimal
    earnings: Decimal
    formula: str
    coverage: str
    contribution: Decimal
    picked_up: Decimal
    corrects: str = ""

    @property
    def text(self) -> str:
        """The line as the file holds it."""
        fields = (
            self.member_id, self.employer, self.month, self.paid_on, self.pay_basis, self.units, self.earnings,
            self.formula, self.coverage, self.contribution, self.picked_up, self.corrects,
        )  # fmt: skip
        return ",".join(map(str, fields))


def last_months_pay() -> list[Row]:
    """What everybody at work was paid after the last month on record, and lawfully contributes."""
    newest = PayRecord.objects.filter(paid_on__lte=clock.today()).aggregate(month=Max("month"))["month"]
    jobs = Employment.objects.filter(left_on=None, hired_on__lte=newest).select_related(
        "member__person", "employer"
    )
    rows = []
    for job in jobs.order_by("employer__code", "member__person__member_id"):
        before = PayRecord.objects.filter(member=job.member, employer=job.employer, month=newest).first()
        if before is not None:
            rows.append(_row_after(before, job))
    return rows


def _row_after(before: PayRecord, job: Employment) -> Row:
    month = Month.of(before.month).plus(1)
    paid_on = last_working_day(month.ordinal)
    earnings = job.monthly_rate if job.monthly_rate is not None else before.earnings
    counted = effective_records(job.member.pay_records.filter(paid_on__year=paid_on.year))
    lawful = contribution_as_recorded(
        tier=cast(Tier, job.member.tier),
        formula=cast(Formula, job.formula),
        coverage=cast(Coverage, job.coverage),
        paid_on=paid_on,
        earnings=earnings,
        picked_up_amount=ZERO,
        law=load_law(),
        pensionable_so_far=counted.aggregate(total=Sum("pensionable"))["total"] or ZERO,
    )
    total = ZERO if job.is_temporary_retiree else lawful.total
    units = Decimal(days_in(month.ordinal)) if job.pay_basis == "monthly" else before.units
    return Row(
        job.member.person.member_id, job.employer.code, month, paid_on, job.pay_basis, units, earnings,
        job.formula, job.coverage, total, total if before.picked_up else ZERO,
    )  # fmt: skip


def with_faults(rows: Sequence[Row]) -> list[str]:
    """The rows as text, those of five people outside the cast spoilt: each fault is one that offices make."""
    others = [row for row in rows if not row.member_id.startswith(CAST)]
    rest = [row for row in rows if row not in others[:5]]
    first, second, third, fourth, fifth = others[:5]
    spoilt = [
        replace(first, contribution=first.contribution + A_CENT),
        replace(second, member_id="999999"),
        replace(third, earnings=-third.earnings),
        replace(fourth, units=Decimal(45)),
        fifth,
        fifth,
        replace(fifth, month=fifth.month.plus(-1), units=Decimal(28)),
        *rest,
    ]
    return [row.text for row in spoilt] + [_paid_ahead(rows).text]


def _paid_ahead(rows: Iterable[Row]) -> Row:
    """Pay of a year whose Tier 2 cap is not known yet: it waits for the law."""
    tier_2 = Member.objects.filter(tier=2).values_list("person__member_id", flat=True)
    row = next(row for row in rows if row.member_id in set(tier_2))
    year = load_law().latest("tier_2_year").from_.year + 1
    month = Month(max(year, row.month.year), 1)
    return replace(row, month=month, paid_on=last_working_day(month.ordinal), units=Decimal(31))


def sample_files() -> list[Path]:
    """Where the sample files are: a good one, one with faults, one with a wrong header, and the imported one."""
    folder = settings.LOCAL_DIR / "demonstration"
    return [folder / f"payroll-{name}.csv" for name in ("good", "with-faults", "wrong-header", "imported")]


def write_files() -> list[Path]:
    """Write last month's sample files where staff can pick them up; say where they are."""
    paths = sample_files()
    rows = last_months_pay()
    imported = [row for row in rows if row.employer in IMPORTED]
    faulty = [row for row in rows if row.employer in FAULTY]
    good = [row for row in rows if row.employer not in (*IMPORTED, *FAULTY)]
    paths[0].parent.mkdir(parents=True, exist_ok=True)
    texts = (
        [HEADER, *(row.text for row in good), _trailer(good)],
        [HEADER, *with_faults(faulty)],
        [HEADER.replace("earnings", "gross_pay"), *(row.text for row in good)],
        [HEADER, *with_faults(imported)],
    )
    for path, lines in zip(paths, texts, strict=True):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


def _trailer(rows: Iterable[Row]) -> str:
    rows = list(rows)
    earnings, contributions = sum(row.earnings for row in rows), sum(row.contribution for row in rows)
    return f"#total,{len(rows)},{earnings},{contributions}"


def is_one_imported() -> bool:
    """Whether a file was imported."""
    return PayrollFile.objects.filter(state=PayrollFile.State.IMPORTED).exists()


def import_one() -> None:
    """Import the file whose rejects wait for somebody. Cut off, it is finished by asking again."""
    by = User.objects.get(email=PLANNER).actor
    import_file(path=write_files()[-1], by=by)
