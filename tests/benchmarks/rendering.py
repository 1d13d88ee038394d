"""How fast statements are rendered, against plain WeasyPrint in the same run. Times are processor time of one process.

Plain means what a newcomer writes with the manual beside them: the same words and look, with flex and grid, a chart
with text in it, and `HTML(string=…).write_pdf()` for each member, tagged as ours is.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

HERE = Path(__file__).parent
# Each way is measured so often, in a process of its own, taking turns with the others: a busy moment of the machine
# falls on all of them.
TURNS = 2
PLAIN_ROUNDS, LEAN_ROUNDS, FILLED_ROUNDS = 2, 4, 100
MANY = 100


class Row(NamedTuple):
    """A line of the benchmark's table."""

    work: str
    result: str
    compared: str


def measure() -> list[Row]:
    """Plain, lean and filled rendering of one statement of each kind, and the memory of a worker."""
    plain, lean, filled = _seconds_each(
        [(_plain, PLAIN_ROUNDS), (_lean, LEAN_ROUNDS), (_filled, FILLED_ROUNDS)]
    )
    cores = multiprocessing.cpu_count()
    return [
        Row("statement, plain WeasyPrint", _speed(plain), "1"),
        Row("statement, lean template laid out in full", _speed(lean), f"{plain / lean:.1f} times plain"),
        Row("statement, filled into its form", _speed(filled), f"{plain / filled:.0f} times plain"),
        Row(
            "statements a second, rendering alone",
            f"{1 / filled:,.0f} a core",
            f"{cores / filled:,.0f} on {cores} cores",
        ),
        _memory(),
    ]


Way = Callable[[str], object]


def _seconds_each(ways: list[tuple[Way, int]]) -> list[float]:
    spent = [0.0] * len(ways)
    for _ in range(TURNS):
        for place, (way, rounds) in enumerate(ways):
            spent[place] += _in_a_worker(_time, way, rounds) / TURNS
    return spent


def _in_a_worker(work: Callable[..., object], *arguments: object) -> Any:
    """What a fresh process answers that does this work, as a worker of the site would."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    worker = spawning.Process(target=_begin, args=(theirs, work, *arguments))
    worker.start()
    answer = ours.recv()
    worker.join()
    return answer


def _begin(answer: Connection, work: Callable[..., object], *arguments: object) -> None:
    import django

    django.setup()
    answer.send(work(*arguments))


def _time(way: Way, rounds: int) -> float:
    """Processor seconds for one statement, the kinds taken in turn, after one of each to warm up."""
    from tests.notices.documents.statement_contents import CONTENTS

    for kind in CONTENTS:
        way(kind)
    begun = time.process_time()
    for _ in range(rounds):
        for kind in CONTENTS:
            way(kind)
    return (time.process_time() - begun) / rounds / len(CONTENTS)


def _filled(kind: str) -> bytes:
    from notices.documents.render import pdf
    from tests.notices.documents.statement_contents import CODE, CONTENTS, ID, TEMPLATE

    return pdf(TEMPLATE, {"content": CONTENTS[kind], "id": ID, "code": CODE})


def _lean(kind: str) -> bytes:
    from notices.documents.render import pdf_in_full
    from tests.notices.documents.statement_contents import CODE, CONTENTS, ID, TEMPLATE

    return pdf_in_full(TEMPLATE, {"content": CONTENTS[kind], "id": ID, "code": CODE})


def _plain(kind: str) -> object:
    from django.template import Context, Engine
    from weasyprint import HTML

    from notices.documents import render
    from tests.notices.documents.statement_contents import CODE, CONTENTS, ID

    fonts = Path(render.__file__).parent / "fonts"
    engine = Engine(dirs=[str(HERE)], libraries={"documents": "notices.templatetags.documents"})
    html = engine.get_template("plain/statement.html").render(
        Context({"content": CONTENTS[kind], "id": ID, "code": CODE})
    )
    return HTML(string=html, base_url=f"{fonts.as_uri()}/").write_pdf(pdf_variant="pdf/ua-1")


def _speed(seconds: float) -> str:
    return f"{1000 * seconds:,.1f} ms"


def _memory() -> Row:
    megabytes, in_full = _in_a_worker(_render_many)
    return Row(
        "peak memory of a rendering worker",
        f"{megabytes:,.0f} MB",
        f"{MANY} made-up people, most in a form of their own; {in_full} laid out in full",
    )


def _render_many() -> tuple[float, int]:
    """Render statements as different as can be: the worker's peak memory, and how many fitted no form."""
    import logging

    from notices.documents import compiled
    from notices.documents.render import pdf
    from tests.notices.documents.statement_contents import CODE, ID, TEMPLATE, made_up

    logging.disable(logging.INFO)
    for seed in range(MANY):
        pdf(TEMPLATE, {"content": made_up(Random(seed)), "id": ID, "code": CODE})
    in_full = sum(compiled.tally.values()) - compiled.tally["filled"]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, in_full
