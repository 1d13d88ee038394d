"""The staff's reports, each a title, columns and rows: what waits, what was sent, who may do what and what they did."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from benefits import claim_kinds
from benefits.models import OPEN_STATES, BankChange, Claim, Receivable
from benefits.services.claims.waiting import days_so_far
from notices.kinds_of_letters import say_kind_of_letter
from notices.models import Letter
from reemployment.models import Repayment
from sers_portal.admin_pages.differences import columns_changed, name_of_table
from sers_portal.admin_pages.log_words import say_page, say_verb
from sers_portal.admin_pages.periods import Quarter
from sers_portal.admin_pages.roles_held import role_changes, roles_at
from sers_portal.base import clock
from sers_portal.base.models import AccessEvent
from sers_portal.base.unexplained import unexplained_changes

Row = tuple[Any, ...]
MOST_PAGES = 6


@dataclass(frozen=True)
class Report:
    """A report. `rows` are asked for a quarter; `is_of_now` where they show today and no quarter is chosen;
    `is_looked_over` where somebody has to note each quarter that they read it; `right` is what its reader must hold
    besides the right to read reports: nobody reads here what they could not look up."""

    name: str
    title: str | Promise
    what: str | Promise
    columns: tuple[str | Promise, ...]
    rows: Callable[[Quarter], Iterable[Row]]
    is_of_now: bool = False
    is_looked_over: bool = False
    right: str = ""


def open_claims(quarter: Quarter) -> Iterator[Row]:
    """Open claims, the oldest first."""
    today = clock.today()
    for claim in Claim.objects.filter(state__in=OPEN_STATES, received_at__isnull=False).order_by(
        "received_at"
    ):
        assert claim.received_at is not None  # noqa: S101  asked for
        is_late = claim.due_on is not None and claim.due_on < today
        yield (
            claim.reference,
            str(claim_kinds.title_of(claim.kind)),
            str(claim.get_state_display()),
            _day(claim.received_at),
            days_so_far(claim, today),
            claim.due_on,
            _("yes") if is_late else "",
            claim.assigned_to_name,
        )


def letters(quarter: Quarter) -> Iterator[Row]:
    """Letters written in the quarter, by kind and what became of them."""
    rows = Letter.objects.filter(created_at__gte=quarter.begins, created_at__lt=quarter.ends)
    counted = rows.values("kind", "state").annotate(
        number=Count("pk"), first=Min("created_at"), last=Max("created_at")
    )
    for row in counted.order_by("kind", "state"):
        state = str(Letter.State(row["state"]).label)
        yield say_kind_of_letter(row["kind"]), state, row["number"], _day(row["first"]), _day(row["last"])


def bank_changes(quarter: Quarter) -> Iterator[Row]:
    """Changes of bank accounts asked for in the quarter, and who let them through."""
    asked = BankChange.objects.filter(asked_at__gte=quarter.begins, asked_at__lt=quarter.ends)
    for change in asked.select_related("person").order_by("asked_at"):
        reasons = [str(BankChange.Reason(reason).label) for reason in change.review_reasons]
        yield (
            _minute(change.asked_at),
            change.person.member_id,
            change.asked_by_name,
            change.last_four,
            str(change.get_state_display()),
            "; ".join(reasons),
            change.first_approved_by_name,
            change.second_approved_by_name,
            _minute(change.closed_at) if change.closed_at else "",
            str(change.get_closing_display()) if change.closing else "",
        )


def access_review(quarter: Quarter) -> Iterator[Row]:
    """Who held which role when the quarter ended (or holds it now), when they last signed in, and what they looked at:
    one line for each role of each person."""
    seen, held = _seen(quarter), roles_at(min(quarter.ends, clock.now()))
    staff = User.objects.filter(Q(is_staff=True) | Q(is_superuser=True) | Q(pk__in=held))
    for user in staff.order_by("family_name", "given_name", "pk"):
        pages = seen.get(user.public_id, {})
        most = sorted(pages.items(), key=lambda one: -one[1][0])[:MOST_PAGES]
        for role in _roles(user, held.get(user.pk, set())):
            yield (
                role,
                user.full_name,
                user.email,
                _("yes") if user.is_active else _("no"),
                _day(user.last_login) if user.last_login else _("never"),
                sum(number for number, _refused in pages.values()),
                sum(refused for _number, refused in pages.values()),
                "; ".join(f"{say_page(page)} {number}" for page, (number, _refused) in most),
            )


def roles_given(quarter: Quarter) -> Iterator[Row]:
    """Roles given and taken away in the quarter, and who says so."""
    for change in role_changes(quarter):
        done = _("given") if change.was_given else _("taken away")
        said = change.by or _("nobody says")
        yield _minute(change.at), change.who, change.role, done, said, say_verb(change.why)


def unexplained(quarter: Quarter) -> Iterator[Row]:
    """Changes of rows of the quarter that no audit event explains."""
    for change in unexplained_changes().filter(at__gte=quarter.begins, at__lt=quarter.ends):
        table = name_of_table(change.table_name)
        yield _minute(change.at), change.role, table, change.row_id, change.kind, columns_changed(change)


def owed_to_sers(quarter: Quarter) -> Iterator[Row]:
    """What was paid too long or too much: what came back of it, what two people wrote off, what is still owed.

    All that is owed now, and what was written off since the quarter began.
    """
    receivables = Receivable.objects.filter(
        Q(state=Receivable.State.OPEN)
        | Q(written_off_at__gte=quarter.begins, written_off_at__lt=quarter.ends)
    ).select_related("payment__annuity__payee")
    for owed in receivables.order_by("found_at", "pk"):
        what = _("paid after a death: %(month)s") % {
            "month": date_format(owed.payment.month, "YEAR_MONTH_FORMAT")
        }
        payee = owed.payment.annuity.payee
        yield _debt(payee.member_id, what, _day(owed.found_at), owed, owed.amount, owed.recovered)
    overpaid = Repayment.objects.filter(
        Q(state=Repayment.State.AGREED)
        | Q(written_off_at__gte=quarter.begins, written_off_at__lt=quarter.ends),
        kind=Repayment.Kind.OVERPAYMENT,
    ).select_related("member__person")
    for row in overpaid.order_by("agreed_on", "pk"):
        what = _("paid while it should have been suspended")
        yield _debt(row.member.person.member_id, what, row.agreed_on, row, row.debt, row.paid)


REPORTS = {
    report.name: report
    for report in (
        Report(
            "open-claims",
            gettext_lazy("Open claims by age"),
            gettext_lazy("Every claim that is not decided yet, the oldest first, as of today."),
            (
                gettext_lazy("Reference"),
                gettext_lazy("Kind"),
                gettext_lazy("State"),
                gettext_lazy("Received"),
                gettext_lazy("Days"),
                gettext_lazy("Due"),
                gettext_lazy("Overdue"),
                gettext_lazy("Held by"),
            ),
            open_claims,
            right="benefits.view_claim",
            is_of_now=True,
        ),
        Report(
            "letters",
            gettext_lazy("Letters"),
            gettext_lazy("Letters written in the quarter, by kind, and what became of them."),
            (
                gettext_lazy("Kind"),
                gettext_lazy("State"),
                gettext_lazy("Letters"),
                gettext_lazy("First"),
                gettext_lazy("Last"),
            ),
            letters,
            right="notices.view_letter",
        ),
        Report(
            "bank-changes",
            gettext_lazy("Bank changes"),
            gettext_lazy("Every change of a bank account asked for in the quarter, and who let it through."),
            (
                gettext_lazy("Asked"),
                gettext_lazy("Member ID"),
                gettext_lazy("Asked by"),
                gettext_lazy("Account ends in"),
                gettext_lazy("State"),
                gettext_lazy("Looked at because"),
                gettext_lazy("First approval"),
                gettext_lazy("Second approval"),
                gettext_lazy("Closed"),
                gettext_lazy("How"),
            ),
            bank_changes,
            right="benefits.view_bankchange",
        ),
        Report(
            "owed",
            gettext_lazy("Owed to SERS"),
            gettext_lazy(
                "What was paid after a death, or while an annuity should have been suspended: all that is owed now, and "
                "what was written off in the quarter."
            ),
            (
                gettext_lazy("Member ID"),
                gettext_lazy("What"),
                gettext_lazy("Since"),
                gettext_lazy("State"),
                gettext_lazy("Paid too much"),
                gettext_lazy("Came back"),
                gettext_lazy("Written off"),
                gettext_lazy("Still owed"),
                gettext_lazy("Why it was written off"),
                gettext_lazy("Proposed by"),
                gettext_lazy("Written off by"),
            ),
            owed_to_sers,
            right="benefits.view_receivable",
        ),
        Report(
            "access-review",
            gettext_lazy("Access review by role"),
            gettext_lazy(
                "Who held which role when the quarter ended (of this quarter: now), when they last signed in, and what "
                "they looked at in the quarter. Look it over each quarter: whoever needs a role no longer loses it."
            ),
            (
                gettext_lazy("Role"),
                gettext_lazy("Name"),
                gettext_lazy("E-mail address"),
                gettext_lazy("Active"),
                gettext_lazy("Last sign-in"),
                gettext_lazy("Looks"),
                gettext_lazy("Refused"),
                gettext_lazy("Most looked at"),
            ),
            access_review,
            is_looked_over=True,
            right="accounts.view_user",
        ),
        Report(
            "role-changes",
            gettext_lazy("Roles given and taken away"),
            gettext_lazy("Every change of who holds which role in the quarter, and who made it."),
            (
                gettext_lazy("When"),
                gettext_lazy("Name"),
                gettext_lazy("Role"),
                gettext_lazy("What"),
                gettext_lazy("Who did it"),
                gettext_lazy("With what"),
            ),
            roles_given,
            right="accounts.view_user",
        ),
        Report(
            "unexplained-changes",
            gettext_lazy("Unexplained changes"),
            gettext_lazy("Rows that changed in the quarter, and no audit event says who did it, or why."),
            (
                gettext_lazy("When"),
                gettext_lazy("Database login"),
                gettext_lazy("Table"),
                gettext_lazy("Row"),
                gettext_lazy("What"),
                gettext_lazy("Columns"),
            ),
            unexplained,
        ),
    )
}


def _seen(quarter: Quarter) -> dict[Any, dict[str, tuple[int, int]]]:
    """Of each actor: page → how often seen or refused, and how often refused."""
    events = AccessEvent.objects.filter(at__gte=quarter.begins, at__lt=quarter.ends, by__isnull=False)
    found: dict[Any, dict[str, tuple[int, int]]] = {}
    for by, page, was_refused, number in (
        events.values_list("by", "page", "was_refused").annotate(number=Count("pk")).order_by("by", "page")
    ):
        before, refused = found.setdefault(by, {}).get(page, (0, 0))
        found[by][page] = before + number, refused + (number if was_refused else 0)
    return found


def _roles(user: User, held: set[str]) -> list[str]:
    roles = sorted(held)
    if user.is_superuser:
        roles.insert(0, _("superuser: every right"))
    return roles or [_("staff without a role")]


def _debt(
    number: str, what: str, since: date, row: Receivable | Repayment, amount: Decimal, paid: Decimal
) -> Row:
    return (
        number,
        what,
        since,
        str(row.get_state_display()),
        amount,
        paid,
        row.written_off,
        amount - paid - row.written_off,
        row.write_off_reason,
        row.write_off_proposed_by_name,
        row.write_off_approved_by_name,
    )


def _day(at: datetime) -> date:
    return localtime(at).date()


def _minute(at: datetime) -> datetime:
    return localtime(at)
