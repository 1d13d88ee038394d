"""Browsers that an account was used from, and its sign-ins."""

import uuid

from django.db import models

from accounts.models.user import User
from sers_portal.base.spoken_times import say_day, say_moment


class Device(models.Model):
    """A browser known by a cookie. It opens nothing: it only tells a new browser from a known one."""

    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="devices")
    token_index = models.CharField(max_length=64)
    browser = models.CharField(max_length=80)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token_index"], name="one_device_a_cookie"),
        ]

    def __str__(self) -> str:
        return self.browser


class SignIn(models.Model):
    """A session that a sign-in began, so that its owner can see and end it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="sign_ins")
    # Django's session key; it changes while the session lives (a new password), this row's id does not.
    session_key = models.CharField(max_length=40, db_index=True)
    device = models.ForeignKey(Device, null=True, on_delete=models.RESTRICT, related_name="+")
    browser = models.CharField(max_length=80)
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_seen_at"]
        indexes = [
            models.Index(fields=["user"], condition=models.Q(ended_at=None), name="sign_in_still_open"),
        ]

    def __str__(self) -> str:
        return f"{self.browser}, {say_moment(self.began_at)}"


class Disavowal(models.Model):
    """The "this was not me" link of a mail: works once, ten days long, on the press of a button."""

    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    token_index = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"until {say_day(self.expires_at)}"
