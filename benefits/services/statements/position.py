"""Where a member stood on the last day of a year: each figure, or the refusal that says why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from benefits.rules.account import Account, account
from benefits.rules.after_death import AfterDeath
from benefits.rules.law import Law
from benefits.rules.member import MemberFacts, Service, credit_by_month, service_credit
from benefits.rules.refusals import Refusal, answer_or_refusal
from benefits.rules.standing import EarliestAnnuity, Standing, standing
from benefits.rules.worksheet import Worksheet
from benefits.services.statements.account import AccountByYear, by_fiscal_year
from benefits.services.statements.phrases import total

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Position:
    """A member's facts, what the rules make of them, and the account by fiscal year, for one calendar year."""

    facts: MemberFacts
    service_credit: Service | Refusal
    # The refusal, where something stands in the way of all figures that rest on service.
    figures: Standing | Refusal
    account: Account | Refusal
    # Months of credit earned within the year.
    service_in_year: Decimal | Refusal
    by_year: AccountByYear
    year: int

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_at_work(self) -> bool:
        return self.facts.left_on is None

    @property
    def balance(self) -> Decimal | None:
        held = given(self.account)
        return held.balance if held else None

    @property
    def service(self) -> Service | None:
        return given(self.service_credit)

    @property
    def average_pay(self) -> Decimal | None:
        if isinstance(self.figures, Refusal):
            return None
        answer = given(self.figures.final_average_compensation)
        return answer.final_average_compensation if answer else None

    @property
    def unreduced(self) -> EarliestAnnuity | None:
        return None if isinstance(self.figures, Refusal) else given(self.figures.unreduced)

    @property
    def reduced(self) -> EarliestAnnuity | None:
        return None if isinstance(self.figures, Refusal) else given(self.figures.reduced)

    @property
    def after_death(self) -> AfterDeath | None:
        return None if isinstance(self.figures, Refusal) else self.figures.after_death

    def refusals(self) -> Iterator[tuple[str, Refusal]]:
        """Each figure that cannot be given, by the name a reader knows it by."""
        for name, answer in self._answers():
            if isinstance(answer, Refusal):
                yield name, answer

    def worksheets(self) -> Iterator[Worksheet]:
        """The working of every figure that can be given, but for the account."""
        if isinstance(self.figures, Refusal):
            return
        death = self.figures.after_death
        for answer in (self.figures.final_average_compensation, death.spouse_monthly, death.lump_sum):
            if answer is not None and not isinstance(answer, Refusal):
                yield answer.worksheet
        yield from (first.annuity.worksheet for first in (self.unreduced, self.reduced) if first)

    def _answers(self) -> Iterator[tuple[str, object]]:
        yield _("Interest and balance"), self.account
        if isinstance(self.figures, Refusal):
            yield _("Service credit"), self.service_credit
            yield _("Average pay, estimates and death benefits"), self.figures
            return
        yield _("Final average compensation"), self.figures.final_average_compensation
        yield _("Estimate without a reduction"), self.figures.unreduced
        yield _("Estimate with a reduction"), self.figures.reduced
        yield _("Annuity of your spouse"), self.figures.after_death.spouse_monthly
        yield _("Death benefit"), self.figures.after_death.lump_sum


def position_of(facts: MemberFacts, *, year: int, law: Law) -> Position:
    """A member's position at the end of a calendar year."""
    last = date(year, 12, 31)
    held = answer_or_refusal(lambda: account(facts, law=law, on=last))
    return Position(
        facts=facts,
        service_credit=answer_or_refusal(lambda: service_credit(facts, law=law)),
        figures=answer_or_refusal(lambda: standing(facts, law=law, on=last)),
        account=held,
        service_in_year=answer_or_refusal(lambda: _service_in(year, facts, law)),
        by_year=by_fiscal_year(facts, given(held), year=year),
        year=year,
    )


def given(answer: Answer | Refusal) -> Answer | None:
    """The answer; None where it was refused."""
    return None if isinstance(answer, Refusal) else answer


def _service_in(year: int, facts: MemberFacts, law: Law) -> Decimal:
    in_year = [row for row in facts.pay if row.month.year == year]
    return total(list(credit_by_month(in_year, law=law).values()))
