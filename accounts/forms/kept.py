"""Fields that show again what was typed into them before the session was over, in whichever form they stand."""

from typing import Any

from django.forms import BoundField, FileField, PasswordInput
from django.forms.renderers import TemplatesSetting

from accounts import kept_words


class KeptBoundField(BoundField):
    """As Django's; on a page that gives words back, its value is what was typed. Not judged: no error is shown."""

    def value(self) -> Any:
        kept = kept_words.shown()
        if kept is None or not self._may_show() or not self._is_of_that_form(kept.words):
            return super().value()
        widget = self.field.widget
        return self.field.prepare_value(widget.value_from_datadict(kept.words, {}, self.html_name))

    def _may_show(self) -> bool:
        is_secret = isinstance(self.field.widget, PasswordInput)
        return not (is_secret or self.field.disabled or isinstance(self.field, FileField))

    def _is_of_that_form(self, words: Any) -> bool:
        # A box left empty sends nothing; it was in that form if any field beside it was. A page may have other forms.
        return any(self.form.add_prefix(name) in words for name in self.form.fields)


class KeptWordsRenderer(TemplatesSetting):
    """The project's form renderer: every form of every app has such fields, and no view need know."""

    bound_field_class = KeptBoundField
