"""What the list of accounts is narrowed by: the role held, whose account it is, open or closed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import ROLES
from accounts.wording_of_roles import ROLE_WORDS

Choices = list[tuple[str, Any]]


class RoleFilter(admin.SimpleListFilter):
    """Who holds a role of staff."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(role, ROLE_WORDS[role]) for role in ROLES]

    def queryset(self, request: HttpRequest, rows: QuerySet[User]) -> QuerySet[User]:
        return rows.filter(groups__name=self.value()) if self.value() else rows


class WhoseFilter(admin.SimpleListFilter):
    """Staff open the staff's pages; everybody else is a member, or may become one by a letter's code."""

    title = _("whose account")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("member", _("a member’s")), ("staff", _("staff’s")), ("nobody", _("not linked to a record"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[User]) -> QuerySet[User]:
        match self.value():
            case "member":
                return rows.filter(person__isnull=False)
            case "staff":
                return rows.filter(is_staff=True)
            case "nobody":
                return rows.filter(person=None, is_staff=False)
        return rows


class OpenFilter(admin.SimpleListFilter):
    """Accounts that their owners closed, or that the system closed, stay in the list."""

    title = _("open or closed")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", _("open")), ("no", _("closed"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[User]) -> QuerySet[User]:
        return rows.filter(is_active=self.value() == "yes") if self.value() else rows
