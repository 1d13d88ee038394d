"""The staff's site: only our own models stand in it."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from accounts.roles import ROLES
from sers_portal.admin_pages.jobs import WORK
from sers_portal.admin_site import OWN_APPS
from sers_portal.base import jobs
from sers_portal.base.column_words import ROWS, WORDS
from tests import people
from tests.factories.accounts import a_person

BASE = settings.BASE_DIR
WRITTEN = re.compile(r"%Y-%m-%d|Y-m-d H")


def test_staff_find_no_page_of_a_librarys_tables():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps <= OWN_APPS
    assert "benefits" in apps


def test_every_row_and_column_of_the_lists_has_words_of_its_own():
    nameless = {
        f"{model._meta.label} {name}"
        for model, pages in admin.site._registry.items()
        for name in ["", *pages.list_display, *(pages.fields or [])]
        if not _is_named(model, name)
    }

    assert nameless == set()


def _is_named(model, name) -> bool:
    if not name:
        return model._meta.label in ROWS or "verbose_name" in model._meta.original_attrs
    columns = {field.name: field for field in model._meta.fields}
    return name not in columns or name in WORDS or columns[name]._verbose_name is not None


def test_every_kind_of_work_has_words_on_the_page_of_the_jobs():
    kinds = {kind for kind, does in jobs._handlers.items() if not does.__module__.startswith("tests.")}

    assert set(WORK) == kinds


def test_no_row_or_page_of_staff_writes_a_day_as_machines_do():
    models = (path for app in OWN_APPS - {"base", "portal"} for path in (BASE / app / "models").glob("*.py"))
    sources = [*models, BASE / "sers_portal/base/models.py", *(BASE / "templates/admin").rglob("*.html")]

    # The machine's order belongs into CSV files.
    found = [path.name for path in sources if WRITTEN.search(path.read_text())]

    assert len(sources) > 60
    assert found == []


def test_words_of_columns_that_no_list_has_are_taken_out_again():
    used = {field.name for model in admin.site._registry for field in model._meta.fields}

    assert set(WORDS) - used == set()
    assert set(ROWS) - {model._meta.label for model in admin.site._registry} == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stock", "ours"), [("logout", "account_logout"), ("password_change", "account_change_password")]
)
def test_signing_out_and_passwords_are_the_portals_own_pages(client, stock, ours):
    client.force_login(people.staff("accounts.view_person"))

    assert client.post(reverse(f"admin:{stock}")).url == reverse(ours)


@pytest.mark.django_db
def test_an_auditor_sends_nothing_to_any_page_of_a_row(client):
    client.force_login(people.staff(*ROLES["auditor"]))

    answers = {
        model._meta.label: client.post(reverse(address, args=["1"])).status_code
        for model in admin.site._registry
        for address in [f"admin:{model._meta.app_label}_{model._meta.model_name}_change"]
    }

    assert set(answers.values()) == {403}, answers


@pytest.mark.django_db
def test_an_empty_list_is_titled_by_what_belongs_there_and_says_what_to_do(client):
    client.force_login(people.staff("accounts.view_alarm"))

    page = client.get(reverse("admin:accounts_alarm_changelist")).content.decode()
    narrowed = client.get(
        reverse("admin:accounts_alarm_changelist") + "?kind__exact=letters"
    ).content.decode()

    assert "<h1>Alarms</h1>" in page
    assert "Nothing needs to be done." in page
    assert "choose another filter" in narrowed
    assert "0 alarms" not in page + narrowed


@pytest.mark.django_db
def test_the_page_of_a_row_is_titled_by_the_row_without_djangos_history(client):
    person = a_person()
    client.force_login(people.staff("accounts.view_person"))

    page = client.get(reverse("admin:accounts_person_change", args=[person.pk])).content.decode()

    assert f"<h1>{person}</h1>" in page
    assert "/history/" not in page


@pytest.mark.django_db
def test_a_part_of_the_portal_is_named_as_staff_name_it(client):
    client.force_login(people.staff("accounts.view_alarm"))

    page = client.get(reverse("admin:app_list", args=["accounts"])).content.decode()

    assert "<h1>People and accounts</h1>" in page
