"""Amounts on the staff's pages: with the dollar sign, and a comma between the thousands."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin

from sers_portal.base.fields import dollars


def in_dollars(column: str, words: Any) -> Callable[[Any, Any], str]:
    """A column of an admin list or page that prints an amount of the row; "-" where there is none."""

    @admin.display(description=words, ordering=column)
    def shown(_admin: Any, row: Any) -> str:
        amount = getattr(row, column)
        return "-" if amount is None else dollars(amount)

    return shown
