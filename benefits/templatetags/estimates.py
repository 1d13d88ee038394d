"""How pages and the PDF say what an estimate tells: its reasons, what a figure rests on, and its chart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import gettext

from benefits.rules.refusals import Refusal
from benefits.rules.worksheet import Worksheet
from benefits.services.estimates.record import AtAge, EstimateRecord, Figure, Mark
from benefits.wording import SpokenLine, say_figure, say_line, say_refusal

register = template.Library()

# The chart's measures, in units of its own: drawn 320 wide, so that its words are legible on a telephone.
ROW, FIRST_ROW, BAR, LEFT, WIDEST = 24, 8, 15, 34, 196
MARK_TAGS = {"law": "tag", "unconfirmed": "tag tag--note", "assumption": "tag tag--note"}


@register.filter
def because(refusal: Refusal) -> str:
    """Why there is no figure, and what to do next."""
    return say_refusal(refusal)


@register.filter
def age(months: int) -> str:
    """An age in years and months."""
    return say_figure(Decimal(months), "duration")


@register.filter
def percent(value: Decimal) -> str:
    """A percentage."""
    return say_figure(value, "percent")


@register.filter
def is_start(value: object) -> bool:
    """Whether a first day of an annuity can be told."""
    return hasattr(value, "starts_on")


@register.filter
def rests_on(mark: Mark) -> str:
    """What a figure rests on, in words."""
    return {
        "law": gettext("law in force"),
        "unconfirmed": gettext("unconfirmed value"),
        "assumption": gettext("rests on assumptions"),
    }[mark]


@register.inclusion_tag("components/mark.html")
def mark(figure: Figure | None) -> dict[str, object]:
    """The tag that says what a figure rests on; nothing where there is none."""
    if figure is None or figure.refusal:
        return {}
    return {"words": rests_on(figure.mark), "kind": MARK_TAGS[figure.mark]}


@dataclass(frozen=True)
class Bar:
    """A bar as it is drawn."""

    at: AtAge
    top: int
    baseline: int
    length: int
    amount_left: int
    is_chosen: bool


@register.inclusion_tag("components/age_chart.html")
def age_chart(ages: tuple[AtAge, ...], chosen: date | None = None, id: str = "chart") -> dict[str, object]:
    """The annuity by age at its start, as bars and as a table of the same figures."""
    best = max((bar.monthly for bar in ages if bar.monthly), default=Decimal(0))
    bars = [_bar(number, at, best, chosen) for number, at in enumerate(ages)]
    payable = [at for at in ages if at.monthly is not None]
    return {
        "id": id,
        "bars": bars,
        "height": FIRST_ROW * 2 + ROW * len(bars),
        "left": LEFT,
        "thick": BAR,
        "has_reduced": any(at.is_reduced for at in ages),
        "first": payable[0] if payable else None,
        "last": payable[-1] if payable else None,
    }


def _bar(number: int, at: AtAge, best: Decimal, chosen: date | None) -> Bar:
    length = int(WIDEST * at.monthly / best) if at.monthly and best else 0
    top = FIRST_ROW + number * ROW
    return Bar(at, top, top + BAR - 3, length, LEFT + length + 6, at.starts_on == chosen)


@register.filter
def spoken(worksheet: Worksheet) -> list[SpokenLine]:
    """A worksheet in words."""
    return [say_line(step) for step in worksheet]


@register.filter
def workings(record: EstimateRecord) -> list[tuple[str, Figure]]:
    """Each figure that has a working, under its title, in the order in which one follows from the other."""
    titled = [
        (gettext("Service and final average compensation"), record.final_average),
        (gettext("Your annuity"), record.annuity),
        (gettext("Your annuity with the Social Security offset removed"), record.with_removal),
        (gettext("What your spouse would have"), record.spouse),
        (gettext("What your spouse would have at least"), record.spouse_least),
        (gettext("What your spouse would have with the offset removed"), record.spouse_with_removal),
        (gettext("Survivor contributions back"), record.refund),
        (gettext("For your beneficiaries"), record.death_benefit),
        (gettext("Yearly increases"), record.increases),
    ]
    return [(title, figure) for title, figure in titled if figure and figure.worksheet]
