"""The registry of kinds of claims: what each is called, how soon it is due, how it is figured, what approval does.

Apps above add theirs from `AppConfig.ready`; nothing here points up. The kinds of the plan are registered by
`benefits.services.claims.kinds`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise

from benefits.rules.refusals import Refusal
from benefits.rules.worksheet import Worksheet
from sers_portal.base.audit import Actor

if TYPE_CHECKING:
    from benefits.models import Claim

Words = str | Promise


class Figure(NamedTuple):
    """A figure of a calculation: its name, its words, and how it is written.

    The ways: money, date, percent, duration (months), yes_no, word (one of `choices`), payees.
    """

    name: str
    words: Words
    way: str
    is_required: bool = True
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the rules make of a claim: facts as they were, and the figures by name as plain texts, or the refusal.

    With a refusal the figures are those that the rules give all the same: the rest is for people to enter.
    """

    law_edition: str
    facts: Mapping[str, Any]
    computed: Mapping[str, Any] | None = None
    worksheet: Worksheet = ()
    refusal: Refusal | None = None


Calculate = Callable[["Claim", date], Outcome]
OnApproval = Callable[["Claim", Actor], None]
Complete = Callable[["Claim", Mapping[str, Any]], Mapping[str, Any]]


def nothing_follows(claim: "Claim", by: Actor) -> None:
    """For kinds whose approval changes no record by itself."""


def as_entered(claim: "Claim", entered: Mapping[str, Any]) -> Mapping[str, Any]:
    """For kinds whose figures stand each for itself."""
    return entered


@dataclass(frozen=True)
class ClaimKind:
    """A kind of claim.

    `days` until it is due; `usual_days` the range published by SERS, told until enough claims of the kind are closed;
    `calculate` is None where there is nothing to figure: such a claim goes from review straight to approval.
    `complete` judges figures that staff enter instead, and figures what they left empty (it raises `ClaimRefused`).
    `is_paid`: approval leads to payments. `questions` names the answers in words, for staff and the claimant.
    """

    name: str
    letter: str
    title: Words
    days: int
    usual_days: tuple[int, int]
    figures: tuple[Figure, ...] = ()
    calculate: Calculate | None = None
    complete: Complete = as_entered
    on_approval: OnApproval = nothing_follows
    is_paid: bool = False
    # Approval pays the claimant each month: SERS must have a record of them before the claim is sent on.
    needs_record: bool = False
    # It follows from a death: the certificate comes before any payment, and before the claim is sent on.
    is_after_a_death: bool = False
    # At most one of this kind may be open for a person at a time.
    is_single: bool = False
    questions: Mapping[str, Words] = field(default_factory=dict)
    # How answers chosen from a list are read: by question, then by answer.
    answer_words: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    # The page where a member begins one, and what is said beside its link; no page, no link.
    start_route: str = ""
    start_words: Words = ""
    # The letter that goes out when it is sent to the second approval, and when it is approved; "" for none.
    preliminary_letter: str = ""
    approval_letter: str = ""


class UnknownKind(LookupError):
    """Nobody has registered a kind of this name."""


_kinds: dict[str, ClaimKind] = {}


def register(kind: ClaimKind) -> None:
    """Add a kind; registering the same name again replaces it."""
    _kinds[kind.name] = kind


def of(name: str) -> ClaimKind:
    """The kind of a name. Raises `UnknownKind`."""
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def all_kinds() -> tuple[ClaimKind, ...]:
    """Every kind, in the order they were registered."""
    return tuple(_kinds.values())


def title_of(name: str) -> Words:
    """What a kind is called; its bare name where the app that has it is not there."""
    return _kinds[name].title if name in _kinds else name
