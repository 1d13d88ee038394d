"""Right answers of every application, as somebody would type them, step by step."""

from datetime import timedelta

from benefits.forms.applications.retirement import next_first
from sers_portal.base import clock


def typed_retirement() -> dict[str, dict[str, str]]:
    last_day = clock.today().replace(day=1) - timedelta(days=1)
    return {
        "last-day": {"last_day": f"{last_day:%B %d, %Y}"},
        "start": {"retire_on": f"{next_first(last_day):%m/%d/%Y}"},
        "offset": {"offset_removal": "no"},
        "spouse": {"is_married": "no"},
        "children": {"has_children": "no"},
        "survivor-refund": {"survivor_refund": "yes"},
        "rollover": {"rolls_over": "yes"},
        "plan": {
            "rollover_amount": "$ 1,250.00",
            "rollover_to": "Prairie IRA",
            "rollover_address": "1 Main Street, Peoria, IL 61602",
        },
        "tax": {"tax": "w4p"},
        "payment": {"pay_by": "direct_deposit"},
    }


def typed_refund() -> dict[str, dict[str, str]]:
    return {
        "last-day": {"last_day": "3-4-2016"},
        "consequences": {"understood": "on"},
        "rollover": {"rolls_over": "no"},
    }


def typed_survivor() -> dict[str, dict[str, str]]:
    return {
        "who": {
            "member_name": "Karel Novák",
            "member_born_on": "July 1, 1950",
            "member_number": "123 456",
            "died_on": "2026-10-02",
        },
        "relation": {"relation": "spouse"},
        "you": {"born_on": "05/06/1952"},
        "marriage": {"married_on": "6/7/1975", "child_in_care": "no"},
        "social-security": {"social_security": "1,204.50"},
        "tax": {"tax": "default"},
        "payment": {"pay_by": "check"},
    }


def typed_name() -> dict[str, dict[str, str]]:
    return {
        "name": {"given_name": "Maria", "family_name": "O’Neill-García"},
        "reason": {"reason": "marriage"},
    }
