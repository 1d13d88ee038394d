"""Telling the claimant what happens: by e-mail without figures, or by letter, as they prefer. Each is a job, done once.

The notice of preliminary approval and the letter of approval are always letters; who reads online is told besides.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import DeliveryChoice, Person
from accounts.services.correspondence import PersonalLetter, Reach, Way, reach, write_emails, write_letters
from benefits import claim_kinds
from benefits.claim_kinds import Figure
from benefits.models import Claim, ClaimEvent, ClaimLetter, ClaimRequest, ClaimState
from benefits.services.claims import paid_once
from benefits.wording import say_figure
from notices.models import Document
from notices.services.emails import queue_email
from notices.services.letters import queue_letter
from notices.services.papers import print_letter
from sers_portal.base import clock, jobs
from sers_portal.base.audit import SYSTEM

JOB = "tell-claimant"
LETTER_JOB = "claim-letter"
KIND = "claim"
EMAIL, PAPER = "benefits/claim", "letters/claim.html"
TITLES = {
    "preliminary_approval": gettext_lazy("Notice of preliminary approval"),
    "retirement_approval": gettext_lazy("Your retirement annuity is approved"),
    "retire_again_approval": gettext_lazy("Your annuity after State work is approved"),
    "survivor_approval": gettext_lazy("Your survivor benefit is approved"),
    "lump_sum_approval": gettext_lazy("Your payment is approved"),
    "official_estimate": gettext_lazy("Your official estimate"),
    "beneficiary_share": gettext_lazy("A payment after a death"),
}


def tell(claim: Claim, what: str, *, once: str = "") -> None:
    """Have the claimant told: "received", "documents_requested", "note", or a state. Call it in the step's transaction."""
    key = f"{JOB}:{claim.pk}:{what}:{once or claim.state_since.timestamp()}"
    jobs.add(JOB, {key: {"claim": claim.pk, "what": str(what), "key": key}})


def write_letter(claim: Claim, template: str) -> None:
    """Have a letter with the claim's figures written and mailed, and kept with the claim."""
    key = f"{LETTER_JOB}:{claim.pk}:{template}:{claim.state_since.timestamp()}"
    jobs.add(LETTER_JOB, {key: {"claim": claim.pk, "template": template, "key": key}})


@jobs.handler(JOB)
def do_tell(*, claim: int, what: str, key: str) -> None:
    """Write the e-mail or the letter."""
    told = Claim.objects.select_related("person", "member__person").get(pk=claim)
    with translation.override(language_of(told)):
        way = _tell_person(told, what, key) if told.person else _tell_stranger(told, what, key)
    _note(told, way)


@jobs.handler(LETTER_JOB)
def do_write_letter(*, claim: int, template: str, key: str) -> None:
    """Lay the letter out from the frozen calculation, and mail it."""
    told = Claim.objects.select_related("person", "member__person", "calculation").get(pk=claim)
    with translation.override(language_of(told)):
        reached = _reach(told.person) if told.person else None
        lines = _address_lines(told, reached)
        document = _print(
            told,
            f"letters/{template}.html",
            lines,
            called=str(TITLES[template]),
            figures=_figures(told),
            paid_once=paid_once.tables_of_claimant(told) if told.kind != "refund" else [],
            rollover=paid_once.rollover_told(told),
        )
        ClaimLetter.objects.create(claim=told, kind=template, document=document, made_at=clock.now())
        way = _mail(told, reached, document, lines, key) if lines else Way.NONE
        if reached is not None and reached.way is Way.EMAIL:
            write_emails([(reached, f"{key}:e-mail")], template=EMAIL, context=_words(told, "letter"))
    _note(told, way)


def language_of(claim: Claim) -> str:
    """The language the claimant reads."""
    if claim.person is not None:
        return str(claim.person.language)
    return str(claim.contact_data.get("language", "en"))


def _tell_person(claim: Claim, what: str, key: str) -> Way:
    assert claim.person is not None
    reached = _reach(claim.person)
    if reached.way is Way.EMAIL:
        write_emails([(reached, key)], template=EMAIL, context=_words(claim, what))
    elif reached.way is Way.LETTER:
        lines = _address_lines(claim, reached)
        _mail(claim, reached, _print(claim, PAPER, lines, what=what), lines, key)
    return reached.way


def _tell_stranger(claim: Claim, what: str, key: str) -> Way:
    contact, words = claim.contact_data, _words(claim, what)
    if contact.get("email"):
        subject = render_to_string(f"emails/{EMAIL}_subject.txt", words).strip()
        body = render_to_string(f"emails/{EMAIL}.txt", words)
        queue_email(key=key, to=contact["email"], subject=subject, body=body, language=language_of(claim))
        return Way.EMAIL
    if lines := contact.get("address_lines"):
        _mail(claim, None, _print(claim, PAPER, lines, what=what), lines, key)
        return Way.LETTER
    return Way.NONE


def _reach(person: Person) -> Reach:
    return reach(Person.objects.filter(pk=person.pk), topic=DeliveryChoice.Topic.LETTERS)[0]


def _address_lines(claim: Claim, reached: Reach | None) -> list[str]:
    if reached is None:
        return list(claim.contact_data.get("address_lines", []))
    return reached.address.lines if reached.address is not None else []


def _mail(claim: Claim, reached: Reach | None, document: Document, lines: list[str], key: str) -> Way:
    if reached is not None:
        write_letters([PersonalLetter(reached, key, document)], kind=KIND)
        return Way.LETTER
    queue_letter(key=key, kind=KIND, recipient=claim.claimant_name, address_lines=lines, document=document)
    return Way.LETTER


def _print(
    claim: Claim, template: str, lines: list[str], *, what: str = "", called: str = "", **more: Any
) -> Document:
    content = {
        **_words(claim, what),
        **more,
        "language": language_of(claim),
        "recipient": claim.claimant_name,
        "address_lines": lines,
        "on": clock.today(),
    }
    return print_letter(template=template, content=content, kind=KIND, title=called or str(content["title"]))


def _words(claim: Claim, what: str) -> dict[str, Any]:
    """Plain values only: they are kept with the letter."""
    asked = claim.requests.filter(state=ClaimRequest.State.OPEN)
    reason = claim.events.filter(kind=ClaimEvent.Kind.MOVED, to_state=ClaimState.DENIED).last()
    return {
        "what": what,
        "title": str(claim_kinds.title_of(claim.kind)),
        "reference": claim.reference,
        "due_on": claim.due_on,
        "requests": [{"title": r.title, "words": r.words, "due_on": r.due_on} for r in asked],
        "reason": reason.words if reason else "",
        "member_name": claim.member.person.full_name if claim.member else "",
        "site": settings.SITE_ADDRESS,
    }


def _figures(claim: Claim) -> list[dict[str, str]]:
    """The figures that count, in words, in the order of the kind."""
    made = claim.calculation
    if made is None:
        return []
    # The whole of a lump sum, and who else is paid, is for staff: the claimant reads the own share.
    if claim.kind == "lump_sum_death" and claim.lump_sums.exists():
        return said_figures(claim, {"died_on": made.figures.get("died_on")})
    # A letter names no refund of nothing.
    told = {name: kept for name, kept in made.figures.items() if kept not in ("0", "0.00", False)}
    return said_figures(claim, told)


def said_figures(claim: Claim, figures: Mapping[str, Any]) -> list[dict[str, str]]:
    """Figures in words, in the order of the claim's kind; those without a value are left out."""
    return [
        {"words": str(figure.words), "figure": say(figures[figure.name], figure)}
        for figure in claim_kinds.of(claim.kind).figures
        if figures.get(figure.name) not in (None, "", [])
    ]


def say(kept: Any, figure: Figure) -> str:
    """A figure as a calculation keeps it, in words."""
    if figure.way == "yes_no":
        return _("yes") if kept in (True, "true", "yes") else _("no")
    if figure.way == "date":
        return say_figure(date.fromisoformat(str(kept)), "date")
    if figure.way == "payees":
        return "; ".join(f"{row['name']} {say_figure(row['percent'], 'percent')}" for row in kept)
    if figure.choices:
        return str(dict(figure.choices).get(kept, kept))
    return say_figure(str(kept), figure.way)


def _note(claim: Claim, way: Way) -> None:
    words = {
        Way.EMAIL: _("E-mail sent."),
        Way.LETTER: _("Letter in the mail queue."),
        Way.NONE: _("Nobody could be told: there is neither an account nor a usable address."),
    }
    ClaimEvent.objects.create(
        claim=claim, at=clock.now(), kind=ClaimEvent.Kind.TOLD, words=words[way], by=None, by_name=SYSTEM.name
    )
