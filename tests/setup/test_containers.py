"""docker-compose.yml and the Dockerfile agree with each other, with the settings and with what the tests run against."""

import base64
import json
import re

import jsonschema
import pytest
import redis
import yaml
from django.db import connection

from sers_portal.local.containers import write_secrets
from sers_portal.local.places import CHECKOUT
from sers_portal.local.system_packages import FOR_THE_PORTAL

PORTAL = ("migrate", "demonstration", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (CHECKOUT / "Dockerfile").read_text()


def read_dotenv(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def test_compose_file_follows_the_schema(compose):
    # compose_spec.json is the schema docker-compose 1.29.2 carries (Apache License 2.0)
    schema = json.loads((CHECKOUT / "tests/setup/compose_spec.json").read_text())

    jsonschema.Draft201909Validator(schema).validate(compose)


def test_compose_services_are_all_there_and_watched(compose):
    services = compose["services"]

    assert set(services) == {"postgres", "redis", *PORTAL}
    one_shot = {name for name, service in services.items() if service["restart"] == "no"}
    assert one_shot == {"migrate", "demonstration"}
    assert {name for name, service in services.items() if "healthcheck" in service} == set(
        services
    ) - one_shot


@pytest.mark.parametrize("name", ["demonstration", "web", "worker", "beat"])
def test_compose_portal_waits_for_migrations_and_broker(compose, name):
    assert compose["services"][name]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "redis": {"condition": "service_healthy"},
    }


def test_compose_gives_the_owner_of_the_tables_to_nothing_that_serves(compose):
    logins = {
        name: re.match(r"postgresql://(\w+):", compose["services"][name]["environment"]["DATABASE_URL"])[1]
        for name in PORTAL
    }

    assert {name for name, login in logins.items() if login == "sers"} == {"migrate", "demonstration"}
    assert {name for name, login in logins.items() if login == "sers_web"} == {"web", "worker", "beat"}


def test_compose_publishes_the_web_server_only_and_to_this_machine_only(compose):
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }

    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_compose_names_no_secret(compose):
    text = (CHECKOUT / "docker-compose.yml").read_text()

    for name in ("POSTGRES_PASSWORD", "WEB_DATABASE_PASSWORD", "REDIS_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", text)
        assert uses
        assert all(use.startswith(":?") for use in uses), f"{name} must have no default"
    assert not re.search(r"(SECRET_KEY|SEALING_KEYS|BLIND_INDEX_KEY|PIN_PEPPER|AUDIT_SEAL_KEY)", text)


def test_compose_volumes_are_declared(compose):
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }

    assert used == set(compose["volumes"])


def test_compose_variables_are_written_by_make_env(compose):
    text = (CHECKOUT / "docker-compose.yml").read_text()
    required = set(re.findall(r"\$\{(\w+):\?", text))

    assert required <= set(read_dotenv(write_secrets()))


def test_secrets_are_new_each_time_and_of_full_length():
    first, second = read_dotenv(write_secrets()), read_dotenv(write_secrets())

    secret = {
        "POSTGRES_PASSWORD",
        "WEB_DATABASE_PASSWORD",
        "REDIS_PASSWORD",
        "SECRET_KEY",
        "BLIND_INDEX_KEY",
        "PIN_PEPPER",
        "AUDIT_SEAL_KEY",
        "SEALING_KEYS",
    }
    assert all(first[name] != second[name] for name in secret)
    key_id, key = first["SEALING_KEYS"].split("=", 1)
    assert key_id == first["SEALING_KEY_ID"]
    assert len(base64.b64decode(key)) == 32


@pytest.mark.django_db
def test_image_versions_are_those_the_tests_run_against(compose, settings):
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        redis_version = client.info("server")["redis_version"]

    assert compose["services"]["postgres"]["image"] == "postgres:" + postgres.split(".")[0]
    assert compose["services"]["redis"]["image"] == "redis:" + ".".join(redis_version.split(".")[:2])


def test_image_installs_the_locked_list_with_hashes(dockerfile):
    assert "pip install --no-cache-dir --require-hashes -r requirements.lock" in dockerfile


def test_image_has_the_libraries_make_setup_looks_for(dockerfile):
    libraries = [need.package for need in FOR_THE_PORTAL if need.package.startswith("lib")]

    assert all(library in dockerfile for library in libraries)


def test_image_backs_up_with_programs_of_the_servers_version(compose, dockerfile):
    server = compose["services"]["postgres"]["image"].removeprefix("postgres:")
    final = dockerfile.rsplit("\nFROM ", 1)[1]

    assert f"postgresql-client-{server} " in final
    assert final.index("postgresql-client") < final.index("USER sers")


def test_image_runs_without_root_and_without_our_files(dockerfile):
    final = dockerfile.rsplit("\nFROM ", 1)[1]
    ignored = (CHECKOUT / ".dockerignore").read_text().split()

    assert re.search(r"^USER (?!root)\w+", final, re.MULTILINE)
    assert {".env", ".local", ".venv", ".git"} <= set(ignored)
    assert not re.search(r"SECRET_KEY=|SEALING_KEYS=", final)
