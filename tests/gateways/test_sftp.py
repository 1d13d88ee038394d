"""Letters brought to a real SFTP server: whole, once, only to the print shop itself, and gone on with when cut off."""

import csv
import hashlib
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import paramiko
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from notices.documents import storage
from notices.letters import NotHandedOver, sftp
from notices.models import Letter, LetterBatch
from notices.services import batches
from notices.services.letters import queue_letter
from notices.tasks import finish_batches, mail_batch
from sers_portal.base.audit import SYSTEM
from tests.factories.accounts import staff
from tests.gateways.print_shop import PrintShop, a_print_shop

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 9)


@pytest.fixture
def shop(settings, tmp_path) -> Iterator[PrintShop]:
    incoming = tmp_path / "shop" / "incoming"
    incoming.mkdir(parents=True)
    with a_print_shop(tmp_path / "shop") as server:
        key_file = tmp_path / "key"
        server.our_key.write_private_key_file(str(key_file))
        settings.LETTER_WAY = "sftp"
        settings.PRINT_SHOP = {
            "host": "127.0.0.1",
            "port": server.port,
            "user": "sers",
            "key_file": key_file,
            "host_key": f"{server.host_key.get_name()} {server.host_key.get_base64()}",
            "folder": "/incoming",
        }
        yield server


def queue(count: int) -> list[Letter]:
    letters = []
    for number in range(count):
        pdf = f"%PDF-1.7 {number}".encode() * 100
        document = storage.keep(pdf, id=uuid.uuid4(), kind="letter", title="Letter")
        lines = ["12 Elm Street", "Springfield, IL 62701"]
        letters.append(
            queue_letter(
                key=f"k{number}", kind="letter", recipient="Ada", address_lines=lines, document=document
            )
        )
    return letters


def expected(batch: LetterBatch, letters: list[Letter]) -> list[str]:
    folder = f"incoming/{batch.on}-{batch.pk}"
    return sorted([*(f"{folder}/{letter.pk}.pdf" for letter in letters), f"{folder}/manifest.csv"])


def test_a_batch_arrives_whole_with_the_manifest_last(shop):
    letters = queue(3)

    (batch,) = batches.make_batches(on=TODAY, by=SYSTEM)

    manifest = shop.root / "incoming" / batch.manifest_path
    assert shop.files() == expected(batch, letters)
    assert shop.renames[-1] == "manifest.csv"
    assert all(name.startswith(".") and name.endswith(".part") for name in shop.uploads)
    for row in csv.DictReader(manifest.read_text().splitlines()):
        assert hashlib.sha256((manifest.parent / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_a_batch_cut_off_half_way_is_gone_on_with_and_nothing_is_brought_twice(shop):
    letters = queue(4)
    shop.breaks_after = 2

    with pytest.raises(NotHandedOver, match="It is tried again"):
        batches.make_batches(on=TODAY, by=SYSTEM)
    there = [name for name in shop.files() if not name.endswith(".part")]
    handed_over = LetterBatch.objects.get().handed_over_at
    shop.breaks_after = -1
    finish_batches()

    batch = LetterBatch.objects.get()
    assert len(there) == 2
    assert not any("manifest" in name for name in there)
    assert handed_over is None
    assert batch.handed_over_at is not None
    assert shop.files() == expected(batch, letters)
    assert sorted(shop.renames) == sorted([*(f"{letter.pk}.pdf" for letter in letters), "manifest.csv"])


def test_a_batch_handed_over_by_one_who_was_killed_before_the_commit_lies_there_once(shop, monkeypatch):
    letters = queue(2)

    def die(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("notices.services.batches.audit.record", die)
        with pytest.raises(KeyboardInterrupt):
            batches.make_batches(on=TODAY, by=SYSTEM)
    batches.make_batches(on=TODAY, by=SYSTEM)

    assert shop.files() == expected(LetterBatch.objects.get(), letters)
    assert len(shop.renames) == 3


def test_a_file_that_lies_there_half_is_written_over(shop):
    letters = queue(1)
    batch = batches.collect(on=TODAY)
    half = shop.root / "incoming" / f"{batch.on}-{batch.pk}" / f"{letters[0].pk}.pdf"
    half.parent.mkdir()
    half.write_bytes(b"%PDF")

    batches.make_batches(on=TODAY, by=SYSTEM)

    assert half.read_bytes() == storage.read(letters[0].document)


def test_a_server_with_another_key_gets_nothing(shop, settings):
    queue(1)
    other = paramiko.ECDSAKey.generate()
    settings.PRINT_SHOP["host_key"] = f"{other.get_name()} {other.get_base64()}"

    with pytest.raises(NotHandedOver, match="by telephone"):
        batches.make_batches(on=TODAY, by=SYSTEM)

    assert shop.files() == []


def test_a_key_the_print_shop_does_not_know_is_said_so(shop, settings, tmp_path):
    queue(1)
    paramiko.ECDSAKey.generate().write_private_key_file(str(tmp_path / "other"))
    settings.PRINT_SHOP["key_file"] = tmp_path / "other"

    with pytest.raises(NotHandedOver, match="refused our key"):
        batches.make_batches(on=TODAY, by=SYSTEM)


def test_a_print_shop_that_does_not_answer_loses_no_letter(shop, settings):
    letters = queue(1)
    right, settings.PRINT_SHOP["port"] = settings.PRINT_SHOP["port"], 1
    with pytest.raises(CommandError, match="the letters are kept"):
        call_command("mail_batch")
    settings.PRINT_SHOP["port"] = right

    mail_batch()

    assert shop.files() == expected(LetterBatch.objects.get(), letters)


def test_the_mail_room_is_told_when_the_print_shop_does_not_answer(shop, settings, client):
    queue(1)
    settings.PRINT_SHOP["port"] = 1
    client.force_login(staff("notices.view_letterbatch", "notices.add_letterbatch"))

    response = client.post(reverse("admin:letterbatch_make"), follow=True)

    assert "The connection to the print shop failed" in response.text


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-ed25519 not-base64!", "rubbish AAAA"])
def test_a_line_that_is_no_host_key_is_refused(line):
    with pytest.raises(ValueError, match="not a host key"):
        sftp.host_key(line)


def test_the_spool_keeps_the_batch_that_was_brought(shop, settings):
    queue(1)

    (batch,) = batches.make_batches(on=TODAY, by=SYSTEM)

    assert (Path(settings.SPOOL_DIR) / batch.manifest_path).is_file()
