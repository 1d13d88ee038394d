"""Setting the stage: all that the demonstration shows, each part once, in the order in which they rest on each other."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from benefits.models import StatementRun, YearlyFigure
from benefits.selectors import law_in_force
from benefits.services import payment_calendar, yearly_figures
from notices.models import CalendarEntry, Document
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.demonstration import claims, in_touch, news, payroll, people, statements, tax_forms, working

# The calendar shows a year back, so that the year view has somewhere to go.
YEARS_BACK = 1
MADE_UP_CHANGE = Decimal("2.7")
# What Django itself keeps: emptied, the permissions would be missing until the next migration.
KEPT = ("contenttypes", "auth")


class NotDemonstration(Exception):
    """This is production: nothing made up belongs here."""


class Step(NamedTuple):
    """A part of the demonstration: what it is, whether it is there, and how it is made."""

    words: str
    is_done: Callable[[], bool]
    do: Callable[[], object]


def set_up() -> Iterator[str]:
    """Do what is still to be done, saying each step before it is taken; nothing when all is there.

    Each step is whole or not at all: cut off, it is taken anew the next time. Raises `NotDemonstration`.
    """
    refuse_production()
    for step in STEPS:
        if not step.is_done():
            yield step.words
            step.do()


def refuse_production() -> None:
    """`NotDemonstration` in production."""
    if not settings.IS_DEMONSTRATION:
        raise NotDemonstration("This is production: made-up people have no place here.")


def clear() -> None:
    """Take the demonstration away, with its files and its clock. Raises `NotDemonstration`."""
    refuse_production()
    paths = [Path(settings.DOCUMENTS_DIR) / path for path in Document.objects.values_list("path", flat=True)]
    models = [model for model in apps.get_models() if model._meta.app_label not in KEPT]
    tables = ", ".join(f'"{model._meta.db_table}"' for model in models if not model._meta.proxy)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    for path in (*paths, *payroll.sample_files()):
        path.unlink(missing_ok=True)


def _are_agencies_set_up() -> bool:
    # Imported here: production has no such provider, and no tables for one.
    from sers_portal.demonstration import agencies

    return agencies.is_set_up()


def _set_up_agencies() -> None:
    from sers_portal.demonstration import agencies

    agencies.set_up()


def _publish_calendar() -> None:
    today = clock.today()
    with transaction.atomic():
        for year in (*range(today.year - YEARS_BACK, today.year), *payment_calendar.years_due(today)):
            payment_calendar.publish_year(year=year, by=SYSTEM)


def _deliver() -> None:
    """Write the letters and send the e-mails that wait, as a worker would."""
    while kinds := list(jobs.waiting_kinds()):
        for kind in kinds:
            jobs.work_off(kind, seconds=float("inf"))


def _release_statements() -> None:
    statements.release_a_run()
    _deliver()


def _enter_a_figure() -> None:
    """Next year's consumer price index, made up, so that the second person has one to approve."""
    year = yearly_figures.next_year(law_in_force(on=clock.today()))
    yearly_figures.enter(
        year=year,
        cpi_change_percent=MADE_UP_CHANGE,
        source="made up for the demonstration, not published",
        effective_on=max(date(year, 1, 1), clock.today()),
        by=User.objects.get(email=people.PLANNER).actor,
    )


STEPS = (
    Step(
        "the payment calendar",
        CalendarEntry.objects.filter(kind=CalendarEntry.Kind.PAYMENT).exists,
        _publish_calendar,
    ),
    Step("the cast, with their accounts and ten years of records", people.is_loaded, people.load_cast),
    Step(
        "their statements of the year before last, released",
        StatementRun.objects.filter(state=StatementRun.State.RELEASED).exists,
        _release_statements,
    ),
    Step("made-up accounts of other agencies, and Public IDs", _are_agencies_set_up, _set_up_agencies),
    Step("two hundred others", people.are_others_loaded, people.load_others),
    Step("a payroll file with faults, and three to upload", payroll.is_one_imported, payroll.import_one),
    Step(
        "a planned run of last year's statements",
        StatementRun.objects.exclude(state=StatementRun.State.RELEASED).exists,
        statements.plan_a_run,
    ),
    Step("the forms 1099-R of the years that are over", tax_forms.are_recorded, tax_forms.record_forms),
    Step(
        "a scam alert, a reported scam, two newsletters and a verification letter", news.is_there, news.make
    ),
    Step("claims, each at another place of its way", claims.are_there, claims.make),
    Step("messages, appointments and people who help", in_touch.are_there, in_touch.make),
    Step("a retired member at work, near the limit", working.is_there, working.make),
    Step("a yearly figure that waits for a second person", YearlyFigure.objects.exists, _enter_a_figure),
)
