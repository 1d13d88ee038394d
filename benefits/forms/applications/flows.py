"""The applications as data: which steps each has, in which order, when a step falls away, and which papers it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.forms.applications import name_change, refund, retirement, survivor
from benefits.forms.applications.steps import Answers, StepForm


def always(given: Answers) -> bool:
    """A step that never falls away."""
    return True


class Step(NamedTuple):
    """A page of an application. `words` is the template of what is said above the questions, "" for nothing."""

    name: str
    title: Promise
    form: type[StepForm]
    is_asked: Callable[[Answers], bool] = always
    words: str = ""


class Paper(NamedTuple):
    """A paper that the application needs."""

    name: str
    title: Promise
    is_needed: Callable[[Answers], bool] = always


@dataclass(frozen=True)
class Flow:
    """An application: its kind of claim, its steps and its papers. `send` is the word on the last button."""

    kind: str
    steps: tuple[Step, ...]
    papers: tuple[Paper, ...]
    send: Promise

    def steps_asked(self, given: Answers) -> list[Step]:
        """The steps that these answers call for, in order."""
        return [step for step in self.steps if step.is_asked(given)]

    def papers_needed(self, given: Answers) -> list[Paper]:
        """The papers that these answers call for."""
        return [paper for paper in self.papers if paper.is_needed(given)]

    def step(self, name: str, given: Answers) -> Step | None:
        """The step of a name, if these answers call for it."""
        return next((step for step in self.steps_asked(given) if step.name == name), None)

    def first_open(self, given: Answers) -> Step | None:
        """The first step that is not answered, or whose answer fits the others no more; None when all is said."""
        return next((step for step in self.steps_asked(given) if not _is_settled(step, given)), None)

    def after(self, step: Step, given: Answers) -> Step | None:
        """The step that follows; None after the last."""
        asked = self.steps_asked(given)
        place = asked.index(step) + 1
        return asked[place] if place < len(asked) else None

    def kept(self, given: Answers) -> dict[str, object]:
        """The answers of the steps that are asked: what was said on a way that was left again is dropped."""
        names = {name for step in self.steps_asked(given) for name in step.form.base_fields}
        return {name: answer for name, answer in given.items() if name in names}


def _is_settled(step: Step, given: Answers) -> bool:
    return step.form.is_answered(given) and step.form.again(given).is_valid()


def _said(name: str, *answers: object) -> Callable[[Answers], bool]:
    return lambda given: given.get(name) in answers


SOCIAL_SECURITY_CARD = Paper("card", _("Your Social Security card"))
RETIREMENT = Flow(
    "retirement",
    steps=(
        Step("last-day", _("Your last day of work"), retirement.LastDayForm, words="last_day.html"),
        Step("start", _("When your annuity starts"), retirement.StartForm, words="start.html"),
        Step(
            "offset",
            _("Social Security offset removal option"),
            retirement.OffsetForm,
            words="offset.html",
        ),
        Step("spouse", _("Spouse or partner"), retirement.SpouseForm, words="spouse.html"),
        Step("children", _("Children"), retirement.ChildrenForm, words="children.html"),
        Step(
            "survivor-refund",
            _("Refund of survivor contributions"),
            retirement.SurvivorRefundForm,
            is_asked=retirement.is_alone,
            words="survivor_refund.html",
        ),
        Step(
            "rollover",
            _("Where the refund goes"),
            refund.RolloverChoiceForm,
            is_asked=lambda given: retirement.is_alone(given) and given.get("survivor_refund") is True,
            words="rollover.html",
        ),
        Step(
            "plan",
            _("The other plan or IRA"),
            refund.RolloverForm,
            is_asked=lambda given: (
                retirement.is_alone(given)
                and given.get("survivor_refund") is True
                and refund.rolls_over(given)
            ),
        ),
        Step("tax", _("Federal income tax"), retirement.TaxForm, words="tax.html"),
        Step("payment", _("How you are paid"), retirement.PaymentForm, words="payment.html"),
    ),
    papers=(
        Paper("birth", _("Your birth certificate, passport or other proof of age")),
        SOCIAL_SECURITY_CARD,
        Paper("marriage", _("Your marriage or civil union certificate"), _said("is_married", True)),
        Paper("spouse_birth", _("Proof of age of your spouse or partner"), _said("is_married", True)),
        Paper("child_birth", _("Birth certificate of each child"), _said("has_children", True)),
    ),
    send=_("Send in the application"),
)
REFUND = Flow(
    "refund",
    steps=(
        Step("last-day", _("When you left"), refund.LeftForm, words="left.html"),
        Step("consequences", _("What a refund ends"), refund.ConsequencesForm, words="consequences.html"),
        Step("rollover", _("Where the refund goes"), refund.RolloverChoiceForm, words="rollover.html"),
        Step("plan", _("The other plan or IRA"), refund.RolloverForm, is_asked=refund.rolls_over),
    ),
    papers=(
        Paper(
            "plan",
            _("The plan’s or IRA’s letter that it accepts the rollover"),
            _said("rolls_over", True),
        ),
    ),
    send=_("Apply for the refund"),
)
SURVIVOR = Flow(
    "survivor",
    steps=(
        Step("who", _("Who has died"), survivor.WhoDiedForm, words="who_died.html"),
        Step("relation", _("What you were to them"), survivor.RelationForm),
        Step("you", _("About you"), survivor.AboutYouForm),
        Step(
            "marriage",
            _("Your marriage or civil union"),
            survivor.MarriageForm,
            is_asked=survivor.was_couple,
            words="marriage.html",
        ),
        Step("child", _("About you as a child"), survivor.ChildForm, is_asked=survivor.is_child),
        Step(
            "social-security",
            _("Social Security"),
            survivor.SocialSecurityForm,
            words="social_security.html",
        ),
        Step("tax", _("Federal income tax"), retirement.TaxForm, words="tax.html"),
        Step("payment", _("How you are paid"), retirement.PaymentForm, words="payment.html"),
    ),
    papers=(
        Paper("death", _("The death certificate")),
        Paper("birth", _("Your birth certificate, passport or other proof of age")),
        SOCIAL_SECURITY_CARD,
        Paper("marriage", _("Your marriage or civil union certificate"), _said("relation", *survivor.COUPLE)),
        Paper(
            "school", _("A letter of your school that you study full-time"), _said("full_time_student", True)
        ),
        Paper("disability", _("A doctor’s report on the disability"), _said("is_disabled", True)),
    ),
    send=_("Send in the application"),
)
NAME_CHANGE = Flow(
    "name_change",
    steps=(
        Step("name", _("Your new name"), name_change.NewNameForm, words="new_name.html"),
        Step("reason", _("Why it has changed"), name_change.ReasonForm),
    ),
    papers=(
        Paper("certificate", _("The marriage or civil union certificate"), _said("reason", "marriage")),
        Paper(
            "decree", _("The divorce decree, the page that restores your name"), _said("reason", "divorce")
        ),
        Paper("order", _("The court’s order"), _said("reason", "court")),
        Paper("proof", _("Your birth certificate or passport"), _said("reason", "mistake")),
    ),
    send=_("Send in the change"),
)
FLOWS = {flow.kind: flow for flow in (RETIREMENT, REFUND, SURVIVOR, NAME_CHANGE)}
