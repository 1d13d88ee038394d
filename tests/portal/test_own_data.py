"""One's own data as a file: complete, one's own only, by the published schema, and harmless in a spreadsheet."""

import csv
import io
import json
import zipfile

import jsonschema
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db.models import ForeignKey, OneToOneField, UUIDField
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.confirmation import FRESH_SECONDS
from accounts.models import Person, User
from accounts.services import delegations
from benefits.models import BankAccount, Payment, Statement
from sers_portal.base.models import AccessEvent
from sers_portal.own_data.schema import published_in, schema, written
from sers_portal.own_data.tables import NOT_HANDED_OUT, TABLES
from sers_portal.own_data.writing import cell
from tests import people
from tests.factories.benefits import a_statement
from tests.factories.delegates import a_delegation, a_helper

# The base and the post room know nobody: their rows name people by UUID.
NAMING_FIELDS = {"person", "reported_by"}


@pytest.fixture(autouse=True)
def _english_and_no_tries(_own_surroundings):
    cache.clear()
    with translation.override("en"):
        yield


def linked_models() -> set[str]:
    """Every model with a way of foreign keys to a person or an account, or that names one by UUID."""
    found = {Person, User}
    while True:
        more = {
            model
            for model in apps.get_models()
            if model not in found
            and any(
                isinstance(field, ForeignKey | OneToOneField) and field.related_model in found
                for field in model._meta.get_fields()
                if not field.auto_created
            )
        }
        if not more:
            break
        found |= more
    by_uuid = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, UUIDField) and field.name in NAMING_FIELDS
    }
    return {model._meta.label for model in found | by_uuid}


def test_every_model_linked_to_a_person_is_handed_out_or_has_its_reason():
    handed_out = {table.model for table in TABLES}

    missing = linked_models() - handed_out - set(NOT_HANDED_OUT)

    assert missing == set(), "add it to sers_portal/own_data/tables/, then run manage.py own_data_schema"


def test_no_model_is_both_handed_out_and_left_out_and_none_is_gone():
    handed_out = {table.model for table in TABLES}

    assert handed_out & set(NOT_HANDED_OUT) == set()
    assert all(apps.get_model(label) for label in {*handed_out, *NOT_HANDED_OUT})
    assert len({table.name for table in TABLES}) == len(TABLES)


def test_no_sealed_value_hash_or_secret_is_handed_out():
    columns = {path.rpartition("__")[2] for table in TABLES for path in table.columns}

    secret = {name for name in columns if name.endswith(("_token", "_index", "_hash", "_key", "_bound_to"))}

    assert secret == set()
    assert columns & {"password", "secret", "data", "body", "path", "sha256"} == set()


def test_the_published_schema_is_the_one_of_the_tables():
    assert published_in().read_text() == written(), "run manage.py own_data_schema"


def test_the_schema_is_open_to_everybody(client):
    response = client.get(reverse("own_data_schema"))

    jsonschema.Draft202012Validator.check_schema(response.json())
    assert response.json() == schema()


def the_file(person: Person) -> zipfile.ZipFile:
    client = Client()
    client.force_login(person.account)
    response = client.post(reverse("own_data_file"))
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def data_of(file: zipfile.ZipFile) -> dict:
    return json.loads(file.read("your-data.json"))


@pytest.mark.django_db
@pytest.mark.parametrize("somebody", [people.an_active_member, people.a_retiree, people.a_survivor])
def test_the_file_follows_the_schema_for(somebody):
    data = data_of(the_file(somebody()))

    jsonschema.validate(data, schema(), format_checker=jsonschema.FormatChecker())


@pytest.mark.django_db
def test_the_file_holds_what_is_recorded():
    ruth = people.a_retiree()

    data = data_of(the_file(ruth))

    assert data["person"][0]["member_id"] == ruth.member_id
    assert len(data["payments"]) == Payment.objects.filter(annuity__payee=ruth).count() == 36
    assert data["payments"][0]["net"] == "1968.38"
    assert data["statements"][0]["content"]["title"]
    assert data["addresses"][0]["line_1"] == "12 Elm Street"


@pytest.mark.django_db
def test_the_file_holds_nothing_of_anybody_else():
    maria = people.an_active_member()
    ruth = people.a_retiree()

    file = the_file(ruth)

    everything = "".join(file.read(name).decode() for name in file.namelist())
    for word in (maria.member_id, "Lopez", maria.account.email):
        assert word not in everything


@pytest.mark.django_db
def test_numbers_are_shortened_to_their_last_four_digits():
    ruth = people.a_retiree()
    account = BankAccount(person=ruth, routing_number="071000013", kind="checking", from_on="2020-01-01")
    account.account_number = "4400123456"
    account.save()

    file = the_file(ruth)

    everything = "".join(file.read(name).decode() for name in file.namelist())
    assert data_of(file)["person"][0]["ssn_last_four"] == ruth.ssn[-4:]
    assert data_of(file)["bank_accounts"][0]["account_last_four"] == "3456"
    assert ruth.ssn not in everything
    assert "4400123456" not in everything


@pytest.mark.django_db
def test_a_value_that_was_tampered_with_keeps_nothing_else_back():
    ruth = people.a_retiree()
    Person.objects.filter(pk=ruth.pk).update(ssn_token="demo.AAAA")

    data = data_of(the_file(ruth))

    assert data["person"][0]["ssn_last_four"] == "cannot be read; call us"
    assert data["payments"]


@pytest.mark.django_db
def test_a_statement_that_is_not_released_is_not_in_it():
    maria = people.an_active_member()
    a_statement(maria, people.membership_of(maria), year=people.last_year() + 1, is_released=False)

    data = data_of(the_file(maria))

    assert Statement.objects.filter(person=maria).count() == 2
    assert [row["run_year"] for row in data["statements"]] == [people.last_year()]


@pytest.mark.django_db
def test_each_table_is_there_as_csv_with_the_same_rows():
    file = the_file(people.a_retiree())

    data = data_of(file)
    for table in TABLES:
        rows = list(csv.DictReader(io.StringIO(file.read(f"csv/{table.name}.csv").decode(), newline="")))
        assert len(rows) == len(data[table.name])
    assert {"README.txt", "schema.json", "your-data.json"} <= set(file.namelist())


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", "\t=1", "-cmd|' /C calc'!A0", "\r=1", "-", "-1-1"]
)
def test_a_formula_in_a_text_is_no_formula_in_a_spreadsheet(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-12.50", "12.50", "2026-11-22", "Ruth", "", None, 7, True])
def test_an_ordinary_value_stays_as_it_is(value):
    assert cell(value) == value


@pytest.mark.django_db
def test_a_helper_without_a_record_gets_the_file_of_the_account_and_nothing_of_the_record():
    maria, helper = people.an_active_member(), a_helper()
    row = a_delegation(maria, helper)
    delegations.revoke(delegation=row.pk, person=maria, by=maria.account.actor)
    client = Client()
    client.force_login(helper)

    response = client.post(reverse("helping_data"))
    data = data_of(zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))))

    jsonschema.validate(data, schema(), format_checker=jsonschema.FormatChecker())
    assert data["account"][0]["email"] == helper.email
    assert len(data["sign_ins"]) == 1
    # What is kept when help ends: that it was given, by whom and until when; the record itself is closed at once.
    helped = data["people_you_help"][0]
    assert (helped["person_family_name"], helped["scope"]) == (maria.family_name, "view")
    assert helped["revoked_at"]
    assert data["person"] == data["pay_records"] == data["people_who_help"] == []
    assert maria.member_id not in json.dumps(data)


@pytest.mark.django_db
def test_a_member_is_led_from_the_helpers_file_to_the_whole_one():
    client = Client()
    client.force_login(people.an_active_member().account)

    assert client.post(reverse("helping_data")).url == reverse("own_data")


@pytest.mark.django_db
def test_making_the_file_is_logged():
    ruth = people.a_retiree()

    the_file(ruth)

    event = AccessEvent.objects.get(page="own data")
    assert (event.person, event.by, event.was_refused) == (ruth.public_id, ruth.account.public_id, False)


@pytest.mark.django_db
def test_the_file_is_made_only_after_a_fresh_confirmation():
    ruth = people.a_retiree()
    client = Client()
    client.force_login(ruth.account)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**row, "at": row["at"] - FRESH_SECONDS} for row in records]
    session.save()

    response = client.post(reverse("own_data_file"))

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not AccessEvent.objects.exists()


@pytest.mark.django_db
def test_a_link_alone_makes_no_file():
    ruth = people.a_retiree()
    client = Client()
    client.force_login(ruth.account)

    assert client.get(reverse("own_data_file")).status_code == 405


@pytest.mark.django_db
def test_the_sixth_file_in_an_hour_waits():
    ruth = people.a_retiree()
    client = Client()
    client.force_login(ruth.account)
    for _number in range(5):
        b"".join(client.post(reverse("own_data_file")).streaming_content)

    response = client.post(reverse("own_data_file"))

    assert response.status_code == 429
    assert "you can make the next one." in response.text


@pytest.mark.django_db
def test_the_file_takes_one_query_a_table(django_assert_max_num_queries):
    client = Client()
    client.force_login(people.an_active_member(years=30).account)

    with django_assert_max_num_queries(len(TABLES) + 20):
        b"".join(client.post(reverse("own_data_file")).streaming_content)
