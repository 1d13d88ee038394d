"""The little markup of staff: paragraphs, lists, strong words; everything else stays text."""

import pytest

from notices.markup import to_html, to_plain

TEXT = "First **line**\nof a paragraph.\n\nBefore a list:\n- one\n- **two**\n\nAfter."


def test_paragraphs_lists_and_strong_words_become_html():
    assert to_html(TEXT) == (
        "<p>First <strong>line</strong> of a paragraph.</p>\n<p>Before a list:</p>\n"
        "<ul><li>one</li><li><strong>two</strong></li></ul>\n<p>After.</p>"
    )


def test_the_same_is_plain_in_an_e_mail():
    assert to_plain(TEXT) == "First line\nof a paragraph.\n\nBefore a list:\n\n- one\n- two\n\nAfter."


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "**<img src=x onerror=alert(1)>**",
        '- <a href="javascript:alert(1)">x</a>',
        "**bold **<b>** not**",
        "{% load i18n %}{{ settings.SECRET_KEY }}",
    ],
)
def test_html_in_what_staff_write_is_shown_and_never_run(attack):
    html = to_html(attack)

    for tag in ("<script", "<img", "<a ", "<b>"):
        assert tag not in html


def test_nothing_written_is_nothing_shown():
    assert to_html(" \n\n ") == ""
