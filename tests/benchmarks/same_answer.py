"""Whether a known and an unknown person wait equally long for the same answer: medians of 200 requests each."""

from statistics import median
from time import perf_counter
from unittest.mock import patch

from django.test import Client, override_settings

from accounts.models import Person
from sers_portal.base import jobs
from tests.benchmarks.measuring import Measurement, say

TRIES = 200


def measure() -> Measurement:
    """Ask for letters for members and for nobody, in turns, each from an address of origin of its own."""
    say("asking for activation letters …")
    known = [_facts(person) for person in Person.objects.order_by("pk")[:TRIES]]
    unknown = [{**facts, "number": f"{990_000 + place}"} for place, facts in enumerate(known)]
    seconds: dict[str, list[float]] = {"known": [], "unknown": []}
    with patch.object(jobs, "nudge"), override_settings(ALLOWED_HOSTS=["testserver"]):
        for place, pair in enumerate(zip(known, unknown, strict=True)):
            for who, facts in zip(seconds, pair, strict=True):
                seconds[who].append(_ask(facts, f"10.{place // 250}.{place % 250}.{len(seconds[who]) % 250}"))
    one, other = (median(times) for times in seconds.values())
    return Measurement(
        "letter requests, known and unknown persons",
        f"{TRIES} each",
        f"{1000 * one:.1f} ms and {1000 * other:.1f} ms",
        f"{abs(one / other - 1):.1%} apart",
    )


def _facts(person: Person) -> dict[str, str]:
    return {
        "family_name": person.family_name,
        "born_on": f"{person.born_on:%m/%d/%Y}",
        "number": person.member_id,
        "zip_code": "62704",
    }


def _ask(facts: dict[str, str], origin: str) -> float:
    client = Client(REMOTE_ADDR=origin)
    started = perf_counter()
    response = client.post("/activation/letter/", facts)
    taken = perf_counter() - started
    assert response.status_code == 302
    return taken
