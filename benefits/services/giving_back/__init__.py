"""Giving back what somebody else changed in a person's record: one of the staff chooses, another approves, it is done."""

from benefits.services.giving_back.offers import Offer, offers_for
from benefits.services.giving_back.steps import GivingBackRefused, approve, choose, withdraw

__all__ = ["GivingBackRefused", "Offer", "approve", "choose", "offers_for", "withdraw"]
