"""Deaths of the cast: told by a relative, and put on record by an examiner."""

from benefits.models import Annuity
from benefits.services import claims
from benefits.services.claims import deaths
from sers_portal.base.audit import SYSTEM
from tests.factories.claims import a_supervisor, an_examiner

CONTACT = {"name": "Sofia Miller", "email": "sofia@example.org"}


def told(annuity: Annuity, *, died_on: str = "2026-12-03", number: str = "", **more):
    """A report of the payee's death, received, and looked for."""
    person = annuity.payee
    answers = {
        "member_name": person.full_name,
        "member_born_on": person.born_on.isoformat(),
        "member_number": number,
        "died_on": died_on,
        **more,
    }
    claim = claims.open_claim(
        kind="death_report", person=None, member=None, answers=answers, by=SYSTEM, contact=CONTACT
    )
    deaths.find_record(claim=claim.pk)
    return claim


def recorded(annuity: Annuity, **options):
    """The same, tied to the record by one person, sent on, and approved by a second."""
    claim, erin = told(annuity, **options), an_examiner()
    claims.take(claim=claim, by=erin.actor)
    is_member = annuity.kind == "retirement"
    claims.identify(
        claim=claim,
        person=None,
        member=annuity.member if is_member else None,
        deceased=None if is_member else annuity.payee,
        by=erin.actor,
    )
    claims.approve_first(claim=claim, by=erin.actor, has_certificate=True)
    return claims.approve_second(claim=claim, by=a_supervisor().actor)
