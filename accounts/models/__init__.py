from accounts.models.activation import ActivationLetter, Alarm, LetterRequest
from accounts.models.address import Address
from accounts.models.appointment import Appointment, AppointmentOffer
from accounts.models.contact import ContactPhone, DeliveryChoice, PlannedAddress
from accounts.models.conversation import Conversation, Message, MessageFile
from accounts.models.correspondence import EmailFor, LetterFor, TextFor
from accounts.models.delegation import Delegation
from accounts.models.device import Device, Disavowal, SignIn
from accounts.models.email_activation import EmailActivation, RefusedEmailDomain
from accounts.models.newsletter import NewsletterChoice, NewsletterDelivery, NewsletterWay
from accounts.models.person import Person
from accounts.models.phone_factor import FactorTries, PhoneFactor
from accounts.models.recovery import AccountLock, FactorRecovery
from accounts.models.registration import Registration, RegistrationDraft
from accounts.models.security_event import SecurityEvent
from accounts.models.sign_in_provider import ProviderTrouble, PublicId
from accounts.models.upload import Upload
from accounts.models.user import User

__all__ = [
    "AccountLock",
    "ActivationLetter",
    "Address",
    "Alarm",
    "ContactPhone",
    "Delegation",
    "Appointment",
    "AppointmentOffer",
    "Conversation",
    "DeliveryChoice",
    "Device",
    "Disavowal",
    "EmailActivation",
    "EmailFor",
    "FactorRecovery",
    "FactorTries",
    "LetterFor",
    "LetterRequest",
    "Message",
    "MessageFile",
    "NewsletterChoice",
    "NewsletterDelivery",
    "NewsletterWay",
    "Person",
    "PhoneFactor",
    "PlannedAddress",
    "ProviderTrouble",
    "PublicId",
    "RefusedEmailDomain",
    "Registration",
    "RegistrationDraft",
    "SecurityEvent",
    "SignIn",
    "Upload",
    "TextFor",
    "User",
]
