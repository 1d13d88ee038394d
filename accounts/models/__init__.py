from accounts.models.address import Address
from accounts.models.correspondence import EmailFor, LetterFor
from accounts.models.person import Person
from accounts.models.user import User

__all__ = ["Address", "EmailFor", "LetterFor", "Person", "User"]
