"""Telling people that their statement is there: by e-mail without figures, or with the statement itself as a letter.

Whoever can be reached neither way is listed for staff (`unreached`) and told once an address or account is known.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from accounts.models import DeliveryChoice, Person
from accounts.services.correspondence import PersonalLetter, Reach, Way, reach, write_emails, write_letters
from benefits.models import Statement, StatementRun
from benefits.services.statements.trouble import NotPossible
from notices.models import Email, Letter
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.models import Job

JOB = "statement_notice"
LETTER = "statement"
PEOPLE_A_JOB = 200
TEXT = TextField()


def hand_out_notices(run: StatementRun) -> int:
    """Jobs that tell everybody with a statement in a run who was not told yet. Returns how many people."""
    people = list(unreached(run).order_by("person").values_list("person", flat=True).distinct())
    parts = (people[start : start + PEOPLE_A_JOB] for start in range(0, len(people), PEOPLE_A_JOB))
    # Named by the moment, so that people who could not be reached before get a job again.
    moment = clock.now().isoformat(timespec="microseconds")
    jobs.add(
        JOB,
        {
            f"{JOB}:{run.pk}:{moment}:{number}": {"run": run.pk, "people": part}
            for number, part in enumerate(parts)
        },
    )
    return len(people)


def tell_again(*, run: StatementRun, by: Actor) -> int:
    """Try once more to reach those who had neither account nor address. Returns how many are tried."""
    if run.state != StatementRun.State.RELEASED:
        raise NotPossible(_("The run is not released yet; nobody is told before that."))
    with transaction.atomic():
        count = hand_out_notices(run)
        audit.record(by=by, verb="told of statements again", subject=run, people=count)
    return count


def unreached(run: StatementRun) -> QuerySet[Statement]:
    """Statements of a run about which nothing was sent: neither an e-mail to the person nor the letter."""
    # The keys under which they would have been sent, as the functions below write them.
    email = Concat(Value(f"{LETTER}:{run.pk}:"), Cast(OuterRef("person_id"), TEXT), output_field=TEXT)
    letter = Concat(Value(f"{LETTER}:"), Cast(OuterRef("pk"), TEXT), output_field=TEXT)
    return (
        run.statements.filter(document__isnull=False)
        .filter(~Exists(Email.objects.filter(key=email)), ~Exists(Letter.objects.filter(key=letter)))
        .select_related("person")
    )


def is_telling(run: StatementRun) -> bool:
    """Whether the workers still write to people about a run."""
    return Job.objects.filter(kind=JOB, key__startswith=f"{JOB}:{run.pk}:", state=Job.State.READY).exists()


@jobs.handler(JOB)
def tell(run: int, people: Sequence[int]) -> None:
    """Write to these people about their statements in a run. Doing it twice writes nothing twice."""
    released = StatementRun.objects.get(pk=run, state=StatementRun.State.RELEASED)
    by_way = defaultdict(list)
    for one in reach(Person.objects.filter(pk__in=people), topic=DeliveryChoice.Topic.STATEMENTS):
        by_way[one.way].append(one)
    write_emails(
        [(one, _email_key(released, one.person)) for one in by_way[Way.EMAIL]],
        template="benefits/statement_ready",
        context={"year": released.year},
    )
    write_letters(list(_letters(released, by_way[Way.LETTER])), kind=LETTER)


def _letters(run: StatementRun, people: Sequence[Reach]) -> Iterable[PersonalLetter]:
    by_person = {one.person.pk: one for one in people}
    rows = unreached(run).filter(person__in=by_person).select_related("document")
    for statement in rows:
        assert statement.document is not None
        yield PersonalLetter(by_person[statement.person_id], _letter_key(statement), statement.document)


def _email_key(run: StatementRun, person: Person) -> str:
    return f"{LETTER}:{run.pk}:{person.pk}"


def _letter_key(statement: Statement) -> str:
    return f"{LETTER}:{statement.pk}"
