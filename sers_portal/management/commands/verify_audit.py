"""`manage.py verify_audit`: are audit, access log and row changes as they were sealed, and is every change explained?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sers_portal.base import seals
from sers_portal.base.unexplained import unexplained_changes

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Verify the chain of seals, name the first broken row, and list changes that no audit event explains."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = seals.verify()
        if broken is not None:
            raise CommandError(f"{broken}. Keep a copy of the database and tell the security officer.")
        state = seals.state()
        self.stdout.write(
            f"{state.rows:,} rows are as they were sealed; {state.waiting:,} wait for the next seal."
        )
        self.stdout.write(f"The chain ends with {state.end}. Compare it with the one noted last time.")
        changes = unexplained_changes()
        self.stdout.write(f"Changes without an audit event: {changes.count():,}")
        for change in changes[:SHOWN]:
            self.stdout.write(f"  {change} by the login {change.role}")
