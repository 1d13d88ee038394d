"""The navigation of the members' side, for `base_member.html`."""

from datetime import date

from django import template
from django.http import HttpRequest

from accounts.journey import MARK
from accounts.middleware import OPEN_TO_PUBLIC_ID
from benefits.selectors import kinds_of
from sers_portal.sections import SectionLink, sections_for

register = template.Library()


@register.simple_tag(takes_context=True)
def member_sections(context: template.Context) -> list[SectionLink]:
    """The sections of the signed-in person; none while they are still on their way to the members' side.

    Whoever reads by the Public ID has the pages that are open to it.

    One query, unless the page knows the person's kinds already and gives them as `member_kinds`.
    """
    request: HttpRequest = context["request"]
    person = getattr(request.user, "person", None)
    is_looked_at = getattr(request, "acting", None) is not None
    is_reading = request.user.pk is None and not is_looked_at
    if person is None or not (is_reading or is_looked_at or MARK in request.session):
        return []
    match = request.resolver_match
    kinds = context.get("member_kinds")
    if kinds is None:
        # The context's day may be a lazy one, which the database does not take.
        kinds = kinds_of(person, on=date.fromordinal(context["today"].toordinal()))
    acting = getattr(request, "acting", None)
    only = OPEN_TO_PUBLIC_ID if is_reading else acting.pages if acting is not None else None
    return sections_for(kinds, path=request.path, route=(match.url_name or "") if match else "", only=only)
