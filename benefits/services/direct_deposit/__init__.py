"""Where a person's payments go, and every safeguard on changing it: asked for, held, told, stopped, taken up."""

from benefits.services.direct_deposit.asking import NewAccount, ask, check_last_four, obstacle
from benefits.services.direct_deposit.locking import (
    ask_to_unlock,
    current_lock,
    keep_locked,
    lock,
    take_off_due,
)
from benefits.services.direct_deposit.refusals import ChangeRefused, WrongLastFour
from benefits.services.direct_deposit.reviewing import approve, refuse
from benefits.services.direct_deposit.stopping import change_of_link, lock_of_link, stop
from benefits.services.direct_deposit.taking_up import take_up, take_up_due

__all__ = [
    "ChangeRefused",
    "NewAccount",
    "WrongLastFour",
    "approve",
    "ask",
    "ask_to_unlock",
    "change_of_link",
    "check_last_four",
    "current_lock",
    "keep_locked",
    "lock",
    "lock_of_link",
    "obstacle",
    "refuse",
    "stop",
    "take_off_due",
    "take_up",
    "take_up_due",
]
