"""Which rows and columns a person gets of each table, and which tables they do not get, with the reason.

Closed by default: a column that is not named here is not handed out, and a test fails for a table that stands in neither
list. To add a table, add a line; `manage.py own_data_schema` then writes the published schema anew.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

NINE_DIGITS = re.compile(r"\b(\d{3})[- ]?(\d{2})[- ]?(\d{4})\b")
# Where a table's rows name their owner by something else than a foreign key.
BY_PERSON_ID, BY_ACCOUNT_ID = "by the person's id", "by the account's id"


@dataclass(frozen=True)
class Table:
    """A table as it is handed out. `columns` may follow foreign keys; `masked` computes what rests sealed."""

    name: str
    model: str
    # The way from a row to its person; or to the account's, or one of the two above.
    owner: str
    columns: tuple[str, ...]
    masked: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def way_to_account(self) -> str:
        """The way from a row to the account it belongs to; "" where rows belong to a record, not to an account."""
        if self.model == "accounts.User":
            return "pk"
        way, _, last = self.owner.rpartition("__")
        return way if last == "person" and way in ("user", "delegate") else ""


def _words(columns: str) -> tuple[str, ...]:
    return tuple(columns.split())


def last_four(attribute: str) -> Callable[[Any], str]:
    """The last four characters of a sealed number."""
    return lambda row: str(getattr(row, attribute))[-4:]


def without_numbers(attribute: str) -> Callable[[Any], str]:
    """A sealed text, with nothing but the last four digits of what looks like a Social Security number."""
    return lambda row: NINE_DIGITS.sub(r"xxx-xx-\3", str(getattr(row, attribute)))


TABLES: tuple[Table, ...] = (
    # accounts
    Table(
        "person",
        "accounts.Person",
        "pk",
        _words(
            "public_id member_id given_name middle_name family_name suffix born_on died_on delivery language recorded_at"
        ),
        {"ssn_last_four": last_four("ssn")},
    ),
    Table(
        "addresses",
        "accounts.Address",
        "person",
        _words("line_1 line_2 city state zip_code from_on until_on returned_on recorded_at"),
    ),
    Table(
        "planned_addresses",
        "accounts.PlannedAddress",
        "person",
        _words("line_1 line_2 city state zip_code from_on told_at taken_up_at cancelled_at"),
    ),
    Table(
        "contact_telephones",
        "accounts.ContactPhone",
        "person",
        _words("kind added_at removed_at"),
        {"number_last_four": last_four("number")},
    ),
    Table(
        "people_who_help",
        "accounts.Delegation",
        "person",
        _words("name email scope ends_on invited_at accepted_at revoked_at power_state"),
    ),
    Table(
        "people_you_help",
        "accounts.Delegation",
        "delegate__person",
        _words("person__given_name person__family_name scope ends_on accepted_at revoked_at power_state"),
    ),
    Table(
        "appointments",
        "accounts.Appointment",
        "person",
        _words("id topic way days part state asked_at begins_at staff_name"),
        {"phone_last_four": last_four("phone")},
    ),
    Table(
        "appointment_times_offered",
        "accounts.AppointmentOffer",
        "appointment__person",
        _words("appointment_id begins_at withdrawn_at"),
    ),
    Table(
        "conversations",
        "accounts.Conversation",
        "person",
        _words("id topic state opened_at state_since first_answered_at seen_at"),
    ),
    Table(
        "messages",
        "accounts.Message",
        "conversation__person",
        _words("conversation_id at is_from_staff by_name"),
        {"words": without_numbers("words")},
    ),
    Table(
        "message_files",
        "accounts.MessageFile",
        "message__conversation__person",
        _words("message_id upload__name upload__state"),
    ),
    Table("delivery_choices", "accounts.DeliveryChoice", "person", _words("topic way chosen_at")),
    Table(
        "account",
        "accounts.User",
        "person",
        _words("public_id email given_name family_name language joined_at last_login"),
    ),
    Table("email_addresses", "account.EmailAddress", "user__person", _words("email verified primary")),
    Table(
        "sign_in_providers",
        "socialaccount.SocialAccount",
        "user__person",
        _words("provider date_joined last_login"),
    ),
    Table("public_ids", "accounts.PublicId", "person", _words("public_id recorded_at last_used_at")),
    Table(
        "telephones",
        "accounts.PhoneFactor",
        "user__person",
        _words("channel created_at confirmed_at last_used_at"),
        {"number_last_four": last_four("number")},
    ),
    Table("second_steps", "mfa.Authenticator", "user__person", _words("type created_at last_used_at")),
    Table(
        "registrations",
        "accounts.Registration",
        "person",
        _words("phone_kind registered_at pin_set_at ended_at"),
        {"phone_last_four": last_four("phone")},
    ),
    Table("letter_requests", "accounts.LetterRequest", "person", _words("asked_at state reasons decided_at")),
    Table(
        "activation_letters",
        "accounts.ActivationLetter",
        "person",
        _words("issued_at days_valid entered_at ended_at ended_because"),
    ),
    Table("devices", "accounts.Device", "user__person", _words("browser first_seen_at last_seen_at")),
    Table("sign_ins", "accounts.SignIn", "user__person", _words("browser began_at last_seen_at ended_at")),
    Table("security_events", "accounts.SecurityEvent", "user__person", _words("at kind means browser")),
    Table("account_locks", "accounts.AccountLock", "user__person", _words("locked_by locked_at unlocked_at")),
    Table(
        "sign_in_recoveries",
        "accounts.FactorRecovery",
        "user__person",
        _words("asked_at proven_at opens_at done_at stopped_at"),
    ),
    Table("uploads", "accounts.Upload", "person", _words("name state received_at received_by_name")),
    Table("newsletter_choice", "accounts.NewsletterChoice", "person", _words("way chosen_at")),
    Table("newsletters", "accounts.NewsletterDelivery", "person", _words("issue__on way decided_at")),
    # what was sent
    Table(
        "letters",
        "accounts.LetterFor",
        "person",
        _words(
            "letter__kind letter__document__title letter__recipient letter__address_lines letter__state "
            "letter__created_at letter__mailed_on letter__returned_on"
        ),
    ),
    Table(
        "emails",
        "accounts.EmailFor",
        "person",
        _words("email__subject email__to email__language email__state email__created_at email__sent_at"),
    ),
    Table(
        "texts",
        "accounts.TextFor",
        "person",
        _words("text__channel text__state text__created_at text__sent_at"),
    ),
    Table(
        "scam_reports",
        "notices.ScamReport",
        BY_ACCOUNT_ID,
        _words("reference way given state reported_at"),
        {"story": without_numbers("story"), "sender": without_numbers("sender")},
    ),
    # the plan
    Table(
        "membership",
        "benefits.Member",
        "person",
        _words("tier formula coverage first_membership_on is_police recorded_at"),
    ),
    Table(
        "employments",
        "benefits.Employment",
        "member__person",
        _words(
            "employer__name position formula coverage pay_basis is_full_time is_temporary_retiree monthly_rate "
            "hired_on left_on"
        ),
    ),
    Table(
        "pay_records",
        "benefits.PayRecord",
        "member__person",
        _words(
            "id month paid_on employer__name pay_basis units earnings formula coverage pensionable "
            "retirement_contribution survivor_contribution contribution picked_up corrects_id recorded_at"
        ),
    ),
    Table(
        "account_entries",
        "benefits.AccountEntry",
        "member__person",
        _words("kind on retirement survivor interest note recorded_at"),
    ),
    Table(
        "service_grants",
        "benefits.ServiceGrant",
        "member__person",
        _words("kind months formula from_month note granted_on"),
    ),
    Table(
        "annuities",
        "benefits.Annuity",
        "payee",
        _words(
            "public_id kind state starts_on ends_on formula coverage service_months final_average_compensation "
            "original_monthly reduction_percent offset_removal status_at_death contributions_at_start recorded_at"
        ),
    ),
    Table(
        "annuity_amounts",
        "benefits.AnnuityAmount",
        "annuity__payee",
        _words("annuity__public_id from_on monthly reason recorded_at"),
    ),
    Table(
        "annuity_parts",
        "benefits.AnnuityPart",
        "annuity__payee",
        _words("annuity__public_id from_on starts_on original_monthly monthly"),
    ),
    Table(
        "annuity_suspensions",
        "benefits.AnnuitySuspension",
        "annuity__payee",
        _words("annuity__public_id from_on until_on reason state proposed_at approved_at"),
    ),
    Table(
        "payments",
        "benefits.Payment",
        "annuity__payee",
        _words(
            "annuity__public_id month paid_on gross federal_tax health_insurance dental_insurance vision_insurance "
            "life_insurance other_deduction other_deduction_reason net method"
        ),
    ),
    Table(
        "returned_payments",
        "benefits.PaymentReturn",
        "payment__annuity__payee",
        _words("payment__annuity__public_id payment__month returned_on reason remedy state reissued_on"),
    ),
    Table(
        "payment_deductions",
        "benefits.PaymentDeduction",
        "annuity__payee",
        _words("annuity__public_id monthly total taken reason from_month until_month"),
    ),
    Table(
        "deductions_taken",
        "benefits.DeductionTaken",
        "deduction__annuity__payee",
        _words("payment__annuity__public_id payment__month amount deduction__reason"),
    ),
    Table(
        "payment_holds",
        "benefits.PaymentHold",
        "person",
        _words("said_died_on state held_at closed_at release_reason"),
    ),
    Table(
        "owed_after_a_death",
        "benefits.Receivable",
        "payment__annuity__payee",
        _words("payment__annuity__public_id payment__month amount recovered state found_at"),
    ),
    Table(
        "paid_back_after_a_death",
        "benefits.ReceivableReceipt",
        "receivable__payment__annuity__payee",
        _words("receivable__payment__month on amount"),
    ),
    Table(
        "lump_sums",
        "benefits.LumpSum",
        "payee",
        _words(
            "payee_name kind percent gross taxable rolled_over rollover_to federal_tax net state paid_on recorded_at"
        ),
    ),
    Table(
        "tax_forms",
        "benefits.TaxForm",
        "annuity__payee",
        _words("year gross taxable withheld insurance distribution_code is_correction issued_on"),
    ),
    Table(
        "bank_accounts",
        "benefits.BankAccount",
        "person",
        _words("routing_number kind from_on until_on recorded_at"),
        {"account_last_four": last_four("account_number")},
    ),
    Table(
        "bank_changes",
        "benefits.BankChange",
        "person",
        _words(
            "id routing_number kind state asked_at asked_by_name hold_ends_at takes_effect_on first_month closed_at "
            "closed_by_name closing"
        ),
        {"account_last_four": last_four("account_number")},
    ),
    Table(
        "bank_change_notices",
        "benefits.BankChangeNotice",
        "change__person",
        _words("change_id event at told_at"),
    ),
    Table(
        "direct_deposit_locks",
        "benefits.DirectDepositLock",
        "person",
        _words("locked_at locked_by_name unlock_asked_at opens_at unlocked_at"),
    ),
    Table(
        "withholding_elections",
        "benefits.WithholdingElection",
        "person",
        _words(
            "annuity__public_id is_none filing jobs_yearly lower_pensions_yearly credits_yearly other_income_yearly "
            "deductions_yearly extra_monthly from_month elected_at elected_by_name"
        ),
    ),
    Table(
        "beneficiary_forms",
        "benefits.Designation",
        "member__person",
        _words("id signed_on superseded_on recorded_at"),
    ),
    Table(
        "beneficiaries",
        "benefits.Beneficiary",
        "designation__member__person",
        _words("designation_id rank position name relationship percent"),
    ),
    Table(
        "family",
        "benefits.FamilyMember",
        "member__person",
        _words("relation name born_on since_on ended_on is_disabled is_full_time_student"),
    ),
    Table(
        "insurance",
        "benefits.InsuranceEnrolment",
        "person",
        _words("plan carrier covers monthly_premium from_on until_on"),
    ),
    Table(
        "statements",
        "benefits.Statement",
        "person",
        _words("run__year kind content frozen_at"),
        only={"run__state": "released"},
    ),
    Table(
        "verification_letters",
        "benefits.VerificationLetter",
        "person",
        _words("kind facts language issued_at issued_by_name expires_on revoked_at"),
    ),
    Table(
        "saved_estimates",
        "benefits.SavedEstimate",
        "member__person",
        _words("name retire_on figured_on saved_at record"),
    ),
    Table("payment_feeds", "benefits.PaymentFeed", "person", _words("created_at revoked_at fetched_on")),
    Table(
        "claims",
        "benefits.Claim",
        "person",
        _words("reference kind state state_since opened_at received_at due_on closed_at"),
        {"answers": without_numbers("answer_data")},
    ),
    Table(
        "claim_events",
        "benefits.ClaimEvent",
        "claim__person",
        _words("claim__reference at kind from_state to_state words by_name"),
        only={"is_shared": True},
    ),
    Table(
        "claim_requests",
        "benefits.ClaimRequest",
        "claim__person",
        _words("claim__reference title words due_on state answer asked_at closed_at"),
    ),
    Table(
        "claim_files",
        "benefits.ClaimFile",
        "claim__person",
        _words("claim__reference upload__name description added_at"),
    ),
    Table(
        "claim_letters",
        "benefits.ClaimLetter",
        "claim__person",
        _words("claim__reference kind document__title made_at"),
    ),
    # work after retirement
    Table(
        "return_notices",
        "reemployment.ReturnNotice",
        "member__person",
        _words(
            "reference kind employer_name starts_on expected_days other_system is_of_2002_incentive noticed_at "
            "ended_on end_noticed_at"
        ),
    ),
    Table(
        "days_worked",
        "reemployment.WorkedDay",
        "member__person",
        _words("id on employer__name source is_worked corrects_id recorded_at recorded_by_name"),
    ),
    Table("work_plans", "reemployment.WorkPlan", "member__person", _words("year days saved_at")),
    Table(
        "day_warnings",
        "reemployment.DayWarning",
        "member__person",
        _words("year kind is_told days_counted due_at"),
    ),
    Table(
        "suspension_cases",
        "reemployment.SuspensionCase",
        "annuity__payee",
        _words("annuity__public_id cause suspend_on state opened_at decided_at decision_reason"),
    ),
    Table(
        "repayments",
        "reemployment.Repayment",
        "member__person",
        _words("public_id kind state principal interest debt paid agreed_on repaid_by deadline closed_at"),
    ),
    Table(
        "instalments",
        "reemployment.Instalment",
        "repayment__member__person",
        _words("repayment__public_id number due_on amount"),
    ),
    Table(
        "missed_instalments",
        "reemployment.MissedInstalment",
        "instalment__repayment__member__person",
        _words("instalment__repayment__public_id instalment__number found_on due_by_then missing"),
    ),
    Table(
        "repayment_receipts",
        "reemployment.RepaymentReceipt",
        "repayment__member__person",
        _words("repayment__public_id on amount is_refund number recorded_at"),
    ),
    # who did what, and who looked
    Table("changes_of_your_record", "base.AuditEvent", BY_PERSON_ID, _words("at by_name verb subject_type")),
    Table("who_looked", "base.AccessEvent", BY_PERSON_ID, _words("at by_name page purpose was_refused")),
)

# Linked to a person or an account, and not handed out.
NOT_HANDED_OUT = {
    "accounts.Disavowal": "secret links of e-mails; what came of them is in the security events",
    "accounts.EmailActivation": "hashes that prove a mailbox; the address itself is in the e-mail addresses",
    "accounts.FactorTries": "counts of wrong codes, which would help whoever guesses them",
    "accounts.RegistrationDraft": "a form that was not sent in; it is wiped after some days",
    "account.EmailConfirmation": "keys that prove a mailbox",
    "socialaccount.SocialToken": "keys of another website",
    "allauth_idp_oidc.Client": "programs that staff registered",
    "allauth_idp_oidc.Token": "keys of a program",
    "admin.LogEntry": "what staff did in the admin; what they did to the record is in its changes",
    "benefits.ClaimAccess": "hashes of codes that were mailed; the letters are among the letters, the claim among the claims",
    "benefits.ClaimCalculation": "working papers of the examiner; what was decided is in the claim and its letters",
    "benefits.IncreaseDecision": "what came of it is in the annuity's amounts",
    "benefits.PlannedIncrease": "plans for the Januaries; what came of them is in the annuity's amounts",
    "benefits.PlannedPayment": "plans of the payment runs; what was paid is in the payments and lump sums",
    "benefits.CapEffect": "a list for staff of records to correct; the records themselves are handed out",
}
