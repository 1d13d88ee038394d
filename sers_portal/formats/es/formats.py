"""Spanish of the United States: 19 de noviembre de 2026, but $1,234.56, and month first where a date is typed."""

from django.conf.locale.en import formats as typed

DATE_FORMAT = r"j \d\e F \d\e Y"
SHORT_DATE_FORMAT = "j M Y"
WEEKDAY_FORMAT = r"l, j \d\e F \d\e Y"
WEEKDAY_TIME_FORMAT = r"l, j \d\e F \d\e Y, g:i a"
WEEKDAY_MONTH_DAY_FORMAT = r"l, j \d\e F"
DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a"
DATETIME_SECONDS_FORMAT = r"j \d\e F \d\e Y, g:i:s a"
MONTH_DAY_FORMAT = r"j \d\e F"
MONTH_DAY_TIME_FORMAT = r"j \d\e F, g:i a"
YEAR_MONTH_FORMAT = r"F \d\e Y"
TIME_FORMAT = "g:i a"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
# Sunday is the first day of a week on the calendars that hang in Illinois.
FIRST_DAY_OF_WEEK = 0
DATE_INPUT_FORMATS = typed.DATE_INPUT_FORMATS
DATETIME_INPUT_FORMATS = typed.DATETIME_INPUT_FORMATS
TIME_INPUT_FORMATS = typed.TIME_INPUT_FORMATS
