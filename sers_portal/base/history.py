"""Before and after images of mutable rows, kept by database triggers: whoever changed a row, and however.

Services write the audit; these triggers also catch raw SQL, `update()` and bulk changes. Who it was is told by the
audit event of the same transaction only (`AuditEvent.transaction`); a change without one is found by `verify_audit`.
Tables that are append-only need no history: their rows are it. django-pghistory was weighed and left
(docs/decisions/0025). Used by the migrations of every app.
"""

from collections.abc import Iterable

from django.db.migrations.operations import RunSQL

CREATE_KEEPERS = """
CREATE FUNCTION keep_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    was jsonb := to_jsonb(OLD) - coalesce(TG_ARGV, '{}');
    becomes jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(NEW) - coalesce(TG_ARGV, '{}') END;
BEGIN
    IF was IS DISTINCT FROM becomes THEN
        INSERT INTO base_rowchange (at, transaction, role, table_name, row_id, before, after)
        VALUES (statement_timestamp(), pg_current_xact_id()::text::bigint, session_user, TG_TABLE_NAME,
                was ->> 'id', was, becomes);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION keep_new() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO base_rowchange (at, transaction, role, table_name, row_id, after)
    SELECT statement_timestamp(), pg_current_xact_id()::text::bigint, session_user, TG_TABLE_NAME,
           to_jsonb(made) ->> 'id', to_jsonb(made) - coalesce(TG_ARGV, '{}')
    FROM made;
    RETURN NULL;
END $$;
"""
DROP_KEEPERS = "DROP FUNCTION keep_change(); DROP FUNCTION keep_new()"


def keep_history(table: str, *, without: Iterable[str] = (), new_rows: bool = True) -> RunSQL:
    """The migration step that keeps every change of a table.

    `without` names columns that are not kept: hashes of secrets, and times that change with every visit.
    New rows are kept statement by statement, which leaves COPY fast; changes row by row. Where rows come by the
    million (`new_rows=False`) only their changes are kept.
    """
    omitted = ", ".join(f"'{column}'" for column in without)
    change = (
        f"CREATE TRIGGER keep_change AFTER UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION keep_change({omitted})"
    )
    new = (
        f"CREATE TRIGGER keep_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS made "
        f"FOR EACH STATEMENT EXECUTE FUNCTION keep_new({omitted})"
    )
    return RunSQL(
        [change, new] if new_rows else [change],
        [
            f"DROP TRIGGER keep_change ON {table}",
            *([f"DROP TRIGGER keep_new ON {table}"] if new_rows else []),
        ],
    )
