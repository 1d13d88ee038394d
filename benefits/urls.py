"""The pages of a member's own record. No address holds a member's id."""

from django.urls import include, path

from benefits.views import (
    contributions,
    estimates,
    if_i_died,
    missing_payment,
    pay,
    payment_dates,
    payments,
    statements,
    verification,
    wrong_months,
)

urlpatterns = [
    path("pay/", pay.pay, name="pay"),
    path("pay/every-year/", pay.every_year, name="pay_every_year"),
    path("pay/missing/", wrong_months.missing_month, name="pay_is_missing"),
    path("pay/wrong/<str:month>/", wrong_months.wrong_month, name="pay_is_wrong"),
    path("pay/<int:year>/", pay.pay, name="pay_year"),
    path("if-i-died/", if_i_died.if_i_died_page, name="if_i_died"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("estimates/", estimates.estimates, name="estimates"),
    path("estimates/save/", estimates.save, name="estimate_save"),
    path("estimates/side-by-side/", estimates.beside, name="estimates_beside"),
    path("estimates/<uuid:id>/", estimates.saved, name="estimate"),
    path("estimates/<uuid:id>/pdf/", estimates.printed, name="estimate_pdf"),
    path("estimates/<uuid:id>/official/", estimates.official, name="estimate_official"),
    path("estimates/<uuid:id>/delete/", estimates.delete, name="estimate_delete"),
    path("claims/", include("benefits.claim_urls")),
    path("payments/", payments.payments, name="payments"),
    path("payments/missing/", missing_payment.missing_payment, name="payment_missing"),
    path("payments/dates/", payment_dates.payment_dates, name="payment_dates"),
    path("payments/dates/calendar/", payment_dates.make_feed, name="payment_feed_make"),
    path("payments/dates/calendar/off/", payment_dates.revoke_feed, name="payment_feed_revoke"),
    path("payments/<int:year>/", payments.payments, name="payments_year"),
    path("documents/", statements.statements, name="statements"),
    path("documents/statements/<uuid:id>/", statements.statement, name="statement_page"),
    path("documents/statements/<uuid:id>/statement.pdf", statements.download, name="statement"),
    path("documents/statements/<uuid:id>/large-print.pdf", statements.download_large, name="statement_large"),
    path("documents/verification/", verification.overview, name="verification"),
    path("documents/verification/new/<slug:kind>/", verification.choose, name="verification_new"),
    path("documents/verification/<uuid:id>/", verification.letter, name="verification_letter"),
    path("documents/verification/<uuid:id>/letter.pdf", verification.download, name="verification_pdf"),
    path(
        "documents/verification/<uuid:id>/large-print.pdf",
        verification.download_large,
        name="verification_large",
    ),
    path("documents/verification/<uuid:id>/revoke/", verification.revoke, name="verification_revoke"),
]
