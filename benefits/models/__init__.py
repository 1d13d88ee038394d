from benefits.models.annuity import DEDUCTIONS, Annuity, AnnuityAmount, Payment
from benefits.models.annuity_part import AnnuityPart
from benefits.models.bank import BankAccount
from benefits.models.bank_change import BankChange, BankChangeNotice, DirectDepositLock
from benefits.models.beneficiary_letter import BeneficiaryLetter
from benefits.models.claim import (
    MOVES,
    OPEN_STATES,
    Claim,
    ClaimCalculation,
    ClaimEvent,
    ClaimFile,
    ClaimLetter,
    ClaimRequest,
    ClaimState,
)
from benefits.models.claim_access import ClaimAccess
from benefits.models.death import PaymentHold, Receivable, ReceivableReceipt
from benefits.models.estimate import SavedEstimate
from benefits.models.family import Beneficiary, Designation, FamilyMember
from benefits.models.increase_decision import IncreaseDecision, IncreaseDifference
from benefits.models.insurance import InsuranceEnrolment
from benefits.models.lump_sum import LumpSum
from benefits.models.member import Employer, Employment, Member
from benefits.models.paper_address import AddressOnPaper
from benefits.models.payment_feed import PaymentFeed
from benefits.models.payment_run import (
    DeductionTaken,
    PaymentDeduction,
    PaymentReturn,
    PaymentRun,
    PlannedIncrease,
    PlannedPayment,
)
from benefits.models.payroll import AccountEntry, CapEffect, HeldRow, PayRecord, PayrollFile, ServiceGrant
from benefits.models.restoration import Restoration
from benefits.models.statement import Statement, StatementRun
from benefits.models.suspension import AnnuitySuspension
from benefits.models.tax_form import TaxForm
from benefits.models.verification import VerificationLetter
from benefits.models.vocabulary import Coverage, Formula, PayBasis, Tier
from benefits.models.withholding import WithholdingElection
from benefits.models.write_off import MayBeWrittenOff, written_off_by_two_people
from benefits.models.yearly_figure import YearlyFigure

__all__ = [
    "DEDUCTIONS",
    "MOVES",
    "OPEN_STATES",
    "AccountEntry",
    "AddressOnPaper",
    "Annuity",
    "AnnuityAmount",
    "AnnuityPart",
    "AnnuitySuspension",
    "BankAccount",
    "BankChange",
    "BankChangeNotice",
    "Beneficiary",
    "BeneficiaryLetter",
    "CapEffect",
    "Claim",
    "ClaimAccess",
    "ClaimCalculation",
    "ClaimEvent",
    "ClaimFile",
    "ClaimLetter",
    "ClaimRequest",
    "ClaimState",
    "Coverage",
    "DeductionTaken",
    "Designation",
    "DirectDepositLock",
    "Employer",
    "Employment",
    "FamilyMember",
    "Formula",
    "HeldRow",
    "IncreaseDecision",
    "IncreaseDifference",
    "InsuranceEnrolment",
    "LumpSum",
    "MayBeWrittenOff",
    "Member",
    "PayBasis",
    "PayRecord",
    "Payment",
    "PaymentDeduction",
    "PaymentFeed",
    "PaymentHold",
    "PaymentReturn",
    "PaymentRun",
    "PayrollFile",
    "PlannedIncrease",
    "PlannedPayment",
    "Receivable",
    "ReceivableReceipt",
    "Restoration",
    "SavedEstimate",
    "ServiceGrant",
    "Statement",
    "StatementRun",
    "TaxForm",
    "Tier",
    "VerificationLetter",
    "WithholdingElection",
    "YearlyFigure",
    "written_off_by_two_people",
]
