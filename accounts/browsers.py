"""What a request says of the browser it came from."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop

# The order matters: Edge calls itself Chrome too, and Chrome calls itself Safari.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


def browser_of(request: HttpRequest) -> str:
    """The browser as its owner would name it: "Firefox on Windows". Kept in English, said by `wording.say_kept`."""
    said = request.headers.get("User-Agent", "")
    browser = next((name for sign, name in BROWSERS if sign in said), "")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or gettext_noop("an unknown browser")
