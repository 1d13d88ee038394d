"""E-mail addresses: what a sign-up waits for until its mailbox is proven, and the addresses that are not personal."""

import uuid

from django.db import models

from accounts.models.user import User
from sers_portal.base.spoken_times import say_moment


class EmailActivation(models.Model):
    """A mailbox to be proven: by a sign-up (no account exists before), or by an account that changes its address.

    The mail's link holds a token of which only a keyed hash is kept; the code to be typed follows from the token
    (`services.signup.code_of`). A sign-up with an address that has an account already writes such a row too, so that
    nobody can tell the difference; its token is known to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    # Only for a change of address; a sign-up makes its account when the code is typed.
    user = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="+")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    # Hashed. Each sign-up keeps its own, so that a stranger's try with one's address never sets one's password.
    password = models.CharField(max_length=128, blank=True)
    language = models.CharField(max_length=2, default="en")
    token_index = models.CharField(max_length=64, unique=True)
    code_index = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["email", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                name="activation_expires_after_it_begins",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            ),
            models.CheckConstraint(
                name="sign_up_keeps_a_password", condition=~models.Q(user=None, password="")
            ),
        ]

    def __str__(self) -> str:
        return f"activation of {say_moment(self.created_at)}"


class RefusedEmailDomain(models.Model):
    """A domain whose addresses are not personal: an employer's. Its sub-domains count as well. Staff may add some."""

    domain = models.CharField(max_length=253, unique=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["domain"]
        verbose_name = "refused e-mail domain"
        constraints = [
            models.CheckConstraint(
                name="refused_domain_is_plain",
                condition=models.Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
            ),
        ]

    def __str__(self) -> str:
        return self.domain
