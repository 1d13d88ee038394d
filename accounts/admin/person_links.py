"""Links from a person's page to what other apps keep of them. Apps above add theirs; each shows to whom it is open."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import Person


@dataclass(frozen=True)
class PersonLink:
    """A page of the admin about a person. `query` is filled with the Member ID; without it the person's key is an argument."""

    words: str | Promise
    route: str
    permission: str
    query: str = ""

    def address(self, person: Person) -> str:
        """Where it leads for a person."""
        if self.query:
            return f"{reverse(self.route)}?{self.query.format(person.member_id)}"
        return reverse(self.route, args=[person.pk])


_links: list[PersonLink] = []


def add(*links: PersonLink) -> None:
    """Make links known."""
    _links.extend(link for link in links if link not in _links)


def links_for(user: Any, person: Person) -> list[tuple[str, str]]:
    """The words and addresses of what this member of staff may open."""
    return [(str(link.words), link.address(person)) for link in _links if user.has_perm(link.permission)]
