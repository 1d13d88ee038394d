"""How the database is cleared after a test that commits: rows deleted, no table made anew.

Django truncates every table: PostgreSQL then makes a thousand files anew, and after that Django the rights and roles.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

# What migrating writes (post_migrate), and no test that commits changes.
KEPT = {"auth_group", "auth_group_permissions", "auth_permission", "django_content_type"}
_truncate = TransactionTestCase._fixture_teardown


def clear_after(test: TransactionTestCase) -> None:
    """In place of TransactionTestCase._fixture_teardown."""
    if _is_superuser():
        clear()
    else:
        _truncate(test)


def clear() -> None:
    """Delete every row of every model. Triggers and foreign keys, which would refuse that, rest for a superuser."""
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [connection.ops.quote_name(table) for table in sorted(set(found) - KEPT)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        # A process killed a moment ago may still have a statement at work: waited for, as truncating does.
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in tables))


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])
