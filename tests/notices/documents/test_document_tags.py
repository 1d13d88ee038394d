"""The structure of a rendered statement, as PDF/UA-1 asks for it where a program can check."""

import re
from typing import Any, NamedTuple

import pikepdf
import pytest

from notices.documents.render import pdf
from tests.notices.documents.statement_contents import CODE, CONTENTS, ID, TEMPLATE, longer
from tests.notices.documents.structure import Element, marked_content, open_pdf, structure


class Read(NamedTuple):
    """A statement's content, its bytes, and what reading them gives."""

    content: dict[str, Any]
    written: bytes
    document: pikepdf.Pdf
    root: Element


_read: dict[str, Read] = {}


@pytest.fixture(params=sorted(CONTENTS))
def statement(request) -> Read:
    """A statement of each kind; rendered once, for nobody changes it."""
    if request.param not in _read:
        content = CONTENTS[request.param]
        written = pdf(TEMPLATE, {"content": content, "id": ID, "code": CODE})
        document = open_pdf(written)
        _read[request.param] = Read(content, written, document, structure(document))
    return _read[request.param]


def test_document_says_that_it_is_tagged_and_in_which_language(statement):
    document = statement.document

    assert document.Root.MarkInfo.Marked is True
    assert document.Root.Lang == "en"


def test_document_is_a_sound_file(statement):
    assert statement.document.check_pdf_syntax() == []


def test_document_in_spanish_says_so():
    content = {**CONTENTS["annuitant"], "language": "es"}

    document = open_pdf(pdf(TEMPLATE, {"content": content, "id": ID, "code": CODE}))

    assert document.Root.Lang == "es"


def test_document_shows_its_title(statement):
    document = statement.document

    title = f"{statement.content['title']} – {statement.content['name']}"
    assert document.docinfo["/Title"] == title
    assert document.open_metadata()["dc:title"] == title
    assert document.Root.ViewerPreferences.DisplayDocTitle is True


def test_document_names_itself_pdf_ua_1(statement):
    metadata = statement.document.open_metadata()

    assert metadata["pdfuaid:part"] == "1"


def test_statement_of_each_kind_has_two_pages(statement):
    assert len(statement.document.pages) == 2


def test_headings_descend_from_one_title(statement):
    root = statement.root

    headings = root.find("H1", "H2", "H3")
    assert [element.tag for element in headings][:1] == ["H1"]
    assert {element.tag for element in headings[1:]} == {"H2"}
    assert headings[0].text == statement.content["title"]
    assert [section["heading"] for section in statement.content["sections"]] == [
        heading.text
        for heading in headings
        if heading.text in {s["heading"] for s in statement.content["sections"]}
    ]


def test_tables_have_rows_and_header_cells_with_their_scope(statement):
    root = statement.root

    tables = root.find("Table")
    assert len(tables) == 1 + sum(bool(section["rows"]) for section in statement.content["sections"])
    for table in tables:
        assert table.find("TR")
        assert table.find("TD")
        for header in table.find("TH"):
            assert header.source.A.Scope in ("/Column", "/Row")
            assert header.text


def test_cell_leads_to_its_headers_by_the_index(statement):
    document = statement.document

    names = list(document.Root.StructTreeRoot.IDTree.Names)
    index = {bytes(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
    assert sorted(index) == list(index)
    cells = statement.root.find("TD")
    assert cells
    for cell in cells:
        for name in cell.source.A.get("/Headers", []):
            assert index[bytes(name)].S == "/TH"


def test_chart_says_in_words_what_it_shows(statement):
    (figure,) = statement.root.find("Figure")

    assert str(figure.source.Alt) == statement.content["chart"]["description"]
    left, bottom, right, top = (float(edge) for edge in figure.source.A.BBox)
    assert 0 < left < right < 612
    assert 0 < bottom < top < 792


def test_nothing_on_a_page_is_left_unmarked(statement):
    for page in statement.document.pages:
        assert marked_content(page).unmarked == []


def test_running_heads_and_feet_are_artifacts(statement):
    first, second = statement.document.pages

    assert "Page 1 of 2" in marked_content(first).artifacts
    assert "Page 2 of 2" in marked_content(second).artifacts
    assert any(statement.content["member_id"] in text for text in marked_content(second).artifacts)
    assert "Page 1 of 2" not in statement.root.text


def test_every_mark_on_a_page_belongs_to_an_element_that_is_read(statement):
    document = statement.document

    read = {element.source.objgen for element in statement.root.walk()}
    nums = list(document.Root.StructTreeRoot.ParentTree.Nums)
    for page in document.pages:
        owners = nums[nums.index(page.obj.StructParents) + 1]
        for number in marked_content(page).by_number:
            assert owners[number].objgen in read


def test_all_content_is_read_in_the_order_in_which_it_is_printed(statement):
    content = statement.content

    text = statement.root.text

    parts = [content["title"], content["headline"]["figure"], content["name"], *content["address"]]
    parts += [word for fact in content["facts"] for word in (fact["label"], fact["value"])]
    for section in content["sections"]:
        parts += [section["heading"], *(cell for row in section["rows"] for cell in row if cell)]
        parts += [cell for cell in section["total"] or [] if cell]
    place = 0
    for part in parts:
        words = re.compile(r"\s+".join(re.escape(word) for word in part.split()).replace("\\-", r"\-\s*"))
        found = words.search(text, place)
        assert found, part
        place = found.end()


def test_fonts_are_embedded_and_ours(statement):
    fonts = statement.document.pages[0].Resources.Font

    assert fonts
    for font in fonts.values():
        (descendant,) = font.DescendantFonts
        assert "Public-Sans-Tabular" in str(font.BaseFont)
        assert "/FontFile2" in descendant.FontDescriptor
        assert "/ToUnicode" in font


def test_same_content_gives_the_same_bytes(statement):
    again = pdf(TEMPLATE, {"content": statement.content, "id": ID, "code": CODE})

    assert again == statement.written


def test_document_carries_no_day_of_its_making(statement):
    assert "/CreationDate" not in statement.document.docinfo
    assert "/ModDate" not in statement.document.docinfo


def test_more_than_two_pages_hold_flows_to_a_third_with_its_head():
    document = open_pdf(pdf(TEMPLATE, {"content": longer(CONTENTS["annuitant"]), "id": ID, "code": CODE}))

    assert len(document.pages) == 3
    last = marked_content(document.pages[2])
    assert "Page 3 of 3" in last.artifacts
    assert any("Member ID" in text for text in last.artifacts)
    assert last.unmarked == []
