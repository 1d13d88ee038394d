"""What of the plan waits for staff: claims by state and kind, runs and figures that need a second person, held rows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from benefits import claim_kinds
from benefits.models import (
    OPEN_STATES,
    AnnuitySuspension,
    Claim,
    ClaimState,
    HeldRow,
    IncreaseDecision,
    PaymentDeduction,
    PaymentReturn,
    PaymentRun,
    StatementRun,
    YearlyFigure,
)
from benefits.queues_of_deaths import add_queues_of_deaths
from benefits.services import claims as service
from benefits.services.claims.news import (
    with_late_documents,
    with_news,
    with_shares_without_a_record,
)
from benefits.services.claims.workspace import waiting_for_answer
from benefits.services.payment_runs import plan
from sers_portal.base import clock, work_queues
from sers_portal.base.work_queues import Part, Queue, Task, Words

State = ClaimState
LIST = "admin:benefits_claim_changelist"


class _Group(NamedTuple):
    """Claims of a kind in a state."""

    kind: str
    state: str
    number: int
    oldest: datetime | None


def add_ours() -> None:
    """Make them known to the staff's home."""
    work_queues.add("benefits.work_claim", claims_to_work_on)
    work_queues.add("benefits.work_claim", messages_in_claims)
    work_queues.add("benefits.approve_claim", claims_to_approve)
    work_queues.add("benefits.release_statementrun", runs_to_release)
    work_queues.add("benefits.approve_yearlyfigure", figures_to_approve)
    work_queues.add("benefits.change_payrollfile", held_rows)
    work_queues.add("benefits.view_paymentrun", payment_runs)
    work_queues.add("benefits.view_paymentreturn", returned_payments)
    work_queues.add("benefits.approve_paymentdeduction", deductions_to_approve)
    work_queues.add("benefits.approve_increasedecision", increases_to_approve)
    work_queues.add("benefits.approve_annuitysuspension", suspensions_to_approve)
    add_queues_of_deaths()


def claims_to_work_on(user: Any) -> Iterable[Queue]:
    """Mine, nobody's, what is late or new, and all that are open, by kind. Five queries."""
    groups = _groups()
    today, me = clock.today(), user.public_id
    is_open, is_nobodys = Q(state__in=OPEN_STATES), Q(assigned_to=None)
    counted = Claim.objects.filter(is_open).aggregate(
        mine=Count("pk", filter=Q(assigned_to=me)),
        mine_since=Min("received_at", filter=Q(assigned_to=me)),
        nobodys=Count("pk", filter=is_nobodys),
        nobodys_since=Min("received_at", filter=is_nobodys),
        late=Count("pk", filter=Q(due_on__lt=today)),
        late_since=Min("due_on", filter=Q(due_on__lt=today)),
    )
    yield Queue(Task.CLAIMS, _("Claims I hold"), counted["mine"], _list(holder="me"), counted["mine_since"])
    yield Queue(
        Task.CLAIMS,
        _("Claims that nobody holds"),
        counted["nobodys"],
        _list(holder="nobody"),
        counted["nobodys_since"],
    )
    yield Queue(
        Task.CLAIMS,
        _("Past their due date"),
        counted["late"],
        _list(due="over"),
        counted["late_since"],
        is_late=True,
    )
    late_papers, news = with_late_documents(Claim.objects.order_by()), with_news(Claim.objects.order_by())
    yield Queue.of_rows(
        Task.CLAIMS,
        _("Documents that have not come by their day"),
        late_papers,
        _list(message="late"),
        since="state_since",
        is_late=True,
    )
    yield Queue.of_rows(
        Task.CLAIMS,
        _("Papers or messages that came since we last worked on it"),
        news,
        _list(message="news"),
        since="news_at",
    )
    yield Queue.of_rows(
        Task.CLAIMS,
        _("Granted shares that wait for a record of who is paid"),
        with_shares_without_a_record(Claim.objects.order_by()),
        _list(state="all", message="record"),
        since="approved_at",
    )
    words: dict[str, Words] = {
        State.RECEIVED: _("Received, not yet looked at"),
        State.DOCUMENTS_REQUESTED: _("Waiting for documents"),
        State.IN_REVIEW: _("In review"),
        State.CALCULATED: _("Calculated, to be sent on"),
        State.AWAITING_SECOND_APPROVAL: _("Waiting for a second approval"),
    }
    for state, said in words.items():
        yield _state_queue(Task.CLAIMS, state, said, groups)


def messages_in_claims(user: Any) -> Iterable[Queue]:
    """Claims in which somebody without an account has written to us. One query."""
    waiting = waiting_for_answer(Claim.objects.order_by())
    words = _("Messages in claims, from people without an account")
    yield Queue.of_rows(Task.MESSAGES, words, waiting, _list(message="waiting"), since="wrote_at")


def claims_to_approve(user: Any) -> Iterable[Queue]:
    """Those that wait for a second approval which this person may give. One query."""
    waiting = service.that_may_be_approved_by(user.public_id).order_by()
    address = _list(holder="approve")
    yield Queue.of_rows(
        Task.APPROVALS, _("Claims I may approve"), waiting, address, since="first_approved_at"
    )


def runs_to_release(user: Any) -> Iterable[Queue]:
    """Statement runs that wait for a second person."""
    waiting = StatementRun.objects.filter(state__in=["planned", "rendering", "stopped"])
    address = reverse("admin:benefits_statementrun_changelist")
    yield Queue.of_rows(Task.RUNS, _("Statement runs not released"), waiting, address, since="planned_at")


def figures_to_approve(user: Any) -> Iterable[Queue]:
    """Yearly figures that wait for a second person."""
    waiting = YearlyFigure.objects.filter(state="pending").exclude(entered_by=user.public_id)
    address = reverse("admin:benefits_yearlyfigure_changelist")
    yield Queue.of_rows(Task.RUNS, _("Yearly figures to approve"), waiting, address, since="entered_at")


def held_rows(user: Any) -> Iterable[Queue]:
    """Rows of payroll files that were rejected, or wait for a figure of the law."""
    held = HeldRow.objects.filter(state__in=HeldRow.OPEN_STATES)
    words = _("Rows of payroll files not taken up")
    address = f"{reverse('admin:benefits_payrollfile_changelist')}?left=yes"
    yield Queue.of_rows(Task.PAYROLL, words, held, address, since="payroll_file__received_at")


def payment_runs(user: Any) -> Iterable[Queue]:
    """The run that is open: it waits for its exceptions and a second person, or for its day."""
    run = PaymentRun.objects.filter(is_open=True).first()
    address = reverse("admin:benefits_paymentrun_changelist")
    if run is not None:
        address = reverse("admin:benefits_paymentrun_change", args=[run.pk])
    words = _("Payment run approved, waiting for its day")
    if run is None or run.state == PaymentRun.State.PLANNED:
        words = _("Payment run to look over and approve")
    is_late = run is not None and (run.paid_on < clock.today() or plan.moved_to(run) is not None)
    yield Queue(Task.MONEY, words, int(run is not None), address, run.planned_at if run else None, is_late)


def returned_payments(user: Any) -> Iterable[Queue]:
    """Payments that came back and wait for a second person, or to be paid again."""
    rows = PaymentReturn.objects.filter(
        Q(state=PaymentReturn.State.WAITING) | Q(state=PaymentReturn.State.APPROVED, remedy="reissue")
    )
    waits = Q(state=PaymentReturn.State.WAITING)
    counted = rows.aggregate(
        waiting=Count("pk", filter=waits),
        since=Min("entered_at", filter=waits),
        again=Count("pk", filter=~waits),
        again_since=Min("entered_at", filter=~waits),
    )
    address = reverse("admin:benefits_paymentreturn_changelist")
    yield Queue(
        Task.MONEY,
        _("Returned payments to approve"),
        counted["waiting"],
        f"{address}?state__exact=waiting",
        counted["since"],
    )
    yield Queue(
        Task.MONEY,
        _("Returned payments to be paid again"),
        counted["again"],
        f"{address}?state__exact=approved",
        counted["again_since"],
    )


def deductions_to_approve(user: Any) -> Iterable[Queue]:
    """Deductions, and ends of deductions, that wait for a second person."""
    new = Q(approved_by=None) & ~Q(entered_by=user.public_id)
    ends = Q(end_proposed_by__isnull=False) & ~Q(end_proposed_by=user.public_id)
    waiting = PaymentDeduction.objects.filter(new | ends, closed_at=None)
    address = reverse("admin:benefits_paymentdeduction_changelist")
    yield Queue.of_rows(Task.MONEY, _("Deductions to approve"), waiting, address, since="entered_at")


def increases_to_approve(user: Any) -> Iterable[Queue]:
    """Increases entered by hand that wait for a second person."""
    waiting = IncreaseDecision.objects.filter(approved_by=None).exclude(entered_by=user.public_id)
    address = reverse("admin:benefits_increasedecision_changelist")
    yield Queue.of_rows(Task.MONEY, _("Increases to approve"), waiting, address, since="entered_at")


def suspensions_to_approve(user: Any) -> Iterable[Queue]:
    """Suspensions, and ends of suspensions, that wait for a second person."""
    proposed = Q(state="proposed") & ~Q(proposed_by=user.public_id)
    ending = Q(state="in_force", end_proposed__isnull=False, until_on=None) & ~Q(
        end_proposed_by=user.public_id
    )
    address = reverse("admin:benefits_annuitysuspension_changelist")
    yield Queue.of_rows(
        Task.APPROVALS,
        _("Suspensions of annuities to approve"),
        AnnuitySuspension.objects.filter(proposed | ending),
        address,
        since="proposed_at",
    )


def _groups() -> list[_Group]:
    rows = Claim.objects.filter(state__in=OPEN_STATES).order_by().values_list("kind", "state")
    counted = rows.annotate(number=Count("pk"), oldest=Min("state_since"))
    return [_Group(*row) for row in counted.values_list("kind", "state", "number", "oldest")]


def _state_queue(task: Task, state: str, words: Words, groups: list[_Group]) -> Queue:
    of_state = [group for group in groups if group.state == state]
    by_kind: defaultdict[str, int] = defaultdict(int)
    for group in of_state:
        by_kind[group.kind] += group.number
    parts = tuple(
        Part(claim_kinds.title_of(kind), number, _list(state=state, kind=kind))
        for kind, number in sorted(by_kind.items())
    )
    oldest = min((group.oldest for group in of_state if group.oldest), default=None)
    number = sum(group.number for group in of_state)
    return Queue(task, words, number, _list(state=state), oldest, parts=parts)


def _list(**filters: str) -> str:
    return f"{reverse(LIST)}?{urlencode(filters)}"
