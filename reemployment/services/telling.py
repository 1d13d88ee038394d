"""Telling retirees: warnings on the way they chose, and letters about suspensions. Each is a job, done once."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import DeliveryChoice, Person
from accounts.services.correspondence import PersonalLetter, Reach, Way, reach, write_emails, write_letters
from benefits.rules.money import ZERO
from benefits.rules.months import ONE_DAY
from benefits.selectors import law_in_force
from notices.services.papers import print_letter
from reemployment.models import DayWarning, MissedInstalment, Repayment, SuspensionCase
from sers_portal.base import clock, jobs

WARNING_JOB, CASE_JOB, REPAYMENT_JOB = "warn-of-days", "tell-of-suspension", "tell-of-repayment"
LETTER_KIND = "work"
EMAIL, PAPER = "reemployment/work", "letters/work.html"
# A letter whoever reads online gets as well: it says when the money stops, or comes again.
ON_PAPER = ("suspended", "resumed")


def warn(warning: DayWarning) -> None:
    """Have a retiree warned. Call it in the transaction that writes the row."""
    key = f"{WARNING_JOB}:{warning.pk}"
    jobs.add(WARNING_JOB, {key: {"warning": warning.pk, "key": key}})


def tell(case: SuspensionCase, what: str) -> None:
    """Have a payee told of a step: "opened", "suspended", "dismissed" or "resumed"."""
    key = f"{CASE_JOB}:{case.pk}:{what}"
    jobs.add(CASE_JOB, {key: {"case": case.pk, "what": what, "key": key}})


def tell_of_repayment(row: Repayment, what: str, *, once: str = "", after: timedelta = timedelta()) -> None:
    """Have somebody who pays back be told, now or after some time: "missed", "failed" or "by_check"."""
    key = f"{REPAYMENT_JOB}:{row.pk}:{what}:{once}"
    jobs.add(REPAYMENT_JOB, {key: {"repayment": row.pk, "what": what, "key": key}}, after=after)


@jobs.handler(WARNING_JOB)
def do_warn(*, warning: int, key: str) -> None:
    """The e-mail, or the letter where that is wanted."""
    row = DayWarning.objects.select_related("member__person").get(pk=warning)
    most = law_in_force(on=clock.today()).latest("temporary_employment").integer("most_days")
    words = {"what": row.kind, "year": row.year, "days": row.days_counted, "most": most}
    _write(row.member.person, words, key, on_paper=False)


@jobs.handler(CASE_JOB)
def do_tell(*, case: int, what: str, key: str) -> None:
    """The e-mail without figures; of a suspension and its end a letter besides."""
    row = SuspensionCase.objects.select_related("annuity__payee", "suspension").get(pk=case)
    until = row.suspension.until_on if row.suspension is not None else None
    words = {
        "what": what,
        "cause": row.cause,
        "suspend_on": row.suspend_on,
        "resumes_on": until + ONE_DAY if until is not None else None,
        "reason": row.decision_reason,
    }
    _write(row.annuity.payee, words, key, on_paper=what in ON_PAPER)


@jobs.handler(REPAYMENT_JOB)
def do_tell_of_repayment(*, repayment: int, what: str, key: str) -> None:
    """The e-mail without figures, or the letter. What was made good or agreed anew meanwhile is told to nobody."""
    row = Repayment.objects.select_related("member__person", "deduction").get(pk=repayment)
    if what == "by_check" and (row.is_withheld or row.state != row.State.AGREED):
        return
    last = MissedInstalment.objects.filter(instalment__repayment=row).order_by("-instalment__number").first()
    if what == "missed" and (last is None or row.paid >= last.due_by_then or row.state != row.State.AGREED):
        return
    words = {
        "what": what,
        "of": row.kind,
        "missing": last.due_by_then - row.paid if last is not None else ZERO,
        "due_on": last.instalment.due_on if last is not None else None,
        "deadline": row.deadline,
        "paid": row.paid,
        "left": row.left,
    }
    _write(
        row.member.person,
        words,
        key,
        on_paper=what == "failed",
        templates=("reemployment/repayment", "letters/repayment.html"),
    )


def _write(
    person: Person,
    words: dict[str, Any],
    key: str,
    *,
    on_paper: bool,
    templates: tuple[str, str] = (EMAIL, PAPER),
) -> Way:
    reached = reach(Person.objects.filter(pk=person.pk), topic=DeliveryChoice.Topic.PAYMENTS)[0]
    content = {**words, "site": settings.SITE_ADDRESS}
    if reached.way is Way.EMAIL:
        write_emails([(reached, key)], template=templates[0], context=content)
    if reached.address is not None and (on_paper or reached.way is Way.LETTER) and person.died_on is None:
        _mail(reached, content, key, templates[1])
    return reached.way


def _mail(reached: Reach, content: dict[str, Any], key: str, template: str) -> None:
    assert reached.address is not None
    language = str(reached.person.language)
    with translation.override(language):
        title = _("Your repayment") if template != PAPER else _("Your work after retirement")
        words = {
            **content,
            "title": title,
            "language": language,
            "recipient": reached.person.full_name,
            "address_lines": reached.address.lines,
            "on": clock.today(),
        }
        document = print_letter(template=template, content=words, kind=LETTER_KIND, title=title)
    write_letters([PersonalLetter(reached, f"{key}:letter", document)], kind=LETTER_KIND)
