"""Looks into a file sent in, in a process of its own with little memory and time: a bomb harms only itself.

Run as a program: the file on standard input; one line on standard output, "ok" with the content type, or the key of
what is wrong. It imports nothing of the portal.
"""

import io
import re
import resource
import sys
import warnings

MEGABYTE = 1024 * 1024
MEMORY = 768 * MEGABYTE
SECONDS = 10
MOST_PIXELS = 60_000_000
MOST_PAGES = 300
# Everything a file's packed parts may come to together.
MOST_UNPACKED = 300 * MEGABYTE
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG"}
# What a paper sent to an office never needs, and a thief's does.
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA")


class Wrong(Exception):
    """What is wrong with the file, as a key."""


def main() -> None:
    """Read, judge, and say it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        print("ok", judge(sys.stdin.buffer.read()))
    except Wrong as wrong:
        print(wrong)
    except MemoryError:
        print("bomb")


def judge(content: bytes) -> str:
    """The content type of a sound file. Raises `Wrong`."""
    kind = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
    if kind is None:
        raise Wrong("kind")
    if kind == "application/pdf":
        _judge_pdf(content)
    else:
        _judge_image(content, IMAGES[kind])
    return kind


def _judge_image(content: bytes, format: str) -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error")
    try:
        with Image.open(io.BytesIO(content), formats=[format]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Wrong("bomb")
            image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as error:
        raise Wrong("bomb") from error
    except Wrong:
        raise
    except Exception as error:
        # A chunk of text in a PNG that unpacks too far is refused by Pillow as a ValueError that says so.
        raise Wrong("bomb" if "too large" in str(error).lower() else "damaged") from error


def _judge_pdf(content: bytes) -> None:
    import pikepdf

    _judge_packed(content)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Wrong("encrypted")
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise Wrong("pages" if pdf.pages else "damaged")
            for part in pdf.objects:
                _judge_part(part)
    except pikepdf.PasswordError as error:
        raise Wrong("encrypted") from error
    except pikepdf.PdfError as error:
        raise Wrong("damaged") from error


def _judge_part(part: object) -> None:
    """Look through a part and what is written inside it; what it points to is a part of its own."""
    import pikepdf

    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [inner for inner in one if not _points(inner)]
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            inside = {str(key): one.get(key) for key in one.keys()}  # noqa: SIM118  a stream is no mapping
            names = {str(inside.get(key)) for key in ("/S", "/Type", "/Subtype")}
            if (names | inside.keys()) & set(ACTIVE):
                raise Wrong("active")
            waiting += [inner for inner in inside.values() if not _points(inner)]


def _points(value: object) -> bool:
    return bool(getattr(value, "is_indirect", False))


def _judge_packed(content: bytes) -> None:
    """Unpack every packed part piece by piece and forget it: the sum tells a bomb before any reader unpacks it."""
    import zlib

    unpacked = 0
    for match in re.finditer(rb"stream\r?\n", content):
        packed, start = zlib.decompressobj(), match.end()
        piece = content[start : start + MEGABYTE]
        while piece and not packed.eof:
            try:
                unpacked += len(packed.decompress(piece, MEGABYTE))
            except zlib.error:
                break
            if unpacked > MOST_UNPACKED:
                raise Wrong("bomb")
            piece = packed.unconsumed_tail
            if not piece:
                start += MEGABYTE
                piece = content[start : start + MEGABYTE]


if __name__ == "__main__":
    main()
