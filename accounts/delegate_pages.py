"""Which of a member's pages somebody who helps may open: by the names of their routes. Closed by default.

A page that is not named here is closed to every delegate. Never named: the bank account, the tax withholding, the
beneficiaries, the delegates themselves, sign-in and security, and everything in one file.
"""

# Pages that show. Asked for by GET only; a POST to one of them is an act.
TO_LOOK = frozenset(
    {
        "member_home",
        "pay",
        "pay_year",
        "pay_every_year",
        "contributions",
        "if_i_died",
        "estimates",
        "estimates_beside",
        "estimate",
        "estimate_pdf",
        "working_after_retirement",
        "payments",
        "payments_year",
        "payment_dates",
        "statements",
        "statement_page",
        "statement",
        "statement_large",
        "letters",
        "letter",
        "letter_pdf",
        "letter_large",
        "claims",
        "claim",
        "claim_file",
        "claim_letter",
        "messages",
        "message",
        "message_file",
        "appointments",
        "appointment",
        "appointment_calendar",
        "profile",
        "profile_who_looked",
    }
)
# Pages that change something: with a power of attorney.
TO_ACT = frozenset(
    {
        "pay_is_wrong",
        "pay_is_missing",
        "payment_missing",
        "estimate_save",
        "estimate_delete",
        "estimate_official",
        "claim_files",
        "claim_answer",
        "claim_withdraw",
        "claim_start_retirement",
        "claim_start_refund",
        "claim_start_survivor",
        "claim_step",
        "claim_papers",
        "claim_check",
        "claim_sent",
        "verification",
        "verification_new",
        "verification_letter",
        "verification_pdf",
        "verification_large",
        "verification_revoke",
        "newsletter_choice",
        "message_new",
        "message_close",
        "appointment_new",
        "appointment_pick",
        "appointment_again",
        "appointment_cancel",
        "profile_address",
        "profile_address_stay",
        "profile_phone",
        "profile_phone_remove",
        "profile_delivery",
    }
)


def may_open(route: str, *, is_change: bool, may_act: bool) -> bool:
    """Whether a delegate may open a page, or send its form."""
    if route in TO_LOOK:
        return may_act or not is_change
    return may_act and route in TO_ACT


def pages_of(*, may_act: bool) -> frozenset[str]:
    """The pages that a delegate's navigation shows."""
    return TO_LOOK | TO_ACT if may_act else TO_LOOK
