"""Every page in a real browser, in English and in Spanish: accessible (WCAG 2.2 AA as far as axe sees; in Spanish what
words can break), silent console, content policy kept, no sideways scrolling at 320 px; by keyboard, on paper, and as it
was sent, before any script.

Staff's pages are in English only. Their lists and their forms are those of the admin's own registry, so that a new one
is looked at; with the first row of each list that has any.
"""

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from tests.browser.accessible import CHECKS_OF_WORDS, NARROW, WIDTH_AT_WORST, faults

# The width of a Letter sheet between its margins, in CSS pixels.
PAPER = {"width": 720, "height": 1000}
# The law's page folds up dozens of like tables: the first few of a page stand for all.
UNFOLD = "[...document.querySelectorAll('details')].slice(0, 8).forEach(one => one.open = true)"
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
# The page as it was sent, before any script: it tells what it is about, and offers nothing that only a script answers.
AS_SENT = """html => {
    const sent = new DOMParser().parseFromString(html, 'text/html')
    const needsScripts = "button[type=button], a:not([href]), a[href='#'], a[href^='javascript:']"
    return {
        tells: Boolean(sent.querySelector('main h1')?.textContent.trim()),
        dead: [...sent.querySelectorAll(needsScripts)].filter(one => !one.closest('[hidden]')).map(one => one.outerHTML),
    }
}"""

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


def _staff_pages() -> list[str]:
    """Every list of the admin's registry, and every form to add a row that the administrator of everything may open."""
    request = HttpRequest()
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    pages = ["/admin/", "/admin/reports/"]
    for model, its_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        if its_admin.has_add_permission(request):
            pages.append(reverse(f"{name}_add"))
    return sorted(pages)


@pytest.mark.parametrize(
    ("who", "address", "status", "language"),
    [(*page, language) for page in PAGES for language in ("en", "es")],
)
def test_page_is_accessible_and_keeps_the_content_policy(site, kept_page, who, address, status, language):
    page, heard = kept_page(who, language)

    response = page.goto(site.address + address)
    as_sent = page.evaluate(AS_SENT, response.text())
    page.evaluate(UNFOLD)
    written_in = page.evaluate("document.documentElement.lang")
    found = faults(page) if language == "en" else faults(page, checks=CHECKS_OF_WORDS)
    skips_to = _first_by_keyboard(page)
    out_of_reach = page.evaluate(OUT_OF_REACH)
    on_paper = _on_paper(page)
    width = page.evaluate(WIDTH_AT_WORST)

    assert response.status == status
    assert found == []
    assert written_in == ("en" if address.startswith("/admin/") else language)
    assert width <= NARROW["width"]
    assert skips_to == "#main"
    assert out_of_reach == []
    assert on_paper == {"tells": True, "leads": [], "is_wide": False}
    assert as_sent == {"tells": True, "dead": []}
    assert [line for line in heard if _is_trouble(line, status)] == []


@pytest.mark.parametrize("address", _staff_pages())
def test_page_of_staff_is_accessible_and_keeps_the_content_policy(site, kept_page, address):
    page, heard = kept_page("superuser")

    response = page.goto(site.address + address)
    seen = [_seen_by_staff(page)]
    first_row = page.locator("#result_list tbody a").first
    if first_row.count():
        page.goto(site.address + first_row.get_attribute("href"))
        seen.append(_seen_by_staff(page))

    assert response.status == 200
    assert seen == [{"faults": [], "is_wide": False, "first link": "#content-start"}] * len(seen)
    assert heard == []


def _seen_by_staff(page) -> dict:
    return {
        "faults": faults(page),
        "is_wide": page.evaluate(WIDTH_AT_WORST) > NARROW["width"],
        # Not by the Tab key: a form to add a row begins in its first field.
        "first link": page.locator("a").first.get_attribute("href"),
    }


def _first_by_keyboard(page) -> str | None:
    """Where the first stop of the Tab key leads: past the header, to what the page is about."""
    page.keyboard.press("Tab")
    return page.evaluate("document.activeElement.getAttribute('href')")


def _on_paper(page) -> dict:
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    seen = page.evaluate(ON_PAPER)
    page.emulate_media(media="screen")
    page.set_viewport_size(NARROW)
    return seen


def _is_trouble(line: str, status: int) -> bool:
    """Chromium notes the status of a refused page itself as an error; that one is expected."""
    is_own_status = status >= 400 and "Failed to load resource" in line and str(status) in line
    return not is_own_status and not line.startswith(("verbose", "debug", "info"))
