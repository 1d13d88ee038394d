"""Rows that are never changed: the database refuses, whoever asks. Used by the migrations of every app."""

from django.db.migrations.operations import RunSQL

CREATE_REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed; write a new row instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
DROP_REFUSAL = "DROP FUNCTION refuse_change()"


def append_only(table: str) -> RunSQL:
    """The migration step that makes a table refuse UPDATE and DELETE.

    TRUNCATE is the owner's alone: the web role owns nothing.
    """
    return RunSQL(
        f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER never_changed ON {table}",
    )
