"""The letter as it is printed: in the windows of its envelope, readable, and whole for a screen reader."""

import pikepdf
import pytest

from accounts.models import ActivationLetter
from accounts.services.activation import issue_letter
from notices.documents import storage
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import a_person
from tests.factories.activation import CODE
from tests.notices.documents.structure import marked_content, open_pdf, structure

pytestmark = pytest.mark.django_db
POINTS_AN_INCH = 72


@pytest.fixture
def printed(real_layout) -> pikepdf.Pdf:
    letter = issue_letter(person=a_person("Ada", "Nowak"), by=SYSTEM)
    return open_pdf(storage.read(letter.letter.document))


def test_the_letter_is_one_page_with_a_code_a_day_and_a_warning(printed):
    document = structure(printed)

    assert len(printed.pages) == 1
    assert CODE.search(document.text.encode())
    assert "Use it by" in document.text
    assert "SERS never asks for it" in document.text
    assert [heading.text for heading in document.find("H1")] == ["Your activation code"]


def test_the_square_says_in_words_where_it_leads(printed):
    (figure,) = structure(printed).find("Figure")

    assert "/activation/code/" in str(figure.source.Alt)


def test_nothing_is_left_unmarked(printed):
    assert marked_content(printed.pages[0]).unmarked == []


def test_only_the_addresses_stand_where_the_windows_are(printed):
    seen = [top for left, top in _places(printed) if left < 4.7 and top < 3.67]

    ours = [top for top in seen if top < 2.0]
    theirs = [top for top in seen if top >= 2.0]

    assert len(ours) == 3
    assert len(theirs) == 3, "name, street, town"
    assert all(0.70 <= top <= 1.21 for top in ours)
    assert all(2.42 <= top <= 3.09 for top in theirs)


def test_the_same_code_is_nowhere_but_in_the_document(printed):
    code = CODE.search(structure(printed).text.encode())[0].decode()

    kept = str(ActivationLetter.objects.values().get())

    assert code.replace("-", "") not in kept


def _places(pdf: pikepdf.Pdf):
    """Each run of text with its place on the page, in inches from the top left."""
    height = float(pdf.pages[0].MediaBox[3])
    matrices = [pikepdf.Matrix()]
    text = pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(operator)
        if name == "q":
            matrices.append(matrices[-1])
        elif name == "Q":
            matrices.pop()
        elif name == "cm":
            matrices[-1] = pikepdf.Matrix(*map(float, operands)) @ matrices[-1]
        elif name == "Tm":
            text = pikepdf.Matrix(*map(float, operands))
        elif name in ("Tj", "TJ"):
            place = text @ matrices[-1]
            yield place.e / POINTS_AN_INCH, (height - place.f) / POINTS_AN_INCH
