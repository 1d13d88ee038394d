"""What a person has in the plan: service, statements, benefits, payments, claims."""

from sers_portal.own_data.table import Table, last_four, without_numbers, words

PLAN: tuple[Table, ...] = (
    Table(
        "membership",
        "benefits.Member",
        "person",
        words("tier formula coverage first_membership_on is_police recorded_at"),
    ),
    Table(
        "employments",
        "benefits.Employment",
        "member__person",
        words(
            "employer__name position formula coverage pay_basis is_full_time is_temporary_retiree monthly_rate "
            "hired_on left_on"
        ),
    ),
    Table(
        "pay_records",
        "benefits.PayRecord",
        "member__person",
        words(
            "id month paid_on employer__name pay_basis units earnings formula coverage pensionable "
            "retirement_contribution survivor_contribution contribution picked_up corrects_id recorded_at"
        ),
    ),
    Table(
        "account_entries",
        "benefits.AccountEntry",
        "member__person",
        words("kind on retirement survivor interest note recorded_at"),
    ),
    Table(
        "service_grants",
        "benefits.ServiceGrant",
        "member__person",
        words("kind months formula from_month note granted_on"),
    ),
    Table(
        "annuities",
        "benefits.Annuity",
        "payee",
        words(
            "public_id kind state starts_on ends_on formula coverage service_months final_average_compensation "
            "original_monthly reduction_percent offset_removal status_at_death contributions_at_start recorded_at"
        ),
    ),
    Table(
        "annuity_amounts",
        "benefits.AnnuityAmount",
        "annuity__payee",
        words("annuity__public_id from_on monthly reason recorded_at"),
    ),
    Table(
        "annuity_parts",
        "benefits.AnnuityPart",
        "annuity__payee",
        words("annuity__public_id from_on starts_on original_monthly monthly"),
    ),
    Table(
        "annuity_suspensions",
        "benefits.AnnuitySuspension",
        "annuity__payee",
        words("annuity__public_id from_on until_on reason state proposed_at approved_at"),
    ),
    Table(
        "payments",
        "benefits.Payment",
        "annuity__payee",
        words(
            "annuity__public_id month paid_on gross federal_tax health_insurance dental_insurance vision_insurance "
            "life_insurance other_deduction other_deduction_reason net method is_difference"
        ),
    ),
    Table(
        "returned_payments",
        "benefits.PaymentReturn",
        "payment__annuity__payee",
        words("payment__annuity__public_id payment__month returned_on reason remedy state reissued_on"),
    ),
    Table(
        "payment_deductions",
        "benefits.PaymentDeduction",
        "annuity__payee",
        words("annuity__public_id monthly total taken reason from_month until_month closed_at"),
    ),
    Table(
        "deductions_taken",
        "benefits.DeductionTaken",
        "deduction__annuity__payee",
        words("payment__annuity__public_id payment__month amount deduction__reason"),
    ),
    Table(
        "payment_holds",
        "benefits.PaymentHold",
        "person",
        words("said_died_on state held_at closed_at release_reason"),
    ),
    Table(
        "owed_after_a_death",
        "benefits.Receivable",
        "payment__annuity__payee",
        words("payment__annuity__public_id payment__month amount recovered written_off state found_at"),
    ),
    Table(
        "paid_back_after_a_death",
        "benefits.ReceivableReceipt",
        "receivable__payment__annuity__payee",
        words("receivable__payment__month on amount"),
    ),
    Table(
        "lump_sums",
        "benefits.LumpSum",
        "payee",
        words(
            "payee_name kind percent gross taxable rolled_over rollover_to federal_tax net state paid_on recorded_at"
        ),
    ),
    Table(
        "tax_forms",
        "benefits.TaxForm",
        "annuity__payee",
        words("year gross taxable withheld insurance distribution_code is_correction issued_on"),
    ),
    Table(
        "bank_accounts",
        "benefits.BankAccount",
        "person",
        words("routing_number kind from_on until_on recorded_at"),
        {"account_last_four": last_four("account_number")},
    ),
    Table(
        "bank_changes",
        "benefits.BankChange",
        "person",
        words(
            "id routing_number kind state asked_at asked_by_name hold_ends_at takes_effect_on first_month closed_at "
            "closed_by_name closing"
        ),
        {"account_last_four": last_four("account_number")},
    ),
    Table(
        "bank_change_notices",
        "benefits.BankChangeNotice",
        "change__person",
        words("change_id event at told_at"),
    ),
    Table(
        "direct_deposit_locks",
        "benefits.DirectDepositLock",
        "person",
        words("locked_at locked_by_name unlock_asked_at opens_at unlocked_at"),
    ),
    Table(
        "withholding_elections",
        "benefits.WithholdingElection",
        "person",
        words(
            "annuity__public_id is_none filing jobs_yearly lower_pensions_yearly credits_yearly other_income_yearly "
            "deductions_yearly extra_monthly from_month elected_at elected_by_name"
        ),
    ),
    Table(
        "beneficiary_forms",
        "benefits.Designation",
        "member__person",
        words("id signed_on superseded_on recorded_at"),
    ),
    Table(
        "beneficiaries",
        "benefits.Beneficiary",
        "designation__member__person",
        words("designation_id rank position name relationship percent"),
    ),
    Table(
        "family",
        "benefits.FamilyMember",
        "member__person",
        words("relation name born_on since_on ended_on is_disabled is_full_time_student"),
    ),
    Table(
        "insurance",
        "benefits.InsuranceEnrolment",
        "person",
        words("plan carrier covers monthly_premium from_on until_on"),
    ),
    Table(
        "statements",
        "benefits.Statement",
        "person",
        words("run__year kind content frozen_at"),
        only={"run__state": "released"},
    ),
    Table(
        "verification_letters",
        "benefits.VerificationLetter",
        "person",
        words("kind facts language issued_at issued_by_name expires_on revoked_at"),
    ),
    Table(
        "saved_estimates",
        "benefits.SavedEstimate",
        "member__person",
        words("name retire_on figured_on saved_at record"),
    ),
    Table("payment_feeds", "benefits.PaymentFeed", "person", words("created_at revoked_at fetched_on")),
    Table(
        "claims",
        "benefits.Claim",
        "person",
        words("reference kind state state_since opened_at received_at due_on closed_at"),
        {"answers": without_numbers("answer_data")},
    ),
    Table(
        "claim_events",
        "benefits.ClaimEvent",
        "claim__person",
        words("claim__reference at kind from_state to_state words by_name"),
        only={"is_shared": True},
    ),
    Table(
        "claim_requests",
        "benefits.ClaimRequest",
        "claim__person",
        words("claim__reference title words due_on state answer asked_at closed_at"),
    ),
    Table(
        "claim_files",
        "benefits.ClaimFile",
        "claim__person",
        words("claim__reference upload__name description added_at"),
    ),
    Table(
        "claim_letters",
        "benefits.ClaimLetter",
        "claim__person",
        words("claim__reference kind document__title made_at"),
    ),
)
