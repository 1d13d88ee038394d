"""What concerns everyone, made up: a scam alert, a reported scam, two issues of The Informer; and a verification letter."""

import uuid
from datetime import date, timedelta

from django.db import transaction

from accounts.models import Person, User
from benefits.services import verification
from notices.models import NewsletterIssue, NewsletterSection, ScamAlert
from notices.services import newsletter, scams
from notices.services.scams import Report
from sers_portal.base import clock
from sers_portal.base.audit import Actor
from sers_portal.demonstration.people import PLANNER

DAYS_OF_ALERT = 30

FALL = (
    ("Open choice for health insurance", "Elección abierta del seguro de salud"),
    (
        (
            "When it is",
            "Cuándo es",
            "The benefit choice period runs **May 1 to June 1**. What you choose then holds from July 1.\n\n"
            "- You need to do nothing if nothing changes.\n- Changes are made at MyBenefits, not with SERS.",
            "El período de elección va del **1 de mayo al 1 de junio**. Lo que elija vale desde el 1 de julio.\n\n"
            "- No tiene que hacer nada si nada cambia.\n- Los cambios se hacen en MyBenefits, no con SERS.",
        ),
    ),
)
WINTER = (
    ("Your statement comes in February", "Su estado de cuenta llega en febrero"),
    (
        (
            "Yearly statements",
            "Estados de cuenta anuales",
            "In February you find your yearly statement under Documents. If you asked for paper, it comes by mail.",
            "En febrero encuentra su estado de cuenta anual en Documentos. Si pidió papel, llega por correo.",
        ),
        (
            "Form 1099-R",
            "Formulario 1099-R",
            "The Comptroller mails Form 1099-R by **January 31**. SERS cannot print it.",
            "El Contralor envía el formulario 1099-R a más tardar el **31 de enero**. SERS no puede imprimirlo.",
        ),
        (
            "Beware of scams",
            "Cuidado con las estafas",
            "Nobody can pay you early.\n\n- Do not sign anything that comes by DocuSign in our name.\n- Report it on our "
            "website, or call 217-785-7444.",
            "Nadie puede pagarle antes de tiempo.\n\n- No firme nada que llegue por DocuSign a nuestro nombre.\n- Repórtelo "
            "en nuestro sitio web o llame al 217-785-7444.",
        ),
    ),
)


def is_there() -> bool:
    """Whether it was made."""
    return ScamAlert.objects.exists()


@transaction.atomic
def make() -> None:
    """All of it, by staff of the demonstration. The newest issue is published; its delivery is left to order."""
    publisher = User.objects.get(email=PLANNER).actor
    today = clock.today()
    for months_ago, (titles, sections) in ((6, FALL), (0, WINTER)):
        _issue(today - timedelta(days=30 * months_ago), titles, sections, publisher)
    scams.report_scam(
        report=Report(
            way="call",
            story="A man said my pension stops unless I confirm my bank account today.",
            sender="He called himself Mr. Adams of the State pension office.",
            given=[],
            contact="",
            language="en",
        ),
        origin="the demonstration",
        by=Actor(id=None, name="a visitor"),
    )
    _verification_letter()
    scams.publish_alert(
        titles=(
            "Calls that threaten to stop your pension are not from us.",
            "Las llamadas que amenazan con suspender su pensión no son nuestras.",
        ),
        words=(
            "Since last week callers tell retirees that their pension stops unless they **confirm their bank account**.\n\n"
            "- Hang up.\n- Tell them nothing, not even your birth date.\n- Call us at 217-785-7444.",
            "Desde la semana pasada, personas que llaman dicen a los jubilados que su pensión se suspende si no "
            "**confirman su cuenta bancaria**.\n\n- Cuelgue.\n- No les diga nada, ni su fecha de nacimiento.\n"
            "- Llámenos al 217-785-7444.",
        ),
        from_on=today,
        until_on=today + timedelta(days=DAYS_OF_ALERT),
        by=publisher,
    )


def _issue(
    on: date, titles: tuple[str, str], sections: tuple[tuple[str, str, str, str], ...], by: Actor
) -> None:
    issue, is_new = NewsletterIssue.objects.get_or_create(
        on=on, defaults={"title_en": titles[0], "title_es": titles[1]}
    )
    if is_new:
        for place, (heading_en, heading_es, words_en, words_es) in enumerate(sections, start=1):
            NewsletterSection.objects.create(
                issue=issue,
                position=place,
                heading_en=heading_en,
                heading_es=heading_es,
                words_en=words_en,
                words_es=words_es,
            )
        newsletter.publish(issue=issue, by=by)


def _verification_letter() -> None:
    """The first of the cast with an account and a payment has one, so that its code can be typed."""
    payees = User.objects.filter(person__annuities__payments__isnull=False).order_by("person__member_id")
    account = payees.first()
    assert account is not None
    person: Person | None = account.person
    assert person is not None
    offers = verification.offers(person, "income", language="en")
    verification.issue(
        id=uuid.uuid4(),
        person=person,
        kind="income",
        keys=[offer.key for offer in offers],
        language="en",
        by=account.actor,
    )
