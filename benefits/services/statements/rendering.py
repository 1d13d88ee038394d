"""The job that makes statements: freeze, render, keep, link, all in the job's transaction.

A job carries a handful of statements, and hands on what it cannot make in a moment. A statement is made once: its row is locked while it is made, and one that has
its document is passed over. A worker killed half-way leaves files without rows; the names follow from the ids, so the
job done anew writes over them and no stray file remains.
"""

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from benefits.models import Statement, StatementRun
from benefits.rules.law import Law
from benefits.selectors import law_in_force
from benefits.services.statements.freeze import Content, freeze
from notices.check_codes import printed_code_of
from notices.documents import storage
from notices.models import Document
from sers_portal.base import clock, jobs

logger = logging.getLogger(__name__)

JOB = "statement"
DOCUMENT = "statement"
TEMPLATE = "statements/statement.html"
DEFAULT_RENDERER = "notices.documents.render.pdf"
VERSION_DIGITS = 12
# So short that a killed worker loses next to nothing, even with a slow layout; a fast one makes a whole job in it.
SECONDS_A_JOB = 0.25
FIRST_PART = 5


class Made(NamedTuple):
    """A statement with its finished content and the document that holds it."""

    statement: Statement
    content: Content
    document: Document


def render(statement_id: UUID, content: Content) -> bytes:
    """The PDF of a frozen statement: nothing but its content and id goes into it."""
    renderer = import_string(getattr(settings, "STATEMENT_RENDERER", DEFAULT_RENDERER))
    pdf: bytes = renderer(TEMPLATE, words(statement_id, content))
    return pdf


def words(statement_id: UUID, content: Content) -> dict[str, object]:
    """All that the template is given: the content, the id, and the code that proves the paper ours."""
    return {"content": content, "id": str(statement_id), "code": printed_code_of(statement_id)}


@cache
def template_version() -> str:
    """The version of the layout: the hash of its files, so that no change of theirs goes unnoticed."""
    digest = hashlib.sha256()
    for path in sorted((Path(settings.BASE_DIR) / "templates" / "statements").rglob("*.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:VERSION_DIGITS]


@jobs.handler(JOB)
def make(statements: Sequence[str]) -> None:
    """Make the statements that are still without their document, for a moment; then hand out the rest.

    One that fails is handed out again alone, and raises when it is alone already.
    """
    waiting = _lock([UUID(text) for text in statements])
    if not waiting:
        return
    law, made, failed = law_in_force(on=clock.today()), [], []
    # Only the layout's time is counted: slow reading must not end in reading the same records over and over.
    spent = 0.0
    for statement, content in _contents(waiting, law):
        began = time.monotonic()
        outcome = content if isinstance(content, Exception) else _write(statement, content)
        spent += time.monotonic() - began
        if isinstance(outcome, Made):
            made.append(outcome)
        else:
            failed.append((statement, outcome))
        if spent > SECONDS_A_JOB:
            break
    if failed and len(statements) == 1:
        raise failed[0][1]
    _save(made, law)
    _hand_out_alone(failed)
    _hand_out_rest(waiting[len(made) + len(failed) :])


def _lock(ids: Sequence[UUID]) -> list[Statement]:
    # In the order of ids, so that two jobs that share statements wait for each other and never in a circle.
    rows = Statement.objects.filter(
        pk__in=ids, document=None, set_aside_because="", run__state=StatementRun.State.RENDERING
    )
    rows = rows.select_related("run", "person", "member__person").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _contents(waiting: Sequence[Statement], law: Law) -> Iterator[tuple[Statement, Content | Exception]]:
    """Each statement's content in the order of `waiting`: what was frozen before, or frozen now."""
    # A few first: with a slow layout the moment is over before the records of the others are needed.
    for part in (waiting[:FIRST_PART], waiting[FIRST_PART:]):
        fresh = _freeze([statement for statement in part if statement.content is None], law)
        for statement in part:
            yield next(fresh) if statement.content is None else (statement, statement.content)


def _freeze(fresh: Sequence[Statement], law: Law) -> Iterator[tuple[Statement, Content | Exception]]:
    if not fresh:
        return iter(())
    try:
        # A savepoint: an error of the database must not spoil what the job does for the others.
        with transaction.atomic():
            return freeze(fresh, year=fresh[0].run.year, law=law)
    except Exception as failure:  # noqa: BLE001  each of them is tried alone
        error = failure
        return ((statement, error) for statement in fresh)


def _write(statement: Statement, content: Content) -> Made | Exception:
    try:
        document = storage.write_file(
            render(statement.pk, content),
            id=statement.pk,
            kind=DOCUMENT,
            title=content["title"],
            language=content["language"],
        )
    except Exception as error:  # noqa: BLE001  handed back: this one is tried alone, the others go on
        return error
    return Made(statement, content, document)


SAVE = """
UPDATE benefits_statement AS statement
SET content = made.content, document_id = made.id, frozen_at = coalesce(frozen_at, %s),
    law_edition = CASE WHEN law_edition = '' THEN %s ELSE law_edition END, template_version = %s
FROM jsonb_to_recordset(%s::jsonb) AS made(id uuid, content jsonb)
WHERE statement.id = made.id
"""


def _save(made: Sequence[Made], law: Law) -> None:
    if not made:
        return
    Document.objects.bulk_create([one.document for one in made])
    rows = json.dumps([{"id": str(one.statement.pk), "content": one.content} for one in made])
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [clock.now(), law.edition, template_version(), rows])


def _hand_out_alone(failed: Sequence[tuple[Statement, Exception]]) -> None:
    for statement, error in failed:
        logger.warning(
            "statement failed", extra={"statement": str(statement.pk), "error": type(error).__name__}
        )
    jobs.add(JOB, {job_key(one.run, str(one.pk)): {"statements": [str(one.pk)]} for one, _error in failed})


def _hand_out_rest(rest: Sequence[Statement]) -> None:
    if rest:
        key = job_key(rest[0].run, f"rest-{rest[0].pk}-{len(rest)}")
        jobs.add(JOB, {key: {"statements": [str(statement.pk) for statement in rest]}})


def job_key(run: StatementRun, part: str) -> str:
    """The key of a job of a run: each time work is handed out, its keys are new."""
    return f"{JOB}:{run.pk}:{run.round}:{part}"
