"""`statements render --workers`: real processes of the real command, with the real renderer."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from benefits.services.statements.plan import plan
from benefits.services.statements.progress import progress
from notices.models import Document
from sers_portal.base import clock, jobs
from tests.benefits.statements.february import PAT
from tests.faults.workers import environment, write_retirees

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_command_renders_with_processes_of_its_own(monkeypatch):
    monkeypatch.setattr(jobs, "nudge", lambda kind: None)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 2))
    for name in ("DATABASE_URL", "DOCUMENTS_DIR"):
        monkeypatch.setenv(name, environment()[name])
    write_retirees(3)
    run = plan(year=2025, by=PAT)
    out = StringIO()

    call_command("statements", "render", "2025", workers=2, stdout=out)

    assert "All statements for 2025 are made" in out.getvalue()
    assert progress(run).is_complete
    for document in Document.objects.all():
        assert (django_settings.DOCUMENTS_DIR / document.path).read_bytes().startswith(b"%PDF-")
