from accounts.models.activation import ActivationLetter, Alarm, LetterRequest
from accounts.models.address import Address
from accounts.models.correspondence import EmailFor, LetterFor
from accounts.models.person import Person
from accounts.models.registration import Registration, RegistrationDraft
from accounts.models.user import User

__all__ = [
    "ActivationLetter",
    "Address",
    "Alarm",
    "EmailFor",
    "LetterFor",
    "LetterRequest",
    "Person",
    "Registration",
    "RegistrationDraft",
    "User",
]
