"""Addresses from signed forms, for people who have no account or cannot use it: one enters, another compares and approves."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Address, Person
from accounts.services import contacts
from accounts.services.contacts import ContactRefused, NewAddress
from benefits.models import AddressOnPaper
from benefits.services.payment_runs.trouble import PaymentRefused, given
from benefits.services.two_people import entered, finish, take_back, waiting
from sers_portal.base import audit, clock
from sers_portal.base.audit import Actor

PARTS = ("line_1", "line_2", "city", "state", "zip_code", "from_on")


class AddressRefused(PaymentRefused):
    """The address cannot be entered or taken over so; the message says why, and what to do."""


def enter(*, person: Person, new: NewAddress, came_on: date, reason: str, by: Actor) -> AddressOnPaper:
    """Enter what a signed form says. Nothing changes until a second person approves. Raises `AddressRefused`."""
    _check_form(came_on)
    _check_address(person, new)
    try:
        with transaction.atomic():
            row = AddressOnPaper.objects.create(
                person=person,
                **{part: getattr(new, part) for part in PARTS},
                came_on=came_on,
                reason=given(reason),
                **entered(by, refused=AddressRefused),
            )
            _note("entered an address from a form", row, by)
    except IntegrityError as error:
        raise AddressRefused(
            _("An address of this person waits for a second person already. Withdraw it first.")
        ) from error
    return row


def approve(*, address: AddressOnPaper, by: Actor) -> AddressOnPaper:
    """The second person has compared it with the form: it holds, and the person is told at every old and new contact."""
    with transaction.atomic():
        row = waiting(address, refused=AddressRefused)
        finish(row, by, refused=AddressRefused)
        try:
            contacts.change_address(
                person=row.person, new=NewAddress(**{part: getattr(row, part) for part in PARTS}), by=by
            )
        except ContactRefused as refusal:
            raise AddressRefused(str(refusal)) from refusal
        _note("approved an address from a form", row, by)
    return row


def withdraw(*, address: AddressOnPaper, by: Actor) -> None:
    """Take back an entry that nobody has approved."""
    with transaction.atomic():
        row = waiting(address, refused=AddressRefused)
        take_back(row)
        _note("withdrew an address from a form", row, by)


def _check_form(came_on: date) -> None:
    today = clock.today()
    if came_on > today:
        raise AddressRefused(_("The form cannot have come on a day that is still ahead."))
    if came_on < today - contacts.LONGEST_BACK:
        raise AddressRefused(
            _("A form that came more than a year ago says little of today. Ask the person for a new one.")
        )


def _check_address(person: Person, new: NewAddress) -> None:
    """What `contacts` asks of a member's own change, asked when it is entered: whoever approves cannot mend it."""
    before, from_on = Address.objects.filter(person=person, until_on=None).first(), new.from_on
    if before is not None and contacts.is_same(before, new):
        raise AddressRefused(
            _("Mail comes back from this very address. Ask the person where to write.")
            if before.returned_on is not None
            else _("This address is on file already: nothing would change.")
        )
    if before is not None and from_on < before.from_on:
        raise AddressRefused(
            _(
                "The address on file is newer: it holds since %(day)s. Enter a day from then on, or ask the person."
            )
            % {"day": date_format(before.from_on, "DATE_FORMAT")}
        )
    today = clock.today()
    if not today - contacts.LONGEST_BACK <= from_on <= today + contacts.LONGEST_AHEAD:
        raise AddressRefused(
            _(
                "An address can hold from at most a year ago, and from at most 90 days ahead. Enter another day."
            )
        )


def _note(verb: str, row: AddressOnPaper, by: Actor) -> None:
    audit.record(
        by=by,
        verb=verb,
        subject=row,
        person=row.person.public_id,
        from_on=row.from_on.isoformat(),
        came_on=row.came_on.isoformat(),
        reason=row.reason,
    )
