"""A form as the bytes of a PDF: what never changes packed once, and the places where the rest goes."""

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape, unescape

import pydyf

from notices.documents.compiled.words import TOKEN

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
# Bytes of a cross-reference row: the kind of entry, an offset or object number, an index.
ROW = (1, 4, 2)
ROW_BYTES = sum(ROW)
# Text compresses no better with more effort.
EFFORT = 5

Say = Callable[[str], str]


@dataclass
class Changing:
    """An object outside the page contents that says something of the person: the title, a chart's description."""

    number: int
    # Bytes as they are, and texts with tokens in them.
    pieces: Sequence[bytes | str]
    written: Callable[[str], bytes]
    finished: Callable[[bytes], bytes] = bytes

    def write(self, say: Say) -> bytes:
        """The object's bytes; `say` puts a person's words where a text has tokens."""
        return self.finished(
            b"".join(piece if isinstance(piece, bytes) else self.written(say(piece)) for piece in self.pieces)
        )


@dataclass
class Packed:
    """The unchanging part of a file, and what is needed to finish it."""

    fixed: list[bytes]
    rows: bytearray
    changing: list[Changing]
    # The object numbers of the pages' changing contents.
    contents: list[int]
    trailer: bytes
    number: int
    length: int = field(init=False)
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.length = sum(map(len, self.fixed))
        self.digest = hashlib.sha256(b"".join(self.fixed)).digest()

    def write(self, contents: Sequence[bytes], say: Say) -> bytes:
        """The whole file with these page contents."""
        bodies = [
            (number, _stream(zlib.compress(content, EFFORT)))
            for number, content in zip(self.contents, contents, strict=True)
        ]
        bodies += [(thing.number, thing.write(say)) for thing in self.changing]
        rows, parts, place = bytearray(self.rows), list(self.fixed), self.length
        for number, body in bodies:
            rows[number * ROW_BYTES : (number + 1) * ROW_BYTES] = _row(1, place, 0)
            parts.append(_indirect(number, body))
            place += len(parts[-1])
        rows[self.number * ROW_BYTES :] = _row(1, place, 0)
        identifier = (
            hashlib.sha256(self.digest + b"".join(parts[len(self.fixed) :])).hexdigest()[:32].encode()
        )
        table = zlib.compress(rows, EFFORT)
        entries = b"%s/ID [(%s)(%s)]" % (self.trailer, identifier, identifier)
        parts += [_indirect(self.number, _stream(table, entries)), b"startxref\n%d\n%%%%EOF\n" % place]
        return b"".join(parts)


def pack(pdf: pydyf.PDF, contents: Mapping[int, bytes]) -> Packed:
    """Pack the objects of a finished PDF. `contents` maps the number of each page's content stream to the part of it
    that never changes, drawn before the rest.
    """
    pdf.add_object(pdf.info)
    _split_contents(pdf, contents)
    changing = [thing for item in pdf.objects[1:] if (thing := _changing(item)) is not None]
    apart = {thing.number for thing in changing} | set(contents)
    holder = len(pdf.objects)
    rows = bytearray((holder + 2) * ROW_BYTES)
    rows[:ROW_BYTES] = _row(0, 0, 65535)
    fixed, place = [HEADER], len(HEADER)
    streams = [item for item in pdf.objects[1:] if not item.compressible and item.number not in apart]
    small = [item for item in pdf.objects[1:] if item.compressible and item.number not in apart]
    for number, body in (*((item.number, item.data) for item in streams), (holder, _object_stream(small))):
        rows[number * ROW_BYTES : (number + 1) * ROW_BYTES] = _row(1, place, 0)
        fixed.append(_once(_indirect(number, body)) if b"/Length1" in body[:100] else _indirect(number, body))
        place += len(fixed[-1])
    for index, item in enumerate(small):
        rows[item.number * ROW_BYTES : (item.number + 1) * ROW_BYTES] = _row(2, holder, index)
    trailer = b"/Type /XRef/W [%d %d %d]/Size %d/Root %s/Info %s" % (
        *ROW,
        holder + 2,
        pdf.catalog.reference,
        pdf.info.reference,
    )
    return Packed(fixed, rows, changing, list(contents), trailer, holder + 1)


@cache
def _once(font: bytes) -> bytes:
    """The same bytes for the same font: all forms share it in memory."""
    return font


def _split_contents(pdf: pydyf.PDF, contents: Mapping[int, bytes]) -> None:
    references = {f"{number} 0 R".encode(): part for number, part in contents.items()}
    pages = [item for item in pdf.objects if item.reference in pdf.page_references]
    for page in pages:
        first = pydyf.Stream([references[page["Contents"]]], compress=True)
        pdf.add_object(first)
        page["Contents"] = pydyf.Array([first.reference, page["Contents"]])


def _changing(item: pydyf.Object) -> Changing | None:
    if isinstance(item, pydyf.Stream):
        return _changing_metadata(item) if item.extra.get("Type") == "/Metadata" else None
    if not isinstance(item, pydyf.Dictionary):
        return None
    texts = {
        key: text.string
        for key, text in item.items()
        if isinstance(text, pydyf.String) and isinstance(text.string, str) and TOKEN.search(text.string)
    }
    if not texts:
        return None
    marked = pydyf.Dictionary({**item, **{key: MARK for key in texts}})
    return Changing(item.number, _interleaved(marked.data.split(MARK), list(texts.values())), _string)


def _changing_metadata(item: pydyf.Stream) -> Changing | None:
    content = b"".join(item.stream).decode()
    texts = [text for text in ELEMENT_TEXT.findall(content) if TOKEN.search(text)]
    for text in texts:
        content = content.replace(f">{text}<", f">{MARK.decode()}<")
    if not texts:
        return None
    pieces = _interleaved(content.encode().split(MARK), [unescape(text) for text in texts])
    return Changing(item.number, pieces, _xml, _metadata)


MARK = b"\x01"
ELEMENT_TEXT = re.compile(r">([^<>]+)<")


def _interleaved(pieces: Sequence[bytes], texts: Sequence[str]) -> list[bytes | str]:
    woven: list[bytes | str] = [pieces[0]]
    for text, piece in zip(texts, pieces[1:], strict=True):
        woven += [text, piece]
    return woven


def _string(text: str) -> bytes:
    return bytes(pydyf.String(text).data)


def _xml(text: str) -> bytes:
    return escape(text).encode()


def _metadata(content: bytes) -> bytes:
    return _stream(content, b"/Type /Metadata/Subtype /XML", is_compressed=False)


def _object_stream(items: Sequence[pydyf.Object]) -> bytes:
    bodies, numbers, place = [item.data for item in items], [], 0
    for item, body in zip(items, bodies, strict=True):
        numbers += [item.number, place]
        place += len(body) + 1
    index = " ".join(map(str, numbers)).encode() + b"\n"
    entries = b"/Type /ObjStm/N %d/First %d" % (len(items), len(index))
    return _stream(zlib.compress(index + b"\n".join(bodies), 9), entries)


def _stream(content: bytes, entries: bytes = b"", *, is_compressed: bool = True) -> bytes:
    way = b"/Filter /FlateDecode" if is_compressed else b""
    return b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (entries, way, len(content), content)


def _indirect(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _row(*fields: int) -> bytes:
    return b"".join(value.to_bytes(size, "big") for value, size in zip(fields, ROW, strict=True))
