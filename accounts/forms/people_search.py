"""Finding a person as staff are told about them: by a number, by a name, or by four digits and a birth date.

Each way is one look into one index, so that 140,000 people are searched in milliseconds.
"""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from accounts.forms.fields import read_birth_date
from accounts.models import Person
from accounts.ssn import VALID, last_four_index
from sers_portal.base.name_search import search_key

MOST_DIGITS = 9
FEWEST_DIGITS = 6


def find_people(typed: str, people: "QuerySet[Person] | None" = None) -> "QuerySet[Person]":
    """The people meant by what staff typed; nobody where it says too little.

    "100104" a Member ID; "123-45-6789" a Social Security number; "6789 04/09/1984" its last four digits with the
    birth date; "lopez", "lopez, maria" or "maria lopez" the beginning of names, without regard to accents and case.
    """
    found = Person.objects.all() if people is None else people
    condition = _meant_by(typed)
    return found.filter(condition) if condition is not None else found.none()


def _meant_by(typed: str) -> Q | None:
    text = " ".join(typed.split())
    if last_four := re.fullmatch(r"(\d{4})[ ,;]+(\S.*)", text):
        return _by_last_four(last_four[1], last_four[2])
    digits = re.sub(r"[ -]", "", text)
    return _by_number(digits) if digits.isascii() and digits.isdigit() else _by_name(text)


def _by_number(digits: str) -> Q | None:
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return None
    by_number = Q(member_id=digits)
    if VALID.match(digits):
        by_number |= Q(ssn_index=Person.__dict__["ssn"].index_of(digits))
    return by_number


def _by_last_four(last_four: str, birth: str) -> Q | None:
    try:
        born_on = read_birth_date(birth)
    except ValidationError:
        return None
    return Q(ssn_last_four_index=last_four_index(last_four), born_on=born_on)


def _by_name(text: str) -> Q | None:
    if "," in text:
        family, _, given = text.partition(",")
        return _names(family, given)
    first, *rest = text.split(" ")
    whole = _names(text, "")
    # "maria lopez", or a family name of two words, "de la cruz".
    given_first = _names(" ".join(rest), first) if rest else None
    return whole | given_first if whole is not None and given_first is not None else whole or given_first


def _names(family: str, given: str) -> Q | None:
    if not (family_key := search_key(family)):
        return None
    condition = Q(family_key__startswith=family_key)
    if given_key := search_key(given):
        condition &= Q(given_key__startswith=given_key)
    return condition
