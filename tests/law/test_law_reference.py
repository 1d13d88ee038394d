"""The reference of the law: as written, never stale, and open to everybody."""

import pytest
from django.urls import reverse

from benefits.law_reference import kept_proofs, topics
from benefits.management.commands.law_reference import written
from benefits.rules.law import load_law


def test_the_written_reference_is_not_stale():
    stale = [path.name for path, text in written().items() if not path.exists() or path.read_text() != text]

    assert not stale, f"run `manage.py law_reference`: {stale}"


def test_every_value_of_the_law_is_in_the_reference():
    law = load_law()

    told = topics(law, kept_proofs())

    assert sum(len(topic.rows) for topic in told) == sum(len(table.values) for table in law.tables.values())
    assert all(row.cite and row.source and row.status for topic in told for row in topic.rows)


def test_proofs_name_topics_that_exist():
    assert set(kept_proofs()) <= set(load_law().tables)


@pytest.mark.django_db
def test_a_case_file_can_be_read_and_nothing_else(client):
    good = client.get(reverse("case_file", args=["tests/cases/reference/annuities.toml"]))

    assert b"[[case]]" in good.content
    assert good["Content-Type"].startswith("text/plain")
    for name in ("manage.py", "tests/cases/../../manage.py", "sers_portal/settings.py"):
        assert client.get(reverse("case_file", args=[name])).status_code == 404


@pytest.mark.django_db
def test_anybody_can_read_how_a_pension_is_figured(client):
    page = client.get(reverse("law"))

    assert page.status_code == 200
    text = page.content.decode()
    assert "129,192.26" in text
    assert "40 ILCS 5/1-160(b), (e)" in text
    assert load_law().edition in text
