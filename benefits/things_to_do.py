"""What the plan's records ask a person to do: an address that does not work, a form that is not there."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Address
from benefits.models import (
    OPEN_STATES,
    Annuity,
    BankAccount,
    ClaimRequest,
    Designation,
    Employment,
    FamilyMember,
    Member,
    PaymentHold,
)
from sers_portal.base.things_to_do import ThingToDo, add

ME = OuterRef("pk")


def add_ours() -> None:
    """Make them known to the home."""
    for thing in (
        PAYMENTS_HELD,
        PAPER_ASKED_FOR,
        MAIL_COMES_BACK,
        NO_BENEFICIARY,
        FAMILY_CHANGED,
        PAID_BY_CHECK,
        APPLY_IN_TIME,
    ):
        add(thing)


def _is_paid() -> Exists:
    return Exists(Annuity.objects.filter(payee=ME, state=Annuity.State.IN_PAYMENT))


def _is_paid_by_check(on: date) -> Q:
    return Q(_is_paid()) & ~Q(Exists(BankAccount.objects.filter(person=ME, until_on=None)))


def _has_no_beneficiary(on: date) -> Q:
    named = Designation.objects.filter(member__person=ME, superseded_on=None)
    return Q(Exists(Member.objects.filter(person=ME))) & ~Q(Exists(named))


def _family_changed(on: date) -> Exists:
    """A marriage, the end of one, a birth or a death in the family after the beneficiary form in force was signed."""
    signed = Designation.objects.filter(member=OuterRef("member"), superseded_on=None).values("signed_on")[:1]
    family = FamilyMember.objects.filter(member__person=ME).annotate(form_signed_on=Subquery(signed))
    since = F("form_signed_on")
    return Exists(
        family.filter(
            Q(since_on__gt=since, since_on__lte=on)
            | Q(ended_on__gt=since, ended_on__lte=on)
            | Q(relation=FamilyMember.Relation.CHILD, born_on__gt=since)
        )
    )


def _has_left(on: date) -> Q:
    """Left State service, and has no retirement annuity."""
    spells = Employment.objects.filter(member__person=ME, is_temporary_retiree=False, hired_on__lte=on)
    retired = Annuity.objects.filter(payee=ME, kind=Annuity.Kind.RETIREMENT).exclude(
        state=Annuity.State.ENDED
    )
    is_at_work = Exists(spells.filter(Q(left_on=None) | Q(left_on__gt=on)))
    return Q(Exists(Member.objects.filter(person=ME))) & ~Q(is_at_work) & ~Q(Exists(retired))


PAYMENTS_HELD = ThingToDo(
    name="payments_held",
    when=lambda on: Exists(PaymentHold.objects.filter(person=ME, state=PaymentHold.State.HELD)),
    title=_("Your payments are on hold"),
    words=_(
        "Somebody told us that you died, so nothing is paid until we know. If you read this, call us at 217-785-7444: "
        "two people then release your payments, with the months that were held."
    ),
    route="payments",
    action=_("See your payments"),
    order=5,
)
PAPER_ASKED_FOR = ThingToDo(
    name="paper_asked_for",
    when=lambda on: Exists(
        ClaimRequest.objects.filter(
            claim__person=ME, claim__state__in=OPEN_STATES, state=ClaimRequest.State.OPEN
        )
    ),
    title=_("Send what your application still needs"),
    words=_("We asked you for a paper or an answer. Your application waits until it is here."),
    route="claims",
    action=_("See what is asked for"),
    order=10,
)
MAIL_COMES_BACK = ThingToDo(
    name="mail_comes_back",
    when=lambda on: Exists(Address.objects.filter(person=ME, until_on=None, returned_on__isnull=False)),
    title=_("Tell us where you live"),
    words=_(
        "A letter to your address on file came back. Tell us your address, so that letters and checks reach you. "
        "You can also call us at 217-785-7444."
    ),
    route="profile",
    action=_("Go to your profile"),
    order=20,
)
NO_BENEFICIARY = ThingToDo(
    name="no_beneficiary",
    when=_has_no_beneficiary,
    title=_("Name your beneficiaries"),
    words=_(
        "No form is on file that says who gets a lump sum if you die. You can also call us at 217-785-7444: "
        "we mail you the form."
    ),
    route="beneficiaries",
    action=_("Name your beneficiaries here"),
)
FAMILY_CHANGED = ThingToDo(
    name="family_changed",
    when=_family_changed,
    title=_("Look at your beneficiaries again"),
    words=_(
        "Your family changed after you signed your beneficiary form: a marriage, a divorce, a birth or a death. The form "
        "still counts as it is."
    ),
    route="beneficiaries",
    action=_("See whom you named"),
)
PAID_BY_CHECK = ThingToDo(
    name="paid_by_check",
    when=_is_paid_by_check,
    title=_("Have your payment sent to your bank"),
    words=_(
        "You are paid by check. A check can be late or lost; a deposit is there on the day. You can also call us at "
        "217-785-7444: we mail you the form."
    ),
    route="direct_deposit",
    action=_("Set up direct deposit"),
)
APPLY_IN_TIME = ThingToDo(
    name="apply_in_time",
    when=_has_left,
    title=_("Apply when the time comes"),
    words=_("No benefit starts by itself: you must apply for it. Allow 8 to 10 weeks for the first payment."),
    route="claims",
    action=_("See what you can apply for"),
    order=90,
)
