"""The members' side as data: its sections, their pages, and for whom each page is of use.

To add a page, add a line. A page shows only when an address of its name exists, and only to the kinds of people it is of
use for: a line may stand here before its page does, and a page without a line is still reached by links.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVERYBODY: frozenset[str] = frozenset()
# By the words of `benefits.selectors.kinds_of`.
WITH_SERVICE = frozenset({"active", "inactive", "retired"})
NOT_RETIRED = frozenset({"active", "inactive"})
PAID = frozenset({"retired", "survivor"})


@dataclass(frozen=True)
class SectionPage:
    """A page of the members' side: its route, its words, and who has a use for it (nobody named: everybody).

    Pages under its address count as parts of it; `also` begins the names of routes that do so from elsewhere.
    """

    route: str
    words: str | Promise
    kinds: frozenset[str] = EVERYBODY
    also: tuple[str, ...] = ()

    def is_of_use(self, kinds: Collection[str]) -> bool:
        """Whether somebody of these kinds has a use for it; whoever is of no kind sees every page."""
        return not self.kinds or not kinds or not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True)
class Section:
    """A section of the navigation. Its link leads to the first of its pages that the person has."""

    words: str | Promise
    pages: tuple[SectionPage, ...]


DOCUMENTS = Section(
    _("Documents"),
    (
        SectionPage("statements", _("Yearly statements")),
        SectionPage("letters", _("Letters and e-mails")),
        SectionPage("verification", _("Verification letter")),
        SectionPage("own_data", _("Your data as a file")),
    ),
)
SECTIONS = (
    Section(_("My account"), (SectionPage("member_home", _("My account")),)),
    Section(
        _("Pay and service"),
        (
            SectionPage("pay", _("Months of pay"), WITH_SERVICE),
            SectionPage("contributions", _("Contributions and interest"), WITH_SERVICE),
        ),
    ),
    Section(
        _("Estimates"),
        (
            SectionPage("estimates", _("Retirement estimates"), NOT_RETIRED, also=("estimate_",)),
            SectionPage("if_i_died", _("If I died today"), WITH_SERVICE),
            SectionPage("working_after_retirement", _("Working after retirement"), frozenset({"retired"})),
        ),
    ),
    Section(
        _("Payments"),
        (
            SectionPage("payments", _("What was paid"), PAID),
            SectionPage("payment_dates", _("When you are paid"), PAID),
            SectionPage("direct_deposit", _("Direct deposit"), PAID),
            SectionPage("tax_withholding", _("Tax withholding"), PAID),
        ),
    ),
    DOCUMENTS,
    Section(
        _("Claims and messages"),
        (
            SectionPage("claims", _("Claims"), also=("claim_",)),
            SectionPage("messages", _("Messages")),
            SectionPage("appointments", _("Appointments")),
        ),
    ),
    Section(
        _("Profile and security"),
        (
            SectionPage("profile", _("Profile"), also=("profile_",)),
            SectionPage("beneficiaries", _("Beneficiaries"), WITH_SERVICE),
            SectionPage("newsletter_choice", _("The Informer"), PAID),
            SectionPage("delegates", _("People who may help you")),
            SectionPage(
                "mfa_index", _("Sign-in and security"), also=("mfa_", "factor_", "account_", "sign_in")
            ),
            SectionPage("activity", _("Activity")),
        ),
    ),
)


class PageLink(NamedTuple):
    """A link of the navigation; `current` is "page" on that very page, "true" on a page under it, else ""."""

    address: str
    words: str | Promise
    current: str


class SectionLink(NamedTuple):
    """A section that the person has, with the links of its pages."""

    words: str | Promise
    pages: tuple[PageLink, ...]

    @property
    def address(self) -> str:
        """Where the section's own link leads."""
        return self.pages[0].address

    @property
    def current(self) -> str:
        """Whether the page shown is the section's first, or another of it."""
        return self.pages[0].current or ("true" if any(page.current for page in self.pages) else "")


def sections_for(
    kinds: Collection[str], *, path: str = "", route: str = "", only: Collection[str] | None = None
) -> list[SectionLink]:
    """The sections somebody of these kinds has, the page at this path (of this route) marked.

    `only` names the routes that are open at all; None leaves all open.
    """
    shown = [
        (
            section,
            [
                (page, address)
                for page, address in _there(section)
                if page.is_of_use(kinds) and (only is None or page.route in only)
            ],
        )
        for section in SECTIONS
    ]
    marked = _marked([pair for _section, pages in shown for pair in pages], path, route)
    return [
        SectionLink(section.words, tuple(_link(page, address, marked, path) for page, address in pages))
        for section, pages in shown
        if pages
    ]


def documents_for(kinds: Collection[str], *, only: Collection[str] | None = None) -> list[PageLink]:
    """The pages of documents that somebody of these kinds has; of these routes where `only` names them."""
    return [
        PageLink(address, page.words, "")
        for page, address in _there(DOCUMENTS)
        if page.is_of_use(kinds) and (only is None or page.route in only)
    ]


def _there(section: Section) -> Iterator[tuple[SectionPage, str]]:
    for page in section.pages:
        try:
            yield page, reverse(page.route)
        except NoReverseMatch:  # its app has no such page
            continue


def _marked(pages: list[tuple[SectionPage, str]], path: str, route: str) -> str:
    """The route of the page that the path is, or lies under: of several, the one with the longest address."""
    under = [(len(address), page.route) for page, address in pages if _is_under(path, page.route, address)]
    if under:
        return max(under)[1]
    also = [page.route for page, _address in pages if page.also and route.startswith(page.also)]
    return also[0] if also else ""


def _is_under(path: str, route: str, address: str) -> bool:
    # Every page lies under the home's address, and is no part of it.
    return path == address if route == "member_home" else path.startswith(address)


def _link(page: SectionPage, address: str, marked: str, path: str) -> PageLink:
    current = "" if page.route != marked else "page" if path == address else "true"
    return PageLink(address, page.words, current)
