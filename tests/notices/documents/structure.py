"""Reads a tagged PDF the way a screen reader does: its elements in order, and what on a page belongs to none."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf


@dataclass
class Element:
    """An element of the structure tree with the elements inside it and its own marked text."""

    tag: str
    source: pikepdf.Dictionary
    kids: list["Element"] = field(default_factory=list)
    own_text: str = ""

    def find(self, *tags: str) -> list["Element"]:
        """All elements below of one of these kinds, in reading order."""
        return [element for element in self.walk() if element.tag in tags]

    def walk(self) -> Iterator["Element"]:
        for kid in self.kids:
            yield kid
            yield from kid.walk()

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.own_text, *(kid.text for kid in self.kids)) if part)


@dataclass
class Marked:
    """What stands on a page: text by marked-content number, texts of artifacts, and whatever is unmarked."""

    by_number: dict[int, str]
    artifacts: list[str]
    unmarked: list[str]


PAINTING = {"Tj", "TJ", "'", '"', "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def structure(pdf: pikepdf.Pdf) -> Element:
    """The document element with everything below it."""
    texts = {page.obj.objgen: marked_content(page).by_number for page in pdf.pages}
    (root,) = pdf.Root.StructTreeRoot.K
    return _element(root, texts)


def _element(source: pikepdf.Dictionary, texts: dict) -> Element:
    element = Element(str(source.S)[1:], source)
    for kid in source.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/Type") == "/StructElem":
                element.kids.append(_element(kid, texts))
        else:
            element.own_text += texts[source.Pg.objgen][int(kid)]
    return element


def marked_content(page: pikepdf.Page) -> Marked:
    """Sort a page's content: by number, artifact, or neither (which PDF/UA forbids)."""
    fonts = {name: characters(font) for name, font in page.Resources.Font.items()}
    found = Marked({}, [], [])
    inside: list[int | str] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            inside.append(int(operands[1]["/MCID"]) if "/MCID" in operands[1] else "artifact")
        elif name == "BMC":
            inside.append("artifact" if operands[0] == "/Artifact" else "other")
        elif name == "EMC":
            inside.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in PAINTING:
            _keep(found, inside, _text(operands, font) if name == "TJ" else "", name)
    for number in inside:
        raise AssertionError(f"marked content {number} is not closed")
    return found


def _keep(found: Marked, inside: list[int | str], text: str, operator: str) -> None:
    numbers = [mark for mark in inside if isinstance(mark, int)]
    if numbers:
        found.by_number[numbers[-1]] = found.by_number.get(numbers[-1], "") + text
    elif "artifact" in inside:
        found.artifacts.append(text)
    else:
        found.unmarked.append(operator)


def _text(operands: list, font: dict[int, str]) -> str:
    text = ""
    for part in operands[0]:
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            text += "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
    return text


def characters(font: pikepdf.Dictionary) -> dict[int, str]:
    """The characters that a font's codes stand for."""
    table: dict[int, str] = {}
    is_table = False
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        if line.endswith("bfchar"):
            is_table = "begin" in line
        elif is_table:
            code, text = line.split()
            table[int(code.strip("<>"), 16)] = bytes.fromhex(text.strip("<>")).decode("utf-16-be")
    return table
