"""Every address of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.sign_in_providers import DEMONSTRATION_PATH
from accounts.views.language import choose_language
from accounts.views.newsletter import choose as choose_newsletter
from accounts.views.newsletter import stop as stop_newsletter
from benefits.views.applications import deaths
from benefits.views.check import check
from benefits.views.direct_deposit import keep_link, stop_link
from benefits.views.law import case_file, law
from benefits.views.payment_dates import payment_feed
from benefits.views.what_if import what_if
from notices.views.reports import twilio_report
from sers_portal import home
from sers_portal.own_data.views import helping_data, own_data, own_data_file, own_data_schema

handler500 = "sers_portal.home.server_error"

demonstration_only = (
    [
        path("outbox/", include("sers_portal.demonstration.urls")),
        path(
            f"{DEMONSTRATION_PATH.strip('/')}/",
            include(("sers_portal.demonstration.agency_urls", "idp")),
        ),
    ]
    if settings.IS_DEMONSTRATION
    else []
)

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("sers_portal.public.urls")),
    path("health/alive/", home.alive, name="alive"),
    path("health/ready/", home.ready, name="ready"),
    path("language/", choose_language, name="choose_language"),
    path("accounts/", include("accounts.urls")),
    path("activation/", include("accounts.activation_urls")),
    path("calendar/mine/<str:secret>/payments.ics", payment_feed, name="payment_feed_of"),
    path("calendar/", include("notices.urls")),
    path("check/", check, name="check"),
    path("report-a-death/", deaths.report, name="report_death"),
    path("report-a-death/done/", deaths.done, name="report_death_done"),
    path("claims/workspace/", include("benefits.workspace_urls")),
    path("scams/", include("notices.scam_urls")),
    path("informer/stop/<uuid:id>/", stop_newsletter, name="newsletter_stop"),
    path("informer/", include("notices.newsletter_urls")),
    path("member/informer/", choose_newsletter, name="newsletter_choice"),
    path("how-your-pension-is-figured/", law, name="law"),
    path("how-your-pension-is-figured/<path:name>", case_file, name="case_file"),
    path("estimate/", what_if, name="what_if"),
    path("direct-deposit/stop/<str:link>/", stop_link, name="direct_deposit_stop_link"),
    path("direct-deposit/keep-locked/<str:link>/", keep_link, name="direct_deposit_keep_link"),
    path("member/", home.member_home, name="member_home"),
    path("member/", include("benefits.urls")),
    path("member/working/", include("reemployment.urls")),
    path("member/documents/data/", own_data, name="own_data"),
    path("member/documents/data/file/", own_data_file, name="own_data_file"),
    path("own-data.schema.json", own_data_schema, name="own_data_schema"),
    path("member/documents/letters/", include("accounts.correspondence_urls")),
    path("helping/data/", helping_data, name="helping_data"),
    path("helping/", include("accounts.helping_urls")),
    path("member/appointments/", include("accounts.appointment_urls")),
    path("member/messages/", include("accounts.message_urls")),
    path("member/profile/", include("accounts.profile_urls")),
    path("gateways/twilio/<uuid:text>/", twilio_report, name="twilio_report"),
    path("admin/reports/", include("sers_portal.admin_pages.urls")),
    path("admin/", admin.site.urls),
    *demonstration_only,
]
