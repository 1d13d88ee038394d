"""The browser's sweep sees every page: a new page that nobody looks at fails here."""

from django.urls import resolve

from tests.browser.test_every_page import PAGES
from tests.pages.test_routes import ROUTES

# Answers without a page: a probe, a file, a redirect after a form.
NOT_PAGES = {
    "provider_begin",
    "provider_callback",
    "provider_connect",
    "provider_confirm_with",
    # The made-up agencies' answers to the portal; their page is seen by tests/browser/test_sign_in_providers.py.
    "configuration",
    "jwks",
    "authorization",
    "logout",
    "token",
    "revoke",
    "device_code",
    "userinfo",
    # In the middle of a sign-in with another account only: seen there as well.
    "provider_email",
    "provider_confirm",
    "connection_remove",
    "alive",
    "ready",
    "statement",
    "statement_large",
    "own_data_file",
    "own_data_schema",
    "newsletter_pdf",
    "newsletter_large",
    "letter_pdf",
    "letter_large",
    "verification_pdf",
    "verification_large",
    "verification_revoke",
    # Their addresses hold a paper's id: seen by tests/browser/test_documents.py.
    "statement_page",
    # Their addresses hold a notice's or a repayment's id: seen by tests/browser/test_reemployment.py.
    "return_notice_given",
    "return_end",
    "work_days",
    "work_days_now",
    "work_day_new",
    "repayment",
    "letter",
    "verification_letter",
    "report_scam_done",
    "newsletter_issue",
    "newsletter_stop",
    "calendar_pdf",
    "calendar_feed",
    "payment_feed_of",
    "payment_feed_make",
    "payment_feed_revoke",
    "case_file",
    "twilio_report",
    "activation_give_back",
    "outbox_clock",
    "outbox_letter",
    "account_send_mail_again",
    "choose_language",
    "sign_in_end",
    "acting_end",
    "sign_ins_end",
    "session_left",
    "profile_address_stay",
    "profile_phone_remove",
    "delegate_end",
    "appointment_pick",
    "appointment_again",
    "appointment_cancel",
    "appointment_calendar",
    # Its address holds an appointment's id: seen by tests/browser/test_profile.py.
    "appointment",
    "message_close",
    "message_file",
    # Its address holds a conversation's id: seen by tests/browser/test_profile.py.
    "message",
    "helping_begin",
    "helping_end",
    "helping_give_up",
    "helping_data",
    "estimate_save",
    "estimate_pdf",
    # Their addresses hold a saved estimate's id: seen by tests/browser/test_estimates.py.
    "estimate",
    "estimate_delete",
    "estimate_official",
    # Their addresses hold a draft's number: seen by tests/browser/test_applications.py.
    "claim_step",
    "claim_papers",
    "claim_check",
    "claim_sent",
    # In the middle of a report, or behind a mailed code: seen there as well.
    "report_death_done",
    "workspace_step",
    "workspace_papers",
    "workspace_check",
    "workspace_sent",
    "workspace_files",
    "workspace_write",
    "workspace_answer",
    "workspace_leave",
    # Their addresses hold a claim's number: seen by tests/browser/test_claims.py.
    "claim",
    "claim_answer",
    "claim_withdraw",
    "claim_files",
    "claim_file",
    "claim_letter",
    # Its address names a month of the past: seen by tests/browser/test_record.py.
    "pay_is_wrong",
    # Answers to buttons; the lock's way off needs a lock: seen by tests/browser/test_money.py.
    "direct_deposit_stop",
    "direct_deposit_keep",
    "direct_deposit_unlock",
    # For one benefit, or for one applied for: seen there as well.
    "tax_withholding_change",
    "tax_withholding_application",
    # Reached in the middle of a sign-up, a sign-in or a recovery only: seen by tests/browser/test_identity.py.
    "account_reauthenticate",
    "account_unlock",
    "factor_confirm_phone",
    "factor_remove_phone",
    "mfa_authenticate",
    "mfa_authenticate_by",
    "mfa_lost",
    "mfa_lost_code",
    "mfa_remove_webauthn",
    # For an account without a password, of which there is none yet; the same form as changing it.
    "account_set_password",
}
# The same page for another year, or one that asks first who you are: seen under its first name.
SEEN_OTHERWISE = {
    "pay_year": "pay",
    "work_plan": "work_plan_now",
    "payments_year": "payments",
    "calendar_year": "calendar",
    "mfa_reauthenticate_by": "mfa_reauthenticate",
}


def test_the_sweep_sees_every_page_outside_admin():
    seen = {resolve(address).url_name for _, address, status in PAGES if status != 404}
    names = {route.name for address, route in ROUTES if not address.startswith("/admin/")} - NOT_PAGES

    unseen = {name for name in names if SEEN_OTHERWISE.get(name, name) not in seen}

    assert unseen == set()
