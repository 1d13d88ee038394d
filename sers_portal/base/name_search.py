"""Names as the search compares them: the database works out the same letters from each row as Python from a query.

The column is the database's own (generated), so that no way of writing a row, COPY included, leaves it behind.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower


def _plain_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain.isascii() and plain.isalpha() else ""


# Latin letters with accents, and the plain letters they are searched as.
ACCENTED = "".join(
    chr(code) for code in range(0xE0, 0x180) if chr(code).islower() and _plain_letter(chr(code))
)
PLAIN = "".join(_plain_letter(letter) for letter in ACCENTED)
# Those that do not come apart.
ACCENTED += "øłđðæœıħ"
PLAIN += "olddaoih"
_TABLE = str.maketrans(ACCENTED, PLAIN)


def search_key(name: str) -> str:
    """The letters and digits a name is searched by: "O'Brien-Núñez" becomes "obriennunez"."""
    return re.sub("[^a-z0-9]", "", name.lower().translate(_TABLE))


def search_key_of(column: str) -> Func:
    """The same, worked out by PostgreSQL from a column."""
    return _letters_of(column, between="")


def words_of(column: str) -> SearchVector:
    """The words of a column, as an index keeps them to be found by their beginnings (`beginning_with`)."""
    return SearchVector(_letters_of(column, between=" "), config="simple")


def beginning_with(typed: str) -> SearchQuery | None:
    """Rows in which each word that was typed begins some word, in any order; None where no word was typed."""
    words = re.findall("[a-z0-9]+", typed.lower().translate(_TABLE))
    if not words:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def _letters_of(column: str, *, between: str) -> Func:
    plain = Func(
        Lower(F(column)), Value(ACCENTED), Value(PLAIN), function="translate", output_field=CharField()
    )
    return Func(
        plain,
        Value("[^a-z0-9]"),
        Value(between),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
