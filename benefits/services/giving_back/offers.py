"""What of a person's record was otherwise within the last year, each as something that can be given back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Address, ContactPhone, Person, PlannedAddress
from benefits.models import BankAccount, Beneficiary, Designation, Restoration, WithholdingElection
from sers_portal.base import clock

What = Restoration.What
LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Offer:
    """One thing that can be given back: its row's key, and what staff read. Numbers by their last four digits."""

    what: str
    row_key: str
    words: str

    @property
    def key(self) -> str:
        """What a form sends in for it."""
        return f"{self.what}:{self.row_key}"


def offers_for(person: Person) -> list[Offer]:
    """Everything that differs from now, the newest first within each kind. About ten queries."""
    parts = (_addresses, _planned, _phones, _accounts, _elections, _designations)
    return [offer for part in parts for offer in part(person, clock.now() - LOOKS_BACK)]


def _addresses(person: Person, since: datetime) -> Iterator[Offer]:
    rows = list(Address.objects.filter(person=person).order_by("-from_on", "-pk"))
    now = next((", ".join(row.lines) for row in rows if row.until_on is None), _("none"))
    seen = {tuple(row.lines) for row in rows if row.until_on is None}
    for row in rows:
        if row.until_on is None or row.until_on < since.date() or tuple(row.lines) in seen:
            continue
        seen.add(tuple(row.lines))
        words = _("Address until %(day)s: %(lines)s. Now: %(now)s.") % {
            "day": _day(row.until_on),
            "lines": ", ".join(row.lines),
            "now": now,
        }
        yield Offer(What.ADDRESS, str(row.pk), words)


def _planned(person: Person, since: datetime) -> Iterator[Offer]:
    for row in PlannedAddress.objects.filter(person=person, taken_up_at=None, cancelled_at=None):
        words = _("Take back the move planned for %(day)s: %(lines)s") % {
            "day": _day(row.from_on),
            "lines": ", ".join(row.lines),
        }
        yield Offer(What.PLANNED_ADDRESS, str(row.pk), words)


def _phones(person: Person, since: datetime) -> Iterator[Offer]:
    rows = list(ContactPhone.objects.filter(person=person).order_by("-added_at"))
    in_use = {row.number_index for row in rows if row.removed_at is None}
    for row in rows:
        said = {"number": row.last_four, "kind": row.get_kind_display()}
        if row.removed_at is None and row.added_at >= since:
            words = _("Remove the telephone ending in %(number)s (%(kind)s), added on %(day)s")
            yield Offer(What.PHONE_OFF, str(row.pk), words % {**said, "day": _day(row.added_at)})
        elif row.removed_at and row.removed_at >= since and row.number_index not in in_use:
            words = _("Telephone ending in %(number)s (%(kind)s), removed on %(day)s")
            yield Offer(What.PHONE_BACK, str(row.pk), words % {**said, "day": _day(row.removed_at)})


def _accounts(person: Person, since: datetime) -> Iterator[Offer]:
    rows = list(BankAccount.objects.filter(person=person).order_by("-from_on", "-pk"))
    now = next((row for row in rows if row.until_on is None), None)
    for row in rows:
        if row.until_on is None or row.until_on < since.date() or (now and _same_account(row, now)):
            continue
        words = _("Bank account ending in %(number)s, used until %(day)s. Now: %(now)s.") % {
            "number": row.last_four,
            "day": _day(row.until_on),
            "now": _("account ending in %(number)s") % {"number": now.last_four} if now else _("by check"),
        }
        yield Offer(What.BANK_ACCOUNT, str(row.pk), words)
    if now is not None and len(rows) == 1 and now.from_on >= since.date():
        words = _("Payment by check, as before the account ending in %(number)s, used from %(day)s") % {
            "number": now.last_four,
            "day": _day(now.from_on),
        }
        yield Offer(What.CHECK, str(now.pk), words)


def _elections(person: Person, since: datetime) -> Iterator[Offer]:
    """Of each benefit the forms W-4P before the last one, if that is of the last year."""
    rows = WithholdingElection.objects.filter(person=person).select_related("annuity").order_by("-elected_at")
    last: dict[int | None, WithholdingElection] = {}
    for row in rows:
        newest = last.setdefault(row.annuity_id, row)
        if row is newest or newest.elected_at < since or row.form == newest.form:
            continue
        words = _("Tax withholding as on the form W-4P of %(day)s: %(what)s. Now: %(now)s.") % {
            "day": _day(row.elected_at),
            "what": _say_form(row),
            "now": _say_form(newest),
        }
        yield Offer(What.WITHHOLDING, str(row.pk), words)


def _designations(person: Person, since: datetime) -> Iterator[Offer]:
    forms = Designation.objects.filter(member__person=person).prefetch_related("beneficiaries")
    now = {row.member_id: _say_all(row) for row in forms.filter(superseded_on=None)}
    for row in forms.filter(superseded_on__gte=since.date()).order_by("-superseded_on", "-pk"):
        if _say_all(row) == now.get(row.member_id):
            continue
        words = _("Beneficiaries named on %(day)s: %(names)s. Now: %(now)s.") % {
            "day": _day(row.signed_on),
            "names": _say_all(row),
            "now": now.get(row.member_id, _("none")),
        }
        yield Offer(What.BENEFICIARIES, str(row.pk), words)


def _same_account(one: BankAccount, other: BankAccount) -> bool:
    return (one.routing_number, one.account_number_index) == (
        other.routing_number,
        other.account_number_index,
    )


def _say_form(row: WithholdingElection) -> str:
    return _("nothing withheld") if row.is_none else str(row.get_filing_display())


def _say_all(form: Designation) -> str:
    return "; ".join(_say_named(one) for one in form.beneficiaries.all())


def _say_named(one: Beneficiary) -> str:
    said: dict[str, Any] = {
        "name": one.name,
        "percent": f"{one.percent:f}",
        "rank": one.get_rank_display(),
    }
    return _("%(name)s %(percent)s%% (%(rank)s)") % said


def _day(when: date | datetime) -> str:
    day = when.astimezone(clock.SPRINGFIELD).date() if isinstance(when, datetime) else when
    return date_format(day, "DATE_FORMAT")
