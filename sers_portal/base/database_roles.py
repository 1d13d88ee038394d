"""The login that web server and workers use: it owns nothing, and can neither change nor empty a log.

Migrations run as the owner (DATABASE_URL of `manage.py migrate`); everything else as this role. What it may do is
granted anew after each migration: SELECT and INSERT on the tables whose rows are never changed (they carry the
trigger `never_changed`), SELECT alone on the history that triggers write, everything but TRUNCATE on the rest.
"""

from urllib.parse import unquote, urlsplit

from django.db import connection, transaction
from psycopg import sql

NEVER_CHANGED = """
SELECT relation.relname FROM pg_trigger JOIN pg_class relation ON relation.oid = tgrelid
WHERE tgname = 'never_changed' AND relation.relnamespace = 'public'::regnamespace
"""
WRITTEN_BY_TRIGGERS = ("base_rowchange",)
WRITTEN_BY_MIGRATIONS = ("django_migrations",)


class BadRole(Exception):
    """The web role's address is not one that can be set up."""


def grant_web_role(address: str) -> str:
    """Make the role named in a database address, with its password, and grant what it needs; the role's name.

    Raises `BadRole` when the address names no role or password, or the owner itself.
    """
    parts = urlsplit(address)
    name, password = parts.username or "", unquote(parts.password or "")
    if not name or not password:
        raise BadRole(
            "WEB_DATABASE_URL must name a role and its password: postgresql://sers_web:…@host/sers."
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == name:
            raise BadRole(
                "WEB_DATABASE_URL must name another role than DATABASE_URL, the owner of the tables."
            )
        # Roles are the whole server's: several databases may make this one at the same time.
        cursor.execute("SELECT pg_advisory_xact_lock(7371736)")
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [name])
        verb = sql.SQL("ALTER" if cursor.rowcount else "CREATE")
        role = sql.Identifier(name)
        cursor.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
                verb, role, sql.Literal(password)
            )
        )
        _grant(cursor, role)
    return name


def _grant(cursor, role: sql.Identifier) -> None:  # type: ignore[no-untyped-def]
    for statement in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "REVOKE CREATE ON SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ):
        cursor.execute(sql.SQL(statement).format(role=role))
    cursor.execute(NEVER_CHANGED)
    guarded = [name for (name,) in cursor.fetchall()]
    for table in (*guarded, *WRITTEN_BY_TRIGGERS, *WRITTEN_BY_MIGRATIONS):
        cursor.execute(
            sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {role}").format(
                table=sql.Identifier(table), role=role
            )
        )
    for table in (*WRITTEN_BY_TRIGGERS, *WRITTEN_BY_MIGRATIONS):
        cursor.execute(
            sql.SQL("REVOKE INSERT ON {table} FROM {role}").format(table=sql.Identifier(table), role=role)
        )
