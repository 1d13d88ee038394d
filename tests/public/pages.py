"""The public pages, and what stands on them."""

from html.parser import HTMLParser

from django.urls import reverse

from sers_portal.public.fact_sheets import SHEETS
from sers_portal.public.urls import urlpatterns

NAMES = [route.name for route in urlpatterns if route.name != "fact_sheet"]
SHEET_ADDRESSES = [f"/fact-sheets/{slug}/" for slug in SHEETS]
ADDRESSES = ["/", *(reverse(name) for name in NAMES), *SHEET_ADDRESSES]


class Parts(HTMLParser):
    """The links, pictures, headings and anchors of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.anchors: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "img":
            self.pictures.append(given)
        if given.get("id"):
            self.anchors.append(str(given["id"]))
