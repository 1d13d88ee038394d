"""What a change of name asks."""

from django.utils.translation import gettext_lazy

from benefits.forms.applications.steps import Choice, FullNameField, StepForm


class NewNameForm(StepForm):
    """The name as it is on the proof."""

    given_name = FullNameField(
        label=gettext_lazy("First name"),
        missing=gettext_lazy("Write your first name."),
        autocomplete="given-name",
    )
    middle_name = FullNameField(
        required=False, label=gettext_lazy("Middle name, if you have one"), autocomplete="additional-name"
    )
    family_name = FullNameField(
        label=gettext_lazy("Last name"),
        missing=gettext_lazy("Write your last name."),
        autocomplete="family-name",
    )
    suffix = FullNameField(
        required=False,
        label=gettext_lazy("Suffix, such as Jr., if you have one"),
        autocomplete="honorific-suffix",
    )


class ReasonForm(StepForm):
    """Why the name changed: it says which proof is needed."""

    reason = Choice(
        label=gettext_lazy("Why has your name changed?"),
        missing=gettext_lazy("Choose why your name has changed."),
        choices=(
            ("marriage", gettext_lazy("Marriage or civil union")),
            ("divorce", gettext_lazy("Divorce")),
            ("court", gettext_lazy("A court’s order")),
            ("mistake", gettext_lazy("Our record has it wrong")),
        ),
    )
