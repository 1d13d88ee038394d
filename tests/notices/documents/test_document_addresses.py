"""A document is made of its template and our fonts alone."""

from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist

from notices.documents import render
from notices.documents.render import OutsideAddress, pdf

PAGE = '<html lang="en"><head><title>A page</title></head><body><p>Words</p>%s</body></html>'
# One red pixel.
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


@pytest.fixture
def write(settings, tmp_path: Path):
    """Puts a template and its style sheet where templates are found; returns the template's name."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def write(body: str, style: str | None = "p { color: #000 }") -> str:
        name = tmp_path.name
        (tmp_path / f"{name}.html").write_text(PAGE % body)
        if style is not None:
            (tmp_path / f"{name}.css").write_text(style)
        return f"{name}.html"

    return write


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/a.png", "https://example.org/a.png", "file:///etc/hostname", "ftp://a/b"]
)
def test_document_refuses_a_picture_from_elsewhere(write, address):
    template = write(f'<img src="{address}" alt="A picture">')

    with pytest.raises(OutsideAddress, match="Error fetching"):
        pdf(template, {})


def test_document_refuses_a_file_beside_the_fonts(write):
    template = write(
        f'<img src="{(Path(render.__file__).parent / "fonts/../render.py").as_uri()}" alt="Code">'
    )

    with pytest.raises(OutsideAddress):
        pdf(template, {})


def test_document_refuses_a_style_sheet_from_elsewhere(write):
    template = write("", style='@import url("https://example.org/a.css");')

    with pytest.raises(OutsideAddress):
        pdf(template, {})


def test_document_takes_a_picture_that_stands_in_it(write):
    template = write(f'<img src="{PIXEL}" alt="A red point">')

    assert pdf(template, {}).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("missing", ['lang="en"', "A page"])
def test_document_without_language_or_title_is_refused(write, tmp_path, missing):
    template = write("")
    file = tmp_path / template
    file.write_text(file.read_text().replace(missing, ""))

    with pytest.raises(ValueError, match="states its language and its title"):
        pdf(template, {})


def test_document_without_its_style_sheet_says_where_it_belongs(write):
    template = write("", style=None)

    with pytest.raises(TemplateDoesNotExist, match="lies beside its template"):
        pdf(template, {})
