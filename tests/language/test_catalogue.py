"""The Spanish catalogue is whole: whatever the sources ask for is translated, and fits."""

import os
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from sers_portal.language.catalogue import (
    compile_if_changed,
    find_catalogue,
    read_catalogue,
    renew,
    write_catalogue,
)
from sers_portal.language.extraction import PACKAGES, extract_messages, python_files, template_files
from sers_portal.language.faults import find_faults
from sers_portal.language.plain_text import find_fixed_orders, find_plain_text, find_times_before_a_stop

# The catalogue too: a Spanish sentence may end where the English one goes on.
SOURCES = {".html", ".txt", ".py", ".po"}


def test_every_word_that_a_reader_sees_is_there_in_spanish():
    faults = find_faults(read_catalogue(find_catalogue()), extract_messages())

    advice = "run `manage.py catalogue`, then translate (docs/guides/translating.md)"
    assert not faults, f"{len(faults)} to do; {advice}:\n" + "\n".join(faults)


def test_no_template_holds_words_that_no_translator_sees():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {words}"
        for path in template_files()
        for words in find_plain_text(path.read_text())
    ]

    assert not found, "put these between translate tags:\n" + "\n".join(found)


def test_no_date_is_printed_in_the_order_of_one_language():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {order}"
        for path in (*template_files(), *python_files())
        for order in find_fixed_orders(path.read_text())
    ]

    assert not found, "name a format of sers_portal/formats instead:\n" + "\n".join(found)


def test_no_sentence_ends_with_a_time_that_ends_in_a_stop_itself():
    folders = [settings.BASE_DIR / name for name in (*PACKAGES, "templates")]
    sources = [path for one in folders for path in one.rglob("*") if path.suffix in SOURCES]

    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {end}"
        for path in sources
        for end in find_times_before_a_stop(path.read_text())
    ]

    assert not found, "let the sentence end with another word:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        '{% blocktranslate with seen=row.seen_at|date:"DATETIME_FORMAT" %}Seen {{ seen }}.{% endblocktranslate %}',
        '<p>{{ row.seen_at|date:"TIME_FORMAT" }}.</p>',
        '_("Try again after %(time)s.")',
    ],
)
def test_a_time_before_a_stop_is_found(source):
    found = find_times_before_a_stop(source)

    assert len(found) == 1


@pytest.mark.parametrize(
    ("asked", "given", "fault"),
    [
        ("Sign in", "", "missing"),
        ("Hello, %(name)s", "Hola", "other placeholders"),
        ("Hello", "Hola, %(name)s", "placeholder that the English lacks"),
        ("{annuity:money} a month", "{annuity:percent} al mes", "other placeholders"),
        ("<strong>Now</strong>", "Ahora", "other tags"),
        ("Read this first", "Read this first", "left in English"),
        (" and ", "y", "other space"),
        (("%(n)s day", "%(n)s days"), ("%(n)s día", ""), "missing"),
    ],
)
def test_a_fault_in_a_translation_is_found(asked, given, fault):
    kept, asked_for = a_catalogue({asked: given}), a_catalogue({asked: ""})

    faults = find_faults(kept, asked_for)

    assert any(found.startswith(fault) for found in faults)


def test_a_guess_and_a_leftover_are_found():
    kept, asked_for = a_catalogue({"Sign in": "Entrar", "Gone": "Ido"}), a_catalogue({"Sign in": ""})
    kept["Sign in"].flags.add("fuzzy")

    faults = find_faults(kept, asked_for)

    assert [fault.split(":")[0] for fault in faults] == ["fuzzy", "asked for nowhere"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Sign in", "Iniciar sesión"),
        ("{percent:percent} × {pay:money}", "{percent:percent} × {pay:money}"),
        (("%(n)s day", "%(n)s days"), ("un día", "%(n)s días")),
    ],
)
def test_a_sound_translation_has_no_fault(asked, given):
    assert find_faults(a_catalogue({asked: given}), a_catalogue({asked: ""})) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Plain words</p>",
        '<img alt="Plain words">',
        "{% if told %}Plain{% endif %}",
        '<td data-label="Plain">{{ amount }}</td>',
    ],
)
def test_plain_words_in_a_template_are_found(template):
    assert find_plain_text(template) != []


@pytest.mark.parametrize(
    "template",
    [
        '<p class="lead">{% translate "Plain words" %}</p>',
        "{% blocktranslate %}Plain words{% endblocktranslate %}",
        "{% comment %}Plain words{% endcomment %}{# plain words #}",
        '<a href="tel:+12177857444">217-785-7444</a> SERS',
    ],
)
def test_translated_words_in_a_template_are_no_plain_text(template):
    assert find_plain_text(template) == []


@pytest.mark.parametrize(
    "source", ['{{ day|date:"F j, Y" }}', 'date_format(day, "F j")', 'date_format(today(), "F j")']
)
def test_a_date_in_english_order_is_found(source):
    assert find_fixed_orders(source) != []


@pytest.mark.parametrize(
    "source",
    [
        '{{ day|date:"DATE_FORMAT" }}',
        "{{ day|date:'Y-m-d' }}",
        'date_format(day, "D")',
        '{"on": date_format(day), "retired": date_format(annuity.starts_on)}',
    ],
)
def test_a_date_of_a_named_format_is_right(source):
    assert find_fixed_orders(source) == []


def test_renewing_keeps_translations_and_drops_what_is_asked_for_no_more():
    kept = a_catalogue({"Sign in": "Iniciar sesión", "Gone": "Ido"})

    renew(kept, a_catalogue({"Sign in": "", "Sign out": ""}))

    assert {message.id: message.string for message in kept if message.id} == {
        "Sign in": "Iniciar sesión",
        "Sign out": "",
    }


def test_a_changed_catalogue_is_compiled_at_the_next_start_and_an_unchanged_one_is_not(tmp_path):
    path = tmp_path / "django.po"
    write_catalogue(path, a_catalogue({"Sign in": "Entrar"}))
    compile_if_changed(path)

    is_compiled_again = compile_if_changed(path)
    write_catalogue(path, a_catalogue({"Sign in": "Iniciar sesión"}))
    os.utime(path, ns=(1, 1))
    compile_if_changed(path)

    assert not is_compiled_again
    with path.with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Sign in") == "Iniciar sesión"


def a_catalogue(messages: dict) -> Catalog:
    catalogue = Catalog(locale="es", charset="utf-8", fuzzy=False)
    for asked, given in messages.items():
        catalogue.add(asked, given, locations=[("somewhere.html", 0)])
    return catalogue
