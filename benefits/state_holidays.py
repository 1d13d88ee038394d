"""The State holidays of Illinois, by 80 Ill. Adm. Code 303.190: the days on which the State does not pay."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

THANKSGIVING = "Thanksgiving Day"
DAY_AFTER_THANKSGIVING = "Day after Thanksgiving"
NOT_OF_THE_STATE = ("Casimir Pulaski Day",)


def state_holidays(year: int) -> dict[date, str]:
    """The holidays of a calendar year with the weekdays on which they are observed, in order of date.

    New Year's Day of the next year falls on December 31 where January 1 is a Saturday. The list of the package
    for Illinois names a school holiday and lacks the Friday after Thanksgiving; both are corrected here. A
    closing proclaimed since is added by staff, not here.
    """
    return dict(_corrected(year))


@cache
def _corrected(year: int) -> tuple[tuple[date, str], ...]:
    # The names are fixed to one language: they are compared here, and translated where they are shown.
    listed = country_holidays("US", subdiv="IL", years=year, language="en_US")
    kept = {day: name for day, name in listed.items() if name not in NOT_OF_THE_STATE}
    added = {
        day + timedelta(days=1): DAY_AFTER_THANKSGIVING for day, name in kept.items() if name == THANKSGIVING
    }
    return tuple(sorted({**kept, **added}.items()))
