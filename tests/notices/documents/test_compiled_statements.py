"""A statement filled into its form is the statement rendered in full: operator by operator, tag by tag."""

from copy import deepcopy
from random import Random
from typing import Any

import pikepdf
import pytest

from notices.documents import compiled
from notices.documents.render import pdf, pdf_in_full
from tests.notices.documents.statement_contents import CODE, CONTENTS, ID, TEMPLATE, made_up
from tests.notices.documents.structure import characters, marked_content, open_pdf

# A tenth of a point, in CSS pixels.
NEAR = 0.1 / 0.75


def assert_same(content: dict[str, Any]) -> None:
    """Compare both ways to a statement in all that a reader or a screen reader meets."""
    filled = open_pdf(pdf(TEMPLATE, {"content": content, "id": ID, "code": CODE}))
    rendered = open_pdf(pdf_in_full(TEMPLATE, {"content": content, "id": ID, "code": CODE}))
    assert len(filled.pages) == len(rendered.pages)
    for one, other in zip(filled.pages, rendered.pages, strict=True):
        assert_same_operators(one, other)
        assert_same_glyphs(one, other)
    assert tags(filled.Root.StructTreeRoot.K[0]) == tags(rendered.Root.StructTreeRoot.K[0])
    assert [str(item.title) for item in filled.open_outline().root] == [
        str(item.title) for item in rendered.open_outline().root
    ]
    assert filled.docinfo == rendered.docinfo
    assert dict(filled.open_metadata()) == dict(rendered.open_metadata())
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert filled.Root[key] == rendered.Root[key]


def assert_same_operators(one: pikepdf.Page, other: pikepdf.Page) -> None:
    drawn, expected = operators(one), operators(other)
    assert [name for name, _operands in drawn] == [name for name, _operands in expected]
    for (name, operands), (_name, wanted) in zip(drawn, expected, strict=True):
        for value, target in zip(operands, wanted, strict=True):
            same = abs(value - target) < NEAR if isinstance(value, float) else value == target
            assert same, (name, operands, wanted)


def operators(page: pikepdf.Page) -> list[tuple[str, list[float | str]]]:
    """What draws a page, shown text as one string: full rendering writes a correction of 0 after each glyph."""
    found: list[tuple[str, list[float | str]]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "TJ":
            assert not any(part for part in operands[0] if not isinstance(part, pikepdf.String))
            codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            found.append((name, [codes.hex()]))
        else:
            found.append((name, [_plain(operand) for operand in operands]))
    return found


def _plain(operand: Any) -> float | str:
    try:
        return float(operand)
    except (TypeError, ValueError):
        return str(operand)


def assert_same_glyphs(one: pikepdf.Page, other: pikepdf.Page) -> None:
    """Each code that full rendering uses has the same width and the same character in the form's font."""
    assert sorted(one.Resources.Font) == sorted(other.Resources.Font)
    for name, font in other.Resources.Font.items():
        mine, used = one.Resources.Font[name], characters(font)
        assert {code: characters(mine)[code] for code in used} == {
            code: text.replace("\xa0", " ") for code, text in used.items()
        }
        assert {code: widths(mine)[code] for code in used} == {code: widths(font)[code] for code in used}


def widths(font: pikepdf.Dictionary) -> dict[int, float]:
    found: dict[int, float] = {}
    entries = list(font.DescendantFonts[0].W)
    for first, run in zip(entries[::2], entries[1::2], strict=True):
        found.update({int(first) + place: float(width) for place, width in enumerate(run)})
    return found


def tags(element: pikepdf.Dictionary) -> tuple[Any, ...]:
    """An element with all below it, without the numbers of objects."""
    kids = [tags(kid) if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in element.get("/K", [])]
    attributes = element.get("/A", {})
    frame = tuple(round(float(edge)) for edge in attributes.get("/BBox", []))
    return str(element.S), str(element.get("/Alt", "")), str(attributes.get("/Scope", "")), frame, tuple(kids)


def filled() -> int:
    return compiled.tally["filled"]


@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_statement_of_each_kind_is_the_same_filled_and_in_full(kind):
    before = filled()

    assert_same(CONTENTS[kind])

    assert filled() == before + 1


@pytest.mark.parametrize("seed", range(8))
def test_statement_of_a_made_up_person_is_the_same_filled_and_in_full(seed):
    assert_same(made_up(Random(seed)))


def test_most_made_up_people_fit_a_form():
    before = filled()

    for seed in range(8):
        pdf(TEMPLATE, {"content": made_up(Random(seed)), "id": ID, "code": CODE})

    assert filled() - before > 4


STRANGE = {
    "character": "Nguyễn Thị Hồng",
    "white space": "Ana  María",
    "long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "breaks": "Ana/Maria " * 9 + "Smith",
    "room": "Maximiliana Wolfeschlegelstein-Featherstonehaugh",
}


@pytest.mark.parametrize("reason", sorted(STRANGE))
def test_name_that_a_form_cannot_hold_is_rendered_in_full(reason):
    content = {**CONTENTS["survivor"], "name": STRANGE[reason]}
    before = compiled.tally.copy()

    written = pdf(TEMPLATE, {"content": content, "id": ID, "code": CODE})

    assert compiled.tally - before == {reason: 1}
    assert written == pdf_in_full(TEMPLATE, {"content": content, "id": ID, "code": CODE})


def test_fact_beside_a_long_label_is_rendered_in_full_when_both_do_not_fit():
    content = deepcopy(CONTENTS["annuitant"])
    content["facts"][0] = {
        "label": "Paid in 2025 before any deductions at all",
        "value": "$1,140,944.96 in all",
    }
    before = compiled.tally.copy()

    pdf(TEMPLATE, {"content": content, "id": ID, "code": CODE})

    assert compiled.tally - before == {"room": 1}


def test_bar_without_length_leaves_no_hair_on_paper():
    content = deepcopy(CONTENTS["annuitant"])
    content["chart"]["bars"][1]["value"] = "0.00"

    document = open_pdf(pdf(TEMPLATE, {"content": content, "id": ID, "code": CODE}))

    drawn = [
        operands for name, operands in operators(document.pages[0]) if name == "re" and operands[3] == 4.5
    ]
    assert len(drawn) == len(content["chart"]["bars"]) - 1


def test_statements_of_one_form_share_no_words():
    first = {**CONTENTS["annuitant"], "name": "Ana First", "member_id": "111111111"}
    second = {**CONTENTS["annuitant"], "name": "Bao Second", "member_id": "222222222"}

    pdf(TEMPLATE, {"content": first, "id": ID, "code": CODE})
    written = pdf(TEMPLATE, {"content": second, "id": ID, "code": CODE})

    for secret in ("Ana First", "111111111"):
        assert secret not in everything(open_pdf(written))


def everything(document: pikepdf.Pdf) -> str:
    """All that a PDF says anywhere: its pages, tags, title and metadata."""
    texts = [text for page in document.pages for text in marked_content(page).by_number.values()]
    texts += [text for page in document.pages for text in marked_content(page).artifacts]
    objects = [str(dict(thing)) for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
    return " ".join([*texts, *objects, document.Root.Metadata.read_bytes().decode()])
