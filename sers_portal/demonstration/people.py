"""The cast and two hundred others, with their accounts: who may sign in, and what to try as whom."""

import random
from decimal import Decimal
from typing import cast

import pyotp
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Person, User
from benefits.models import PayRecord
from benefits.rules.contributions import contribution
from benefits.rules.facts import Coverage, Formula
from benefits.rules.law import load_law
from sers_portal.base import clock
from sers_portal.base.audit import SYSTEM, record
from sers_portal.base.models import AuditEvent
from sers_portal.demonstration.cast import Role, everyone
from sers_portal.load.chance import ACTIVE, INACTIVE, RECEIVING, spread
from sers_portal.load.loading import load_by_chance, load_lives

YEARS_OF_RECORDS = 10
# The last month's pay is to be uploaded as a payroll file.
MONTHS_TO_COME = 1
OTHERS = {ACTIVE: 95, RECEIVING: 80, INACTIVE: 25}
SEED = 1818

# One password for all: it is documented, and worth nothing outside the demonstration.
PASSWORD = "Prairie-State-1818"  # noqa: S105
# Who plans and who releases are two; what each enters into an authenticator app.
STAFF = {
    "susan.thompson@example.org": ("Susan", "Thompson", "KNUXG43JMVXGG6LTORSW2YLU"),
    "benjamin.ross@example.org": ("Benjamin", "Ross", "IJSW42TBNVUW4USPONZVGRKS"),
    "walter.green@example.org": ("Walter", "Green", "K5QWY5DFOIQECR3SMVSW4IDT"),
    "grace.lee@example.org": ("Grace", "Lee", "I5ZGCY3FEBGGKZJAMRSW23ZB"),
    "omar.haddad@example.org": ("Omar", "Haddad", "J5WWC4RAJBQWIZDBMQQGIZLN"),
    "linda.park@example.org": ("Linda", "Park", "JRUW4ZDBEBIGC4TLEBSGK3LP"),
    "peter.olsen@example.org": ("Peter", "Olsen", "KBSXIZLSEBHWY43FNYQGIZLN"),
    "paula.reyes@example.org": ("Paula", "Reyes", "KBQXK3DBEBJGK6LFOMQGIZLN"),
    "nora.fields@example.org": ("Nora", "Fields", "JZXXEYJAIZUWK3DEOMQGIZLN"),
    "alan.becker@example.org": ("Alan", "Becker", "IFWGC3RAIJSWG23FOIQGIZLN"),
}
# Nobody may do everything: one person for each role, and the two of the tutorial with the roles they need there.
STAFF_ROLES = {
    "susan.thompson@example.org": ("payroll", "publisher"),
    "benjamin.ross@example.org": ("administrator", "claims supervisor"),
    "walter.green@example.org": ("mail room",),
    "grace.lee@example.org": ("member services",),
    "omar.haddad@example.org": ("claims examiner",),
    "linda.park@example.org": ("claims supervisor",),
    "peter.olsen@example.org": ("payroll",),
    "paula.reyes@example.org": ("publisher",),
    "nora.fields@example.org": ("auditor",),
    "alan.becker@example.org": ("administrator",),
}
# They have no record of their own; each helps one of the cast (`in_touch`).
HELPERS = {
    "paul.kowalski@example.org": ("Paul", "Kowalski"),
    "denise.young@example.org": ("Denise", "Young"),
}
PLANNER, RELEASER = "susan.thompson@example.org", "benjamin.ross@example.org"
# Members share one secret, so that one entry in an authenticator app serves the whole cast.
MEMBERS_SECRET = "JVSW2YTFOJZSAZDFNVXW443UOJQXIZLE"  # noqa: S105
MADE_UP_OTHERS = "made up the demonstration's other members"
CORRECTED_MEMBER_ID = "100107"
FORGOTTEN_OVERTIME = Decimal("412.50")


def is_loaded() -> bool:
    """Whether the demonstration's people are there."""
    return User.objects.filter(email=PLANNER).exists()


def load_cast() -> None:
    """The cast with its accounts, and the staff."""
    today = clock.today()
    roles = everyone(today)
    lives = [(role.life, random.Random(SEED + place)) for place, role in enumerate(roles)]  # noqa: S311
    with transaction.atomic():
        load_lives(lives, today=today, years=YEARS_OF_RECORDS, months_to_come=MONTHS_TO_COME)
        password = make_password(PASSWORD)
        for role in roles:
            if role.email:
                _open_account(role, password)
        for email, (given_name, family_name, secret) in STAFF.items():
            _open_staff_account(email, given_name, family_name, secret, password)
        _correct_a_record()


def load_others() -> None:
    """Two hundred people by chance, without accounts: they get letters."""
    with transaction.atomic():
        load_by_chance(
            spread(sum(OTHERS.values()), OTHERS, SEED),
            seed=SEED,
            today=clock.today(),
            years=YEARS_OF_RECORDS,
            months_to_come=MONTHS_TO_COME,
        )
        record(by=SYSTEM, verb=MADE_UP_OTHERS, subject=User.objects.get(email=PLANNER))


def are_others_loaded() -> bool:
    """Whether the two hundred are there."""
    return AuditEvent.objects.filter(verb=MADE_UP_OTHERS).exists()


def _open_account(role: Role, password: str) -> None:
    who = role.life.identity
    user = User.objects.create(
        email=role.email,
        password=password,
        given_name=who.given_name,
        family_name=who.family_name,
        person=Person.objects.get(member_id=who.member_id),
    )
    _verify(user)
    TOTP.activate(user, MEMBERS_SECRET)


def _open_staff_account(email: str, given_name: str, family_name: str, secret: str, password: str) -> None:
    user = User.objects.create(
        email=email,
        password=password,
        given_name=given_name,
        family_name=family_name,
        is_staff=True,
    )
    user.groups.set(Group.objects.filter(name__in=STAFF_ROLES[email]))
    _verify(user)
    TOTP.activate(user, secret)


def open_helper_account(email: str, given_name: str, family_name: str) -> None:
    """An account of somebody without a record, who signs in to help."""
    user = User.objects.create(
        email=email, password=make_password(PASSWORD), given_name=given_name, family_name=family_name
    )
    _verify(user)
    TOTP.activate(user, MEMBERS_SECRET)


def _verify(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=SYSTEM, verb="opened demonstration account", subject=user)


def _correct_a_record() -> None:
    """Overtime that the first record left out: a second record replaces it, the first one stays."""
    first = PayRecord.objects.filter(member__person__member_id=CORRECTED_MEMBER_ID).order_by("-month")[2]
    earnings = first.earnings + FORGOTTEN_OVERTIME
    lawful = contribution(
        tier=1,
        formula=cast(Formula, first.formula),
        coverage=cast(Coverage, first.coverage),
        paid_on=first.paid_on,
        earnings=earnings,
        law=load_law(),
    )
    corrected = PayRecord.objects.create(
        member=first.member,
        employer=first.employer,
        month=first.month,
        paid_on=first.paid_on,
        pay_basis=first.pay_basis,
        units=first.units,
        earnings=earnings,
        formula=first.formula,
        coverage=first.coverage,
        pensionable=lawful.pensionable,
        retirement_contribution=lawful.retirement,
        survivor_contribution=lawful.survivor,
        corrects=first,
    )
    record(by=SYSTEM, verb="corrected pay record", subject=corrected, corrects=first.pk)


def say_sign_ins() -> list[str]:
    """Who can sign in, one line each: e-mail, the secret for the authenticator app, and what to try."""
    tasks = {
        PLANNER: "the payroll files with their rejects; render the planned statements; add a closing",
        RELEASER: "look at a sample and release what Susan planned; approve the figure she entered",
        "walter.green@example.org": "hand letters to the print shop, note what came back",
        "grace.lee@example.org": "find a member, see their pages as they do, read a number whole",
        "omar.haddad@example.org": "take claims and prepare them",
        "linda.park@example.org": "approve what Omar prepared",
        "peter.olsen@example.org": "payroll files, the monthly payments",
        "paula.reyes@example.org": "the newsletter, scam alerts, the calendar",
        "nora.fields@example.org": "search the audit, verify the logs, read the reports",
        "alan.becker@example.org": "who may sign in; approve a yearly figure",
    }
    staff = [
        f"  {email:<30} secret {STAFF[email][2]}, {' and '.join(STAFF_ROLES[email])}: {task}"
        for email, task in tasks.items()
    ]
    members = [f"  {role.email:<30} {role.try_this}" for role in everyone(clock.today()) if role.email]
    return [
        f"Everybody's password is {PASSWORD}. The second step is a code: enter the secret into an authenticator",
        "app, or let `.venv/bin/python manage.py demonstrate --codes` print the codes of this moment.",
        "",
        "Staff:",
        *staff,
        "",
        f"Members (all with the secret {MEMBERS_SECRET}):",
        *members,
        "",
        "People who help a member (the same secret):",
        f"  {'paul.kowalski@example.org':<30} may look at Dorothy Kowalski’s pages",
        f"  {'denise.young@example.org':<30} may act for Clarence Young, by a power of attorney",
    ]


def say_codes() -> list[str]:
    """The codes that authenticator apps show now; they hold for thirty seconds at most."""
    secrets = {email: secret for email, (_given, _family, secret) in STAFF.items()} | {
        "members": MEMBERS_SECRET
    }
    return [f"  {who:<30} {pyotp.TOTP(secret).now()}" for who, secret in secrets.items()]
