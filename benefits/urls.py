"""The pages of a member's own record. No address holds a member's id."""

from django.urls import path

from benefits.views import contributions, pay, payment_dates, payments, statements

urlpatterns = [
    path("pay/", pay.pay, name="pay"),
    path("pay/every-year/", pay.every_year, name="pay_every_year"),
    path("pay/<int:year>/", pay.pay, name="pay_year"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("payments/", payments.payments, name="payments"),
    path("payments/dates/", payment_dates.payment_dates, name="payment_dates"),
    path("payments/dates/calendar/", payment_dates.make_feed, name="payment_feed_make"),
    path("payments/dates/calendar/off/", payment_dates.revoke_feed, name="payment_feed_revoke"),
    path("payments/<int:year>/", payments.payments, name="payments_year"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<uuid:id>/", statements.download, name="statement"),
]
