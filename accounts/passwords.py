"""What makes a good password: long, not common, hard to guess. No rules about letters and signs (NIST SP 800-63B-4)."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from accounts.models import User

SHORTEST, LONGEST = 12, 128
# zxcvbn raises past this many characters: what stands there decides (measured: it grows slow beyond).
JUDGED = 72
LEAST_SCORE = 3
# Signs that a password must have besides its owner's own words.
LEAST_OF_ITS_OWN = 8
OF_THIS_PLACE = ("sers", "illinois", "springfield", "member services", "state employees retirement system")


class LengthValidator:
    """From 12 to 128 characters, whatever they are."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(
                _(
                    "Your password has %(count)d characters. Use at least 12: three or four words in a row are good."
                )
                % {"count": len(password)},
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Your password is too long. Use at most 128 characters."), code="password_too_long"
            )

    def get_help_text(self) -> str:
        return _("Use 12 characters or more. Three or four words in a row are good.")


class GuessingValidator:
    """Refuses what a guesser finds soon, the person's own names and address among it."""

    def validate(self, password: str, user: User | None = None) -> None:
        if is_guessed_soon(password, own_words=words_of(user)):
            raise ValidationError(
                _(
                    "This password is easy to guess. Add one or two words that have nothing to do with each other, "
                    "with you or with SERS."
                ),
                code="password_too_easy",
            )

    def get_help_text(self) -> str:
        return _("Do not use your name, your address or a well-known phrase.")


def is_guessed_soon(password: str, *, own_words: Iterable[str] = ()) -> bool:
    """Whether a guesser who knows these words finds the password in fewer than some 100 million tries."""
    words = [word for word in (*own_words, *OF_THIS_PLACE) if word]
    if len(_without(password, words)) < LEAST_OF_ITS_OWN:
        return True
    return int(zxcvbn(password[:JUDGED], user_inputs=words)["score"]) < LEAST_SCORE


def _without(password: str, words: Iterable[str]) -> str:
    """What is left of a password without such words: a name with a year behind it is still a name."""
    left = password.casefold()
    for word in sorted({word.casefold() for word in words if len(word) > 2}, key=len, reverse=True):
        left = left.replace(word, "")
    return left


def words_of(user: User | None) -> list[str]:
    """What a guesser knows of a person: names and e-mail address, whole and in parts."""
    if user is None:
        return []
    local, _at, domain = user.email.partition("@")
    return [user.given_name, user.family_name, user.full_name, user.email, local, domain, *local.split(".")]
