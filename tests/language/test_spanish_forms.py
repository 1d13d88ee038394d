"""Dates, money, numbers and plurals as Spanish in the United States writes them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.forms import DateField
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from accounts.wording import say_kept, say_time
from benefits.rules.months import Month
from benefits.services.statements import phrases
from benefits.wording import say_figure
from notices.calendar import translate_title
from reemployment.months_of_days import named_holidays
from sers_portal.base import clock

DAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _in_spanish():
    with translation.override("es"):
        yield


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("DATE_FORMAT", "3 de marzo de 2026"),
        ("WEEKDAY_FORMAT", "martes, 3 de marzo de 2026"),
        ("WEEKDAY_MONTH_DAY_FORMAT", "martes, 3 de marzo"),
        ("MONTH_DAY_FORMAT", "3 de marzo"),
        ("YEAR_MONTH_FORMAT", "marzo de 2026"),
        ("SHORT_DATE_FORMAT", "3 mar 2026"),
    ],
)
def test_a_day_is_written_in_the_order_of_spanish(shape, said):
    assert date_format(DAY, shape).lower() == said


@pytest.mark.parametrize(
    ("figure", "way", "said"),
    [
        (DAY, "date", "3 de marzo de 2026"),
        (Month(2026, 3), "month", "marzo de 2026"),
        (Decimal("1234.56"), "money", "$1,234.56"),
        (Decimal("-20"), "money", "-$20.00"),
        (Decimal("1.67"), "percent", "1.67%"),
        (Decimal("1"), "duration", "1 mes"),
        (Decimal("13"), "duration", "1 año y 1 mes"),
        (Decimal("26.5"), "duration", "2 años y 2.5 meses"),
        ("hourly", "word", "por hora"),
    ],
)
def test_a_figure_of_a_worksheet_is_said_in_spanish(figure, way, said):
    assert say_figure(figure, way) == said


def test_pages_say_days_months_and_money_in_spanish():
    words = Template("{% load portal %}{{ day|day }}; {{ day|month }}; {{ pay|money }}; {{ number }}")

    said = words.render(Context({"day": DAY, "pay": Decimal("1234.5"), "number": Decimal("2.75")}))

    assert said == "3 de marzo de 2026; marzo de 2026; $1,234.50; 2.75"


def test_statements_say_days_and_spans_in_spanish():
    assert phrases.day(DAY) == "3 de marzo de 2026"
    assert phrases.month_name(3) == "marzo"
    assert phrases.span(14) == "1 año 2 meses"


def test_a_date_is_typed_month_first_in_spanish_too():
    assert DateField().clean("03/04/2026") == date(2026, 3, 4)


@pytest.mark.django_db
def test_an_hour_has_twelve_and_its_day_beside_it():
    moment = datetime(2030, 5, 6, 10, 41, 30, tzinfo=clock.SPRINGFIELD)

    assert say_time(moment) == "10:42 a.m. del 6 de mayo"


def test_holidays_have_their_spanish_names():
    assert translate_title("Veterans Day (observed)") == "Día de los Veteranos (se observa)"


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("Firefox on Windows", "Firefox en Windows"),
        ("an unknown browser", "un navegador desconocido"),
        ("a recovery code", "un código de recuperación"),
        ("telephone ending in 67", "teléfono que termina en 67"),
        ("ILogin", "ILogin"),
        ("", ""),
    ],
)
def test_what_the_diary_keeps_in_english_is_said_in_spanish(kept, said):
    assert say_kept(kept) == said


def test_the_calendar_of_days_worked_names_the_state_holidays_in_spanish():
    named = named_holidays(2026)

    assert named[date(2026, 11, 26)] == "Día de Acción de Gracias"
