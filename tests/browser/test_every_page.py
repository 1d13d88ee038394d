"""Every page in a real browser, in English and in Spanish: accessible (WCAG 2.2 AA as far as axe sees), silent console,
content policy kept, no sideways scrolling at 320 px; by keyboard, on paper, and without JavaScript."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# The width of a Letter sheet between its margins, in CSS pixels.
PAPER = 720
# What serves a mouse, and the Tab key never reaches, or not in its turn.
OUT_OF_REACH = """[...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [onclick], [role=button]')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex !== 0)
    .map(one => one.outerHTML.slice(0, 160))"""
# On paper the page tells what it tells, nothing of it is cut off, and no menu is printed.
ON_PAPER = """({
    tells: document.querySelector('main').checkVisibility(),
    leads: [...document.querySelectorAll('nav')].filter(one => one.checkVisibility()).map(one => one.className),
    is_wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
})"""
NEEDS_SCRIPTS = "button[type=button], a:not([href]), a[href='#'], a[href^='javascript:']"

# Who looks, at which address, and what it answers.
PAGES = [
    *(
        ("", address, status)
        for address, status in [
            ("/", 200),
            ("/before-you-start/", 200),
            ("/announcements/", 200),
            ("/tutorial/", 200),
            ("/questions/", 200),
            ("/fact-sheets/", 200),
            ("/forms/", 200),
            ("/estimate/", 200),
            ("/insurance-and-medicare/", 200),
            ("/other-websites/", 200),
            ("/glossary/", 200),
            ("/about-the-plan/", 200),
            ("/contact/", 200),
            ("/privacy/", 200),
            ("/accessibility/", 200),
            ("/disclaimer/", 200),
            ("/fact-sheets/tiers/", 200),
            ("/fact-sheets/service-credit/", 200),
            ("/fact-sheets/contributions/", 200),
            ("/fact-sheets/refunds/", 200),
            ("/fact-sheets/reciprocal-service/", 200),
            ("/fact-sheets/when-you-can-retire/", 200),
            ("/fact-sheets/how-a-pension-is-figured/", 200),
            ("/fact-sheets/applying/", 200),
            ("/fact-sheets/choices-at-retirement/", 200),
            ("/fact-sheets/payments/", 200),
            ("/fact-sheets/taxes/", 200),
            ("/fact-sheets/yearly-increases/", 200),
            ("/fact-sheets/working-after-retirement/", 200),
            ("/fact-sheets/yearly-statement/", 200),
            ("/fact-sheets/change-of-name-or-address/", 200),
            ("/fact-sheets/survivors/", 200),
            ("/fact-sheets/beneficiaries/", 200),
            ("/fact-sheets/death-benefits/", 200),
            ("/fact-sheets/occupational-death/", 200),
            ("/fact-sheets/figured-by-hand/", 200),
            ("/calendar/", 200),
            ("/check/", 200),
            ("/report-a-death/", 200),
            ("/claims/workspace/", 200),
            ("/scams/", 200),
            ("/informer/", 200),
            ("/scams/report/", 200),
            ("/how-your-pension-is-figured/", 200),
            ("/outbox/", 200),
            ("/accounts/login/", 200),
            ("/accounts/signup/", 200),
            ("/accounts/public-id/", 200),
            ("/accounts/public-id/moving/", 200),
            ("/accounts/inactive/", 200),
            ("/accounts/confirm-email/", 200),
            ("/accounts/confirm-email/used-up/", 200),
            ("/accounts/locked/", 200),
            ("/accounts/not-me/used-up/", 200),
            ("/accounts/stop/used-up/", 200),
            ("/direct-deposit/stop/used-up/", 200),
            ("/direct-deposit/keep-locked/used-up/", 200),
            ("/accounts/password/reset/", 200),
            ("/accounts/password/reset/done/", 200),
            ("/accounts/password/reset/key/1-used-up/", 200),
            ("/accounts/password/reset/key/done/", 200),
            ("/activation/letter/", 200),
            ("/activation/letter/asked/", 200),
            ("/nowhere/", 404),
        ]
    ),
    ("active", "/member/", 200),
    ("active", "/member/pay/", 200),
    ("active", "/member/pay/every-year/", 200),
    ("active", "/member/pay/missing/", 200),
    ("active", "/member/if-i-died/", 200),
    ("retired", "/member/if-i-died/", 200),
    ("active", "/member/working/", 200),
    ("retired", "/member/working/", 200),
    ("retired", "/member/working/other-work/", 200),
    ("retired", "/member/working/notice/", 200),
    ("retired", "/member/working/notice/temporary/", 200),
    ("retired", "/member/working/years/2026/", 200),
    ("retired", "/member/working/plan/", 200),
    ("retired", "/member/working/repay/", 200),
    ("retired", "/member/working/repay/survivor-refund/", 200),
    ("retired", "/member/working/retire-again/", 200),
    ("active", "/member/contributions/", 200),
    ("active", "/member/estimates/", 200),
    ("active", "/member/estimates/side-by-side/", 200),
    ("retired", "/member/estimates/", 200),
    ("active", "/member/claims/", 200),
    ("active", "/member/claims/apply/retirement/", 200),
    ("inactive", "/member/claims/apply/refund/", 200),
    ("survivor", "/member/claims/apply/survivor/", 200),
    ("active", "/member/claims/apply/name/", 200),
    ("active", "/member/payments/", 200),
    ("active", "/member/documents/", 200),
    ("active", "/member/documents/letters/", 200),
    ("active", "/member/documents/data/", 200),
    ("retired", "/member/informer/", 200),
    ("active", "/member/profile/", 200),
    ("active", "/member/profile/address/", 200),
    ("active", "/member/profile/telephone/", 200),
    ("active", "/member/profile/delivery/", 200),
    ("active", "/member/profile/who-looked/", 200),
    ("active", "/member/profile/people-who-help/", 200),
    ("active", "/member/profile/people-who-help/new/", 200),
    ("unlinked", "/helping/", 200),
    ("active", "/member/appointments/", 200),
    ("active", "/member/appointments/new/", 200),
    ("active", "/member/messages/", 200),
    ("active", "/member/messages/new/", 200),
    ("active", "/member/documents/verification/", 200),
    ("active", "/member/documents/verification/new/membership/", 200),
    ("retired", "/member/documents/verification/new/income/", 200),
    ("inactive", "/member/", 200),
    ("retired", "/member/", 200),
    ("retired", "/member/pay/", 200),
    ("retired", "/member/payments/", 200),
    ("retired", "/member/payments/dates/", 200),
    ("retired", "/member/payments/missing/", 200),
    ("retired", "/member/payments/direct-deposit/", 200),
    ("retired", "/member/payments/direct-deposit/change/", 200),
    ("retired", "/member/payments/direct-deposit/lock/", 200),
    ("active", "/member/payments/direct-deposit/", 200),
    ("retired", "/member/payments/tax-withholding/", 200),
    ("active", "/member/beneficiaries/", 200),
    ("active", "/member/beneficiaries/change/", 200),
    ("survivor", "/member/beneficiaries/", 200),
    ("survivor", "/member/", 200),
    ("survivor", "/member/contributions/", 200),
    ("active", "/accounts/2fa/", 200),
    ("active", "/accounts/2fa/add/", 200),
    ("active", "/accounts/2fa/phone/add/", 200),
    ("active", "/accounts/2fa/key/add/", 200),
    ("active", "/accounts/2fa/recovery-codes/", 200),
    ("active", "/accounts/2fa/reauthenticate/choose/", 200),
    ("active", "/accounts/activity/", 200),
    ("active", "/accounts/sessions/", 200),
    ("active", "/accounts/session/", 200),
    ("active", "/accounts/lock/", 200),
    ("active", "/accounts/elsewhere/", 200),
    ("active", "/accounts/email/change/", 200),
    ("active", "/accounts/password/change/", 200),
    ("active", "/accounts/logout/", 200),
    ("active", "/admin/", 403),
    ("unlinked", "/member/", 200),
    ("unlinked", "/accounts/2fa/", 200),
    ("unlinked", "/activation/code/", 200),
    ("registering", "/activation/registration/", 200),
    ("registering", "/activation/registration/review/", 200),
    ("registered", "/activation/registration/done/", 200),
    ("registered", "/activation/pin/", 200),
    ("staff", "/accounts/2fa/", 200),
    ("staff", "/accounts/2fa/reauthenticate/", 200),
    ("staff", "/accounts/2fa/totp/activate/", 200),
    ("staff", "/accounts/2fa/totp/deactivate/", 200),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("who", "address", "status"), PAGES)
def test_page_is_accessible_and_keeps_the_content_policy(site, kept_page, who, address, status, language):
    page = kept_page(who, language)
    page.goto("about:blank")  # what the page before may still say is its own
    page.set_viewport_size({"width": 1280, "height": 720})
    said: list[str] = []
    hears = {
        "console": lambda message: said.append(f"{message.type}: {message.text}"),
        "pageerror": lambda error: said.append(str(error)),
    }
    for event, hear in hears.items():
        page.on(event, hear)

    response = page.goto(site.address + address)
    # The law's page folds up dozens of like tables: the first few of a page stand for all.
    page.evaluate(
        "[...document.querySelectorAll('details')].slice(0, 8).forEach(element => element.open = true)"
    )
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    written_in = page.evaluate("document.documentElement.lang")
    found = Axe().run(page, options=_checks(language))
    skips_to = _first_by_keyboard(page)
    out_of_reach = page.evaluate(OUT_OF_REACH)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    on_paper = page.evaluate(ON_PAPER)
    page.emulate_media(media="screen")
    for event, hear in hears.items():
        page.remove_listener(event, hear)

    assert response.status == status
    assert _faults(found) == []
    assert written_in == ("en" if address.startswith("/admin/") else language)
    assert width <= 320
    assert skips_to == "#main"
    assert out_of_reach == []
    assert on_paper == {"tells": True, "leads": [], "is_wide": False}
    assert [line for line in said if _is_trouble(line, status)] == []


@pytest.mark.parametrize(("who", "address", "status"), PAGES)
def test_page_without_javascript_has_no_dead_control(site, kept_page, who, address, status):
    page = kept_page(who, scripts=False)

    response = page.goto(site.address + address)
    dead = [control for control in page.locator(NEEDS_SCRIPTS).all() if control.is_visible()]

    assert response.status == status
    assert page.locator("main h1").first.is_visible()
    assert [control.inner_text() for control in dead] == []


def _first_by_keyboard(page) -> str | None:
    """Where the first stop of the Tab key leads: past the header, to what the page is about."""
    page.keyboard.press("Tab")
    return page.evaluate("document.activeElement.getAttribute('href')")


def _checks(language: str) -> dict:
    """What axe looks at. Words change no color: the slowest check is made once."""
    checks = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    return checks if language == "en" else {**checks, "rules": {"color-contrast": {"enabled": False}}}


def _faults(found) -> list[str]:
    return [
        f"{violation['id']}: {json.dumps([node['html'][:160] for node in violation['nodes']])}"
        for violation in found.response["violations"]
    ]


def _is_trouble(line: str, status: int) -> bool:
    """Chromium notes the status of a refused page itself as an error; that one is expected."""
    is_own_status = status >= 400 and "Failed to load resource" in line and str(status) in line
    return not is_own_status and not line.startswith(("verbose", "debug", "info"))
