"""What WeasyPrint's tags lack of PDF/UA-1: scopes, artifacts for running heads, an index of header cells, frames."""

from collections.abc import Iterator
from typing import Any

import pydyf

Objects = dict[bytes, Any]


def complete_tags(document: Any, pdf: pydyf.PDF) -> None:
    """Finish the structure tree of a PDF that is about to be written (WeasyPrint's `finisher`)."""
    objects: Objects = {item.reference: item for item in pdf.objects}
    root = objects[pdf.catalog["StructTreeRoot"]]
    elements = list(_reachable(root, objects))
    _give_scopes(document)
    _index_header_cells(root, elements)
    _place_figures(elements, objects)
    _release_running_heads(pdf, objects[root["ParentTree"]], elements, objects)


def _reachable(parent: pydyf.Dictionary, objects: Objects) -> Iterator[pydyf.Dictionary]:
    for kid in parent["K"]:
        if isinstance(kid, bytes) and objects[kid].get("Type") == "/StructElem":
            yield objects[kid]
            yield from _reachable(objects[kid], objects)


def _give_scopes(document: Any) -> None:
    """Readers find a cell's header by /Scope; WeasyPrint drops the attribute."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element_tag == "th" and getattr(box, "mark", None) is not None:
                row = box.element.get("scope") == "row"
                box.mark["A"]["Scope"] = "/Row" if row else "/Column"


def _index_header_cells(root: pydyf.Dictionary, elements: list[pydyf.Dictionary]) -> None:
    """Elements with an /ID need an /IDTree (ISO 32000-1, table 322)."""
    names = sorted((element["ID"].data, element.reference) for element in elements if "ID" in element)
    if names:
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(part for name in names for part in name)})


def _place_figures(elements: list[pydyf.Dictionary], objects: Objects) -> None:
    """A figure's frame is measured in points from the bottom left, not in pixels from the top left."""
    for element in elements:
        if element["S"] == "/Figure":
            height = objects[element["Pg"]]["MediaBox"][3]
            left, top, right, bottom = (0.75 * edge for edge in element["A"]["BBox"])
            element["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))


def _release_running_heads(
    pdf: pydyf.PDF, parents: pydyf.Dictionary, elements: list[pydyf.Dictionary], objects: Objects
) -> None:
    """Text in page margins belongs to no element: it is marked as pagination, which readers skip."""
    read = {element.reference for element in elements}
    pages = [objects[reference] for reference in pdf.page_references]
    for page, owners in zip(pages, parents["Nums"][1::2], strict=False):
        outside = {number for number, owner in enumerate(owners) if owner not in read}
        content = objects[page["Contents"]].stream
        for place, item in enumerate(content):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in outside:
                content[place - 1 : place + 1] = [b"/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for number in outside:
            objects[owners[number]].clear()
            owners[number] = b"null"
