"""The newsletter on its way to people: by e-mail or on paper, as each of them said; each issue once for each person.

A person's delivery is one row, written first and under its own key: a worker killed at any moment leaves nothing, and the
job done anew finds what is done. A later choice of the person changes the next issue, never this one.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import EmailFor, LetterFor, NewsletterChoice, NewsletterDelivery, NewsletterWay, Person
from accounts.services.correspondence import Reach, reach
from notices.models import NewsletterIssue
from notices.services import newsletter
from notices.services.emails import OutgoingEmail, queue_emails
from notices.services.letters import OutgoingLetter, queue_letters
from notices.services.papers import print_letter
from sers_portal.base import audit, clock, jobs
from sers_portal.base.audit import Actor
from sers_portal.base.sealing import blind_index

JOB = "newsletter"
# Twenty-five printed letters take some ten seconds.
PEOPLE_A_JOB = 25
UNSUBSCRIBED = Actor(id=None, name="the newsletter's own link")


def hand_out(issue: NewsletterIssue, people: Sequence[int]) -> None:
    """Jobs that deliver an issue to these people. Handed out twice, the same jobs are added once."""
    parts = (people[start : start + PEOPLE_A_JOB] for start in range(0, len(people), PEOPLE_A_JOB))
    jobs.add(
        JOB, {f"{JOB}:{issue.pk}:{part[0]}": {"issue": issue.pk, "people": list(part)} for part in parts}
    )


@jobs.handler(JOB)
def deliver(issue: int, people: Sequence[int]) -> None:
    """Write to these people, each by their way. Done twice, nothing is written twice."""
    published = newsletter.published_issues().prefetch_related("sections").get(pk=issue)
    with transaction.atomic():
        # Locked before it is asked who has it: of two jobs for the same people the second finds what the first did.
        held = list(
            Person.objects.select_for_update(of=("self",))
            .filter(pk__in=people)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        done = NewsletterDelivery.objects.filter(issue=published, person__in=held)
        has_it = set(done.values_list("person", flat=True))
        choices = dict(NewsletterChoice.objects.filter(person__in=held).values_list("person", "way"))
        waiting = reach(Person.objects.filter(pk__in=set(held) - has_it).order_by("pk"), topic=None)
        ways = {one.person.pk: way_for(one, choices.get(one.person.pk)) for one in waiting}
        _note(published, waiting, ways)
        _send_emails(published, [one for one in waiting if ways[one.person.pk] == NewsletterWay.EMAIL])
        _send_letters(published, [one for one in waiting if ways[one.person.pk] == NewsletterWay.PAPER])


def way_for(one: Reach, chosen: str | None) -> NewsletterWay:
    """How a person gets an issue: as they chose, else as their other messages come; on paper without an account."""
    if one.person.died_on is not None:
        return NewsletterWay.NONE
    wanted = chosen or (
        NewsletterWay.PAPER if one.person.delivery == Person.Delivery.PAPER else NewsletterWay.EMAIL
    )
    if wanted == NewsletterWay.EMAIL and one.account is not None:
        return NewsletterWay.EMAIL
    if wanted != NewsletterWay.NONE and one.address is not None:
        return NewsletterWay.PAPER
    return NewsletterWay.NONE


def choose(*, person: Person, way: str, by: Actor) -> NewsletterChoice:
    """Keep how a person wants the newsletter from now on."""
    with transaction.atomic():
        choice, _is_new = NewsletterChoice.objects.update_or_create(
            person=person, defaults={"way": NewsletterWay(way), "chosen_at": clock.now()}
        )
        audit.record(
            by=by, verb="chose how the newsletter comes", subject=choice, person=person.public_id, way=way
        )
    return choice


def choice_of(person: Person) -> NewsletterWay:
    """How a person gets the newsletter as things stand: what they said, or else how their other messages come."""
    said = NewsletterChoice.objects.filter(person=person).values_list("way", flat=True).first()
    usual = NewsletterWay.PAPER if person.delivery == Person.Delivery.PAPER else NewsletterWay.EMAIL
    return NewsletterWay(said or usual)


def delivery_by_link(id: UUID) -> NewsletterDelivery | None:
    """The delivery whose e-mail holds this link."""
    return NewsletterDelivery.objects.select_related("person", "issue").filter(pk=id).first()


def delivery_id(issue: NewsletterIssue, person: Person) -> UUID:
    """The id of a delivery, the same whenever it is tried, and known to nobody who has not the e-mail."""
    return UUID(hex=blind_index(f"{issue.pk}:{person.public_id}", purpose="newsletter delivery")[:32])


def _note(issue: NewsletterIssue, people: Sequence[Reach], ways: Mapping[int, NewsletterWay]) -> None:
    NewsletterDelivery.objects.bulk_create(
        NewsletterDelivery(
            id=delivery_id(issue, one.person),
            issue=issue,
            person=one.person,
            way=ways[one.person.pk],
            decided_at=clock.now(),
        )
        for one in people
    )


def _send_emails(issue: NewsletterIssue, people: Sequence[Reach]) -> None:
    by_key = {_key(issue, one.person): one for one in people}
    queued = queue_emails(_email(issue, one, key) for key, one in by_key.items())
    links = (EmailFor(email=email, person=by_key[key].person) for key, email in queued.items())
    EmailFor.objects.bulk_create(links, ignore_conflicts=True)


def _send_letters(issue: NewsletterIssue, people: Sequence[Reach]) -> None:
    by_key = {_key(issue, one.person): one for one in people}
    queued = queue_letters([_letter(issue, one, key) for key, one in by_key.items()])
    links = (LetterFor(letter=letter, person=by_key[key].person) for key, letter in queued.items())
    LetterFor.objects.bulk_create(links, ignore_conflicts=True)


def _email(issue: NewsletterIssue, one: Reach, key: str) -> OutgoingEmail:
    assert one.account is not None
    stop = settings.SITE_ADDRESS.rstrip("/") + reverse(
        "newsletter_stop", args=[delivery_id(issue, one.person)]
    )
    language = one.person.language
    with translation.override(language):
        last = _("To get The Informer on paper, or no more of it: %(address)s") % {"address": stop}
        body = f"{newsletter.plain_words_of(issue)}\n\n{last}"
        return OutgoingEmail(key, one.account.email, f"The Informer: {issue.title}", body, language, stop)


def _letter(issue: NewsletterIssue, one: Reach, key: str) -> OutgoingLetter:
    assert one.address is not None
    person, lines = one.person, one.address.lines
    with translation.override(person.language):
        document = print_letter(
            id=delivery_id(issue, person),
            template=newsletter.TEMPLATE,
            content={**newsletter.words_of(issue), "recipient": person.full_name, "address_lines": lines},
            kind=newsletter.KIND,
            title=f"The Informer: {issue.title}",
            # The public archive has them.
            keeps_words=False,
        )
    return OutgoingLetter(key, newsletter.KIND, person.full_name, lines, document)


def _key(issue: NewsletterIssue, person: Person) -> str:
    return f"{JOB}:{issue.pk}:{person.pk}"
