"""Work after retirement."""

from sers_portal.own_data.table import Table, words

WORK: tuple[Table, ...] = (
    Table(
        "return_notices",
        "reemployment.ReturnNotice",
        "member__person",
        words(
            "reference kind employer_name starts_on expected_days other_system is_of_2002_incentive noticed_at "
            "ended_on end_noticed_at"
        ),
    ),
    Table(
        "days_worked",
        "reemployment.WorkedDay",
        "member__person",
        words("id on employer__name source is_worked corrects_id recorded_at recorded_by_name"),
    ),
    Table("work_plans", "reemployment.WorkPlan", "member__person", words("year days saved_at")),
    Table(
        "day_warnings",
        "reemployment.DayWarning",
        "member__person",
        words("year kind is_told days_counted due_at"),
    ),
    Table(
        "suspension_cases",
        "reemployment.SuspensionCase",
        "annuity__payee",
        words("annuity__public_id cause suspend_on state opened_at decided_at decision_reason"),
    ),
    Table(
        "repayments",
        "reemployment.Repayment",
        "member__person",
        words("public_id kind state principal interest debt paid agreed_on repaid_by deadline closed_at"),
    ),
    Table(
        "instalments",
        "reemployment.Instalment",
        "repayment__member__person",
        words("repayment__public_id number due_on amount"),
    ),
    Table(
        "missed_instalments",
        "reemployment.MissedInstalment",
        "instalment__repayment__member__person",
        words("instalment__repayment__public_id instalment__number found_on due_by_then missing"),
    ),
    Table(
        "repayment_receipts",
        "reemployment.RepaymentReceipt",
        "repayment__member__person",
        words("repayment__public_id on amount is_refund number recorded_at"),
    ),
)
