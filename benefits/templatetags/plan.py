"""How pages say what the plan counts in: service, units of work, fiscal years, worksheets."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.translation import gettext, ngettext

from benefits.rules.worksheet import Line
from benefits.selectors import LedgerRecord
from benefits.wording import SpokenLine, say_figure, say_line

register = template.Library()


@register.filter
def service(months: Decimal) -> str:
    """Months of service credit in years and months."""
    return say_figure(months, "duration")


@register.filter
def month_credit(months: Decimal) -> str:
    """The credit of one month: "1 month", "0.5 month"."""
    number = say_figure(months, "number")
    return ngettext("%(number)s month", "%(number)s months", 1 if months <= 1 else 2) % {"number": number}


@register.filter
def grant_kind(kind: str) -> str:
    """How service came that did not come by pay."""
    words = {
        "prior": gettext("from before these records"),
        "purchased": gettext("purchased"),
        "military": gettext("military service"),
        "reciprocal": gettext("in another Illinois public system"),
    }
    return words[kind]


@register.filter
def work_units(record: LedgerRecord) -> str:
    """What was worked, in the unit of the pay basis: "31 calendar days", "152.5 hours"."""
    number = say_figure(record.units, "number")
    words = {
        "monthly": gettext("%(number)s calendar days"),
        "per_diem": gettext("%(number)s work days"),
        "hourly": gettext("%(number)s hours"),
    }
    return words[record.pay_basis] % {"number": number}


@register.filter
def fiscal_year(year: int) -> str:
    """A fiscal year in months, for those who do not count in them."""
    return gettext("July %(start)d to June %(end)d") % {"start": year - 1, "end": year}


@register.inclusion_tag("components/worksheet.html")
def worksheet(lines: Iterable[Line], title: str = "") -> dict[str, str | list[SpokenLine]]:
    """The component that prints a worksheet, on whichever page."""
    return {"lines": [say_line(step) for step in lines], "title": title}
