"""Every address of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views.language import choose_language
from benefits.views.law import case_file, law
from benefits.views.payment_dates import payment_feed
from notices.views.reports import twilio_report
from sers_portal import home

handler500 = "sers_portal.home.server_error"

demonstration_only = (
    [path("outbox/", include("sers_portal.demonstration.urls"))] if settings.IS_DEMONSTRATION else []
)

urlpatterns = [
    path("", home.home, name="home"),
    path("health/alive/", home.alive, name="alive"),
    path("health/ready/", home.ready, name="ready"),
    path("language/", choose_language, name="choose_language"),
    path("accounts/", include("accounts.urls")),
    path("activation/", include("accounts.activation_urls")),
    path("calendar/mine/<str:secret>/payments.ics", payment_feed, name="payment_feed_of"),
    path("calendar/", include("notices.urls")),
    path("how-your-pension-is-figured/", law, name="law"),
    path("how-your-pension-is-figured/<path:name>", case_file, name="case_file"),
    path("member/", home.member_home, name="member_home"),
    path("member/", include("benefits.urls")),
    path("gateways/twilio/<uuid:text>/", twilio_report, name="twilio_report"),
    path("admin/", admin.site.urls),
    *demonstration_only,
]
