"""Finished statements to look at before a release: a few of each kind, other ones each time."""

from uuid import uuid4

from benefits.models import Statement, StatementRun

SAMPLES_A_KIND = 3


def samples(run: StatementRun) -> list[Statement]:
    """Some statements of each kind that have their PDF, picked at random."""
    return [statement for kind in Statement.Kind for statement in _of_kind(run, kind)]


def _of_kind(run: StatementRun, kind: Statement.Kind) -> list[Statement]:
    # Ids are random: those that follow a random id are a random choice that need not sort them all.
    made = run.statements.filter(kind=kind, document__isnull=False).select_related("person", "document")
    found = list(made.filter(pk__gte=uuid4()).order_by("pk")[:SAMPLES_A_KIND])
    if len(found) < SAMPLES_A_KIND:
        others = made.exclude(pk__in=[statement.pk for statement in found]).order_by("pk")
        found += others[: SAMPLES_A_KIND - len(found)]
    return found
