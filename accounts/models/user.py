import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now

from accounts.models.person import Person
from sers_portal.base.audit import Actor


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account that signs in with an e-mail address. Linked to at most one person, and a person to one account."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.RESTRICT, related_name="account"
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # What the pages are shown in; empty where nobody chose. What a person is written to in stands in their record.
    language = models.CharField(
        max_length=2, choices=[("en", "English"), ("es", "Español")], blank=True, default=""
    )
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    # Who really acts, where somebody looks at this account's pages for another reason than being its owner.
    acted_by: Actor | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    # Asked of whoever makes the first administrator: the audit names them.
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name", "family_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        permissions = [("give_role", "Can give and take roles of staff")]
        constraints = [
            # One spelling an address: with it, unique means unique whatever the case typed.
            models.CheckConstraint(name="email_is_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="account_language_is_known", condition=models.Q(language__in=["", "en", "es"])
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def actor(self) -> Actor:
        """This account as the audit names it; somebody else who looks at its pages as themselves."""
        return self.acted_by or Actor(id=self.public_id, name=self.full_name or "a member")
