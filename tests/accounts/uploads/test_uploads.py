"""Files sent in: what is taken, what is refused in which words, and what the scanner says."""

import io
import zlib

import pikepdf
import pytest
from django.utils.datastructures import MultiValueDict
from PIL import Image

from accounts import clamav
from accounts.forms.uploads import UploadsField
from accounts.models import Upload
from accounts.services import uploads
from accounts.services.uploads import UploadRefused, clean_name, inspect, receive
from benefits.models import ClaimFile
from benefits.services.claims.tracker import status_of
from notices.documents import storage
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM
from sers_portal.base.models import AuditEvent, Job
from tests.factories.accounts import a_person, an_account
from tests.factories.claims import a_file, a_picture
from tests.gateways.virus_scanner import VIRUS, a_scanner

BOMB = b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode/Length 1>>\nstream\n"


def a_pdf(*, locked: bool = False, active: bool = False) -> bytes:
    kept = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if active:
            pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        lock = pikepdf.Encryption(owner="owner", user="user") if locked else False
        pdf.save(kept, encryption=lock)
    return kept.getvalue()


def packed_zeros(megabytes: int) -> bytes:
    """A zlib stream of zeros, made of one packed megabyte again and again: packing them all takes seconds."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    megabyte = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (megabytes << 20) % 65521 << 16 | 1
    return b"\x78\xda" + megabyte * megabytes + b"\x03\0" + checksum.to_bytes(4, "big")


def with_text_bomb() -> bytes:
    """A PNG of one pixel whose text chunk unpacks to 300 megabytes."""
    text = b"Comment\0\0" + packed_zeros(300)
    chunk = len(text).to_bytes(4, "big") + b"zTXt" + text
    chunk += zlib.crc32(b"zTXt" + text).to_bytes(4, "big")
    picture = a_picture()
    return picture[:33] + chunk + picture[33:]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("scan.pdf", a_pdf(), "application/pdf"),
        ("photo.jpg", a_picture("JPEG"), "image/jpeg"),
        ("photo.png", a_picture("PNG"), "image/png"),
        ("photo.png", a_picture("JPEG"), "image/jpeg"),
    ],
)
def test_a_sound_file_is_taken_for_what_it_is(name, content, kind):
    taken = inspect(a_file(name, content))

    assert taken.content_type == kind
    assert taken.name.endswith({"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}[kind])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "is empty"),
        ("page.pdf", b"<html><script>alert(1)</script></html>", "not a PDF, JPEG or PNG"),
        ("drawing.svg", b"<svg onload='alert(1)'/>", "not a PDF, JPEG or PNG"),
        ("archive.pdf", b"PK\x03\x04" + bytes(100), "not a PDF, JPEG or PNG"),
        ("program.png", b"MZ" + bytes(100), "not a PDF, JPEG or PNG"),
        ("locked.pdf", a_pdf(locked=True), "locked with a password"),
        ("active.pdf", a_pdf(active=True), "a program or another file inside"),
        ("cut.png", a_picture("PNG", (300, 300))[:100], "may be damaged"),
        ("cut.pdf", b"%PDF-1.7 and nothing", "may be damaged"),
        ("bomb.pdf", BOMB + packed_zeros(400) + b"\nendstream\nendobj\n", "far too large"),
        ("bomb.png", with_text_bomb(), "far too large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_a_file_is_refused_with_its_name_and_what_to_do(name, content, words):
    with pytest.raises(UploadRefused, match=words) as refused:
        inspect(a_file(name, content))

    assert name in str(refused.value)


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked():
    wide = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(wide, "PNG")

    with pytest.raises(UploadRefused, match="far too large"):
        inspect(a_file("wide.png", wide.getvalue()))


def test_a_file_of_more_than_ten_megabytes_is_refused_whatever_size_it_states():
    file = a_file("long.pdf", b"%PDF-1.7" + bytes(uploads.MOST_BYTES))
    file.size = 5

    with pytest.raises(UploadRefused, match="larger than 10 MB"):
        inspect(file)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..\\..\\windows\\x.pdf", "x.pdf"),
        ("/etc/passwd", "passwd"),
        ('<img src=x onerror="alert(1)">.png', "img src_x onerror_alert(1)_.png"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("a\x00b\r\nc.pdf", "a_b_c.pdf"),
        ("", "file"),
        ("Acta de nacimiento Núñez.pdf", "Acta de nacimiento Núñez.pdf"),
    ],
)
def test_a_name_is_kept_without_what_hides_or_runs(name, shown):
    assert clean_name(name) == shown


def test_every_wrong_file_of_several_is_named():
    field = UploadsField()

    with pytest.raises(Exception, match="one.pdf") as refused:
        field.clean([a_file("one.pdf", b"x"), a_file(), a_file("two.pdf", b"y")])

    assert len(refused.value.messages) == 2


def test_the_field_reads_every_file_of_a_form():
    files = MultiValueDict({"papers": [a_file("one.png"), a_file("two.png")]})

    read = UploadsField().widget.value_from_datadict({}, files, "papers")

    assert [file.name for file in read] == ["one.png", "two.png"]


@pytest.mark.django_db
def test_a_file_is_kept_under_a_random_name_with_its_audit_row():
    person = a_person()
    by = an_account(person).actor

    upload = receive(file=a_file("Birth.png"), person=person, by=by)

    assert "Birth" not in upload.document.path
    assert str(upload.pk) not in upload.document.path
    assert storage.read(upload.document) == a_picture()
    assert AuditEvent.objects.get(verb="sent in a file").person == person.public_id


@pytest.mark.django_db
def test_without_a_scanner_a_file_is_held_until_staff_let_it_through():
    upload = receive(file=a_file(), person=None, by=SYSTEM)

    released = uploads.release(upload=upload, reason="Known sender", by=an_account(is_staff=True).actor)

    assert (upload.state, upload.may_be_opened, released.may_be_opened) == ("not_scanned", False, True)
    with pytest.raises(uploads.NotHeld):
        uploads.release(upload=upload, reason="Again", by=SYSTEM)


@pytest.mark.django_db
def test_the_scanner_passes_a_clean_file(settings):
    with a_scanner() as settings.CLAMAV_ADDRESS:
        upload = receive(file=a_file(), person=None, by=SYSTEM)
        waiting = upload.state
        jobs.work_off(uploads.SCAN)

    upload.refresh_from_db()
    assert (waiting, upload.state) == ("waiting", "clean")


@pytest.mark.django_db
def test_a_file_with_a_virus_is_never_opened(settings):
    with a_scanner() as settings.CLAMAV_ADDRESS:
        upload = receive(file=a_file("bad.png", a_picture() + VIRUS), person=None, by=SYSTEM)
        jobs.work_off(uploads.SCAN)

    upload.refresh_from_db()
    assert (upload.state, upload.found, upload.may_be_opened) == ("infected", "Eicar-Test-Signature", False)


@pytest.mark.django_db
def test_a_scanner_that_is_down_loses_nothing_and_is_asked_again(settings):
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    upload = receive(file=a_file(), person=None, by=SYSTEM)
    jobs.work_off(uploads.SCAN)
    upload.refresh_from_db()
    held = upload.state
    Job.objects.filter(kind=uploads.SCAN, state="ready").update(run_after=upload.received_at)

    with a_scanner() as settings.CLAMAV_ADDRESS:
        jobs.work_off(uploads.SCAN)

    upload.refresh_from_db()
    assert (held, upload.state) == ("not_scanned", "clean")


@pytest.mark.parametrize("mood", ["silent", "full"])
def test_a_scanner_that_says_nothing_sure_has_not_answered(mood):
    with a_scanner(mood) as address, pytest.raises(clamav.NoAnswer):
        clamav.scan(b"content", address=address, seconds=2)


def test_a_large_file_reaches_the_scanner_whole():
    content = bytes(300_000) + VIRUS

    with a_scanner() as address:
        found = clamav.scan(content, address=address)

    assert found == "Eicar-Test-Signature"


def test_states_are_all_said_to_the_member():
    said = {state: status_of(ClaimFile(upload=Upload(state=state))) for state in Upload.State.values}

    assert all(said.values())
