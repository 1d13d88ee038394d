"""Claims: everything asked of SERS that people decide, from the draft to the payment."""

from benefits.services.claims.deciding import (
    FigureNeeded,
    approve_first,
    approve_second,
    calculate,
    obstacle_to_approval,
    outcome_of,
    that_may_be_approved_by,
)
from benefits.services.claims.desk import assign, hand_back, mark_in_payment, move, note, take
from benefits.services.claims.opening import (
    end_old_drafts,
    identify,
    open_by_staff,
    open_claim,
    save_draft,
    submit,
    withdraw,
)
from benefits.services.claims.papers import add_file, answer_request, cancel_request, request_document
from benefits.services.claims.reference import read_reference
from benefits.services.claims.trouble import ClaimRefused

__all__ = [
    "ClaimRefused",
    "FigureNeeded",
    "add_file",
    "answer_request",
    "approve_first",
    "approve_second",
    "assign",
    "calculate",
    "cancel_request",
    "end_old_drafts",
    "hand_back",
    "identify",
    "mark_in_payment",
    "move",
    "note",
    "obstacle_to_approval",
    "open_by_staff",
    "open_claim",
    "outcome_of",
    "read_reference",
    "request_document",
    "save_draft",
    "submit",
    "take",
    "that_may_be_approved_by",
    "withdraw",
]
