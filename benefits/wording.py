"""The words for what the rules say in keys: worksheet lines and refusals, in English, ready for translation.

A template names its parameters with the way to say them: "{annuity:money}", "{percent:percent}", "{on:date}",
"{service:duration}" (months as years and months), "{units:number}", or plain "{year}".
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, ngettext

from benefits.rules.months import MONTHS_IN_A_YEAR, Month
from benefits.rules.refusals import LawGap, Refusal
from benefits.rules.worksheet import Figure, Line
from benefits.wording_refusals import REFUSALS
from benefits.wording_worksheet import HOWS, LABELS

STATUS_WORDS = {
    "seed": gettext_noop("stated by SERS"),
    "statute": gettext_noop("stated in the law"),
    "derived": gettext_noop("derived"),
    "choice": gettext_noop("as decided by the project"),
    "unconfirmed": gettext_noop("unconfirmed"),
    "assumption": gettext_noop("an assumption of this estimate"),
}
NEXT_STEP_BY_HAND = gettext_noop("SERS must figure this case by hand: please call SERS at 217-785-7444.")
NEXT_STEP_OF_STAFF = gettext_noop("Enter the figures by hand, with the reason and the source.")
NEXT_STEP_ENTER = gettext_noop("SERS staff must enter the figure first; then this can be figured.")


class SpokenLine(NamedTuple):
    """A worksheet line in words: every field is text for people."""

    label: str
    figure: str
    how: str
    citation: str
    status: str


def say_line(line: Line) -> SpokenLine:
    """A worksheet line in words. KeyError names a key that lacks wording."""
    label, way = LABELS[line.label]
    return SpokenLine(
        label=_fill(label, line.params),
        figure=say_figure(line.figure, way),
        how=_fill(HOWS[line.how], {**line.params, "figure": line.figure}),
        citation=line.citation,
        status=gettext(STATUS_WORDS[line.status]),
    )


def say_refusal(refusal: Refusal) -> str:
    """Why the rules stopped, and what to do next. KeyError names a key that lacks wording."""
    step = NEXT_STEP_ENTER if isinstance(refusal, LawGap) else NEXT_STEP_BY_HAND
    return f"{say_reason(refusal)} {gettext(step)}"


def say_refusal_to_staff(refusal: Refusal) -> str:
    """Why the rules stopped, said to whoever figures the case by hand. KeyError names a key that lacks wording."""
    step = NEXT_STEP_ENTER if isinstance(refusal, LawGap) else NEXT_STEP_OF_STAFF
    return f"{say_reason(refusal)} {gettext(step)}"


def say_reason(refusal: Refusal) -> str:
    """Why the rules stopped, and nothing more. KeyError names a key that lacks wording."""
    return _fill(REFUSALS[refusal.key], refusal.params)


def say_figure(figure: Figure, way: str) -> str:
    """A figure in words; `way` is "money", "percent", "number", "duration", "date", "month", "word" or ""."""
    return _WAYS[way](figure)


def register_words(
    *, labels: Mapping[str, tuple[str, str]], hows: Mapping[str, str], refusals: Mapping[str, str]
) -> None:
    """Let an app above add the words for the keys of its own rules."""
    LABELS.update(labels)
    HOWS.update(hows)
    REFUSALS.update(refusals)


class _Speaker(Formatter):
    def format_field(self, value: Figure, format_spec: str) -> str:
        return _WAYS[format_spec](value)


def _fill(template: str, params: Mapping[str, Figure]) -> str:
    return _SPEAKER.vformat(gettext(template), (), params)


def _money(value: Figure) -> str:
    amount = Decimal(str(value))
    return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def _number(value: Figure) -> str:
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(value: Figure) -> str:
    return f"{_number(value)}%"


def _duration(value: Figure) -> str:
    years, months = divmod(Decimal(str(value)), MONTHS_IN_A_YEAR)
    parts = []
    if years or not months:
        parts.append(ngettext("{number} year", "{number} years", int(years)).format(number=_number(years)))
    if months:
        # "1 month", but "0.25 months" and "2 months".
        form = 1 if months == 1 else 2
        parts.append(ngettext("{number} month", "{number} months", form).format(number=_number(months)))
    return gettext(" and ").join(parts)


def _date(value: Figure) -> str:
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


def _month(value: Figure) -> str:
    return date_format(value.first_day, "YEAR_MONTH_FORMAT") if isinstance(value, Month) else str(value)


def _word(value: Figure) -> str:
    return gettext(_FIGURE_WORDS.get(str(value), str(value)))


_FIGURE_WORDS = {
    "single": gettext_noop("single or married filing separately"),
    "married": gettext_noop("married with three allowances"),
    "elected_single": gettext_noop("single or married filing separately"),
    "elected_married": gettext_noop("married filing jointly or qualifying surviving spouse"),
    "elected_head": gettext_noop("head of household"),
    "monthly": gettext_noop("monthly"),
    "per_diem": gettext_noop("per diem"),
    "hourly": gettext_noop("hourly"),
    "temporary": gettext_noop("temporary work for the State"),
    "permanent": gettext_noop("permanent work for the State"),
    "contract_same_employer": gettext_noop("contract work for the former employer"),
    "reciprocal_full_time": gettext_noop("full-time work for another reciprocal employer"),
    "reciprocal_suspension": gettext_noop("suspension by another reciprocal system"),
    "private": gettext_noop("private work"),
}
_WAYS: dict[str, Callable[[Figure], str]] = {
    "": str,
    "money": _money,
    "number": _number,
    "percent": _percent,
    "duration": _duration,
    "date": _date,
    "month": _month,
    "word": _word,
}
_SPEAKER = _Speaker()
