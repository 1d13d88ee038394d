"""Rows of work after retirement: notices, days, plans, warnings, cases, repayments."""

from reemployment.models.days import DayFile, DayWarning, RejectedDayRow, WorkedDay, WorkPlan
from reemployment.models.notice import ReturnNotice, SuspensionCase, WorkKind
from reemployment.models.repayment import Instalment, MissedInstalment, Repayment, RepaymentReceipt

__all__ = [
    "DayFile",
    "DayWarning",
    "Instalment",
    "MissedInstalment",
    "RejectedDayRow",
    "Repayment",
    "RepaymentReceipt",
    "ReturnNotice",
    "SuspensionCase",
    "WorkKind",
    "WorkPlan",
    "WorkedDay",
]
