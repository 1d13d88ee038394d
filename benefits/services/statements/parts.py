"""What differs between the kinds of statement; the rest (name, address, systems, contact) is the same for all."""

from collections.abc import Sequence
from typing import NamedTuple

from benefits.services.statements.content import Chart, Fact, Headline, Section


class Parts(NamedTuple):
    title: str
    headline: Headline
    facts: Sequence[Fact]
    chart: Chart
    sections: Sequence[Section]
    notes: Sequence[str]
