"""Signing in with an account of another agency, and looking with a Public ID, in a real browser."""

import re

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from accounts.models import Person
from accounts.services import public_ids
from accounts.sign_in_providers import PUBLIC_ID, demonstration_provider, demonstration_providers
from sers_portal.base.audit import SYSTEM
from sers_portal.demonstration import agencies
from tests.browser.accessible import check_on_a_telephone as check
from tests.browser.conftest import committed
from tests.factories.accounts import a_person


@pytest.fixture
def agency_site(site):
    """The live server, which answers its own buttons."""
    surroundings = override_settings(
        SITE_ADDRESS=site.address,
        SIGN_IN_PROVIDERS=demonstration_providers(site.address),
        PUBLIC_ID=demonstration_provider(PUBLIC_ID, "Public ID", site.address),
    )
    with surroundings:
        committed(agencies.set_up)
        yield site


def choose(page: Page, name: str) -> None:
    """Be this person at the made-up agency."""
    expect(page.get_by_role("heading", name="This stands for the sign-in page of")).to_be_visible()
    page.locator("label", has_text=name).click()
    page.get_by_role("button", name="Sign in as this person").click()


@pytest.mark.parametrize("has_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_comes_in_with_an_agency_account_and_leaves_there_too(agency_site, open_as, has_script):
    page = open_as("", java_script_enabled=has_script).new_page()
    agency = "ILogin" if has_script else "IMPACT (Medicaid)"
    person = "Grace Lindholm" if has_script else "Hugo Marsh"
    page.goto(f"{agency_site.address}/accounts/login/")

    page.get_by_role("button", name=agency).click()
    if has_script:
        expect(page.get_by_role("button", name="Sign in as this person")).to_be_visible()
        check(page)
    choose(page, person)
    heading = "Type the code from our letter" if has_script else "Add a second step"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.goto(f"{agency_site.address}/accounts/elsewhere/")
    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url(f"{agency_site.address}/")
    expect(page.get_by_text("You are signed out")).to_be_visible()


def test_the_pages_in_the_middle_are_accessible(agency_site, open_as):
    page = open_as("").new_page()
    page.goto(f"{agency_site.address}/accounts/login/")
    page.get_by_role("button", name="IDOI").click()

    choose(page, "Wanda Keller")
    expect(page.get_by_text("That is a work address")).to_be_visible()
    check(page)
    page.get_by_label("Personal e-mail address").fill("wanda@illinois.gov")
    page.get_by_role("button", name="Send me the e-mail").click()
    expect(page.get_by_role("alert")).to_contain_text("illinois.gov is a work address")
    page.goto(f"{agency_site.address}/accounts/with/idoi/back/?code=x&state=again-x")
    expect(page.get_by_role("heading", name="Your browser did not keep the sign-in")).to_be_visible()
    check(page)
    page.goto(f"{agency_site.address}/accounts/with/idoi/back/?error=server_error&state=lost")
    expect(page.get_by_role("button", name="Sign in as this person")).to_be_visible()


def test_a_public_id_shows_the_record_and_nothing_else(agency_site, open_as):
    person = committed(a_person, "Pia", "Ortega")
    committed(public_ids.load, [("public-id:nobody", person.member_id)], by=SYSTEM)
    page = open_as("").new_page()
    page.goto(f"{agency_site.address}/accounts/public-id/")

    page.get_by_role("button", name="Sign in with my Public ID").click()
    choose(page, "Somebody else")
    expect(page.get_by_role("heading", name="You are looking with your Public ID")).to_be_visible()
    check(page)
    page.goto(f"{agency_site.address}/accounts/2fa/")
    expect(page.get_by_role("heading", name="This does not open with a Public ID")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Back to your record").click()
    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url(f"{agency_site.address}/")
    assert re.search(r"signed out", page.inner_text("body"))
    assert committed(lambda: Person.objects.get(pk=person.pk).old_public_id.last_used_at) is not None
