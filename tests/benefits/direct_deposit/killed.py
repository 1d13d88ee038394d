"""A process that asks for a change as a web process does, and stands still at a place of the code until it is killed.

python -m tests.benefits.direct_deposit.killed <person> <dotted name of a function, or "" for after the commit>
"""

import sys
import time
import uuid


def main(person_id: str, place: str) -> None:
    import django

    django.setup()
    from django.utils.module_loading import import_string

    from accounts.models import Person
    from notices.documents import render

    render.pdf = lambda template, context: b"%PDF"
    if place:
        module, _dot, name = place.rpartition(".")
        found = import_string(place)
        setattr(sys.modules[module], name, lambda *args, **options: _stand_still(found(*args, **options)))
    from benefits.services import direct_deposit
    from tests.factories.money import NEW_ACCOUNT

    person = Person.objects.get(pk=person_id)
    direct_deposit.ask(
        id=uuid.uuid4(),
        person=person,
        account=NEW_ACCOUNT,
        current_last_four="7890",
        by=person.account.actor,
    )
    _stand_still(None)


def _stand_still(result: object) -> None:
    """Say so, and wait to be killed: what the function did is done, and not committed."""
    print("there", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sers_portal.settings")
    main(sys.argv[1], sys.argv[2])
