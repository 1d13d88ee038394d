"""The number of SERS in a sentence is a link; nothing else of the sentence becomes markup."""

from sers_portal.base.templatetags.portal import telephones


def test_the_number_becomes_a_link_and_other_markup_stays_words():
    shown = telephones("Call 217-785-7444, not <b>217-555-0123</b>.")

    assert shown == ('Call <a href="tel:+12177857444">217-785-7444</a>, not &lt;b&gt;217-555-0123&lt;/b&gt;.')
