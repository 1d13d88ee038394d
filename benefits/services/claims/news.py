"""What happened on the claimant's side since staff last did something, and what did not happen in time."""

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, QuerySet, Subquery

from accounts.models import User
from benefits.models import OPEN_STATES, Claim, ClaimEvent, ClaimRequest, ClaimState, LumpSum
from sers_portal.base import clock

FROM_THE_CLAIMANT = (ClaimEvent.Kind.NOTE, ClaimEvent.Kind.FILE, ClaimEvent.Kind.ANSWERED)


def with_news(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Open claims whose claimant wrote, or sent a paper, after all that staff did on them. `news_at`: when.

    A claim that nobody has worked on yet is new as a whole: it is not among these.
    """
    # One look into an index for each event, however many accounts there are.
    staff = Exists(User.objects.filter(public_id=OuterRef("by"), is_staff=True))
    events = ClaimEvent.objects.filter(claim=OuterRef("pk")).order_by()
    by_staff = events.filter(staff).values("claim").annotate(at_last=Max("at")).values("at_last")
    theirs = events.filter(kind__in=FROM_THE_CLAIMANT, is_shared=True).filter(~staff)
    last_of_theirs = theirs.values("claim").annotate(at_last=Max("at")).values("at_last")
    written = rows.filter(state__in=OPEN_STATES).annotate(
        worked_at=Subquery(by_staff, output_field=DateTimeField()),
        news_at=Subquery(last_of_theirs, output_field=DateTimeField()),
    )
    return written.filter(news_at__gt=F("worked_at"))


def with_late_documents(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims that wait for a document whose day has passed: somebody should ask again, or decide without it."""
    late = ClaimRequest.objects.filter(
        claim=OuterRef("pk"), state=ClaimRequest.State.OPEN, due_on__lt=clock.today()
    )
    return rows.filter(Exists(late), state=ClaimState.DOCUMENTS_REQUESTED)


def with_shares_without_a_record(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims that granted a share to somebody of whom SERS has no record: it cannot be paid until there is one."""
    share = LumpSum.objects.filter(claim=OuterRef("pk"), payee=None, state=LumpSum.State.WAITING)
    return rows.filter(Exists(share))
