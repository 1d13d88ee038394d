"""What the pages say of online accounts in numbers, taken from the code that keeps to them."""

from typing import NamedTuple

from accounts.passwords import SHORTEST
from accounts.services import phone_codes, public_ids, recovery, sessions, signup
from accounts.services.activation import letters, reminders, requests

HOUR = 3600
MINUTE = 60


class AccountFacts(NamedTuple):
    """Waiting times, tries and lengths; each name says its unit."""

    letter_days: int = letters.DAYS_VALID
    letter_days_far: int = letters.DAYS_VALID_FAR
    reminder_days: int = reminders.DAY
    most_letters: int = requests.LETTERS[1].count
    most_letters_days: int = requests.LETTERS[1].period.days
    address_is_new_days: int = requests.ADDRESS_IS_NEW.days
    link_hours: int = int(signup.VALID_FOR.total_seconds()) // HOUR
    email_code_digits: int = signup.CODE_DIGITS
    code_minutes: int = int(phone_codes.VALID_FOR.total_seconds()) // MINUTE
    code_tries: int = phone_codes.TRIES_A_CODE
    public_id_days: int = public_ids.DAYS_AFTER_THE_LETTER
    idle_minutes: int = sessions.IDLE_SECONDS // MINUTE
    session_hours: int = sessions.LONGEST_SECONDS // HOUR
    recovery_hours: int = int(recovery.WAIT.total_seconds()) // HOUR
    password_characters: int = SHORTEST


ACCOUNT_FACTS = AccountFacts()
