"""English and Spanish: the catalogue of all words, kept whole without the system's gettext.

extraction   every message that the sources ask for
catalogue    the file translators work on, and its compiled form
faults       what is wrong in a catalogue: missing, changed placeholders, left in English
plain_text   words in templates that no translator would ever see
"""
