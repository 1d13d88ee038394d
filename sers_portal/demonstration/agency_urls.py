"""The made-up agencies' addresses, under the names allauth looks them up by. In the demonstration only."""

from allauth.idp.oidc import views
from django.urls import include, path

from sers_portal.demonstration.agency_views import answering, sign_in, sign_out

_addresses = [
    path(".well-known/openid-configuration", answering(views.configuration), name="configuration"),
    path("keys/", answering(views.jwks), name="jwks"),
    path("sign-in/", sign_in, name="authorization"),
    path("sign-out/", sign_out, name="logout"),
    path("token/", answering(views.token), name="token"),
    path("revoke/", answering(views.revoke), name="revoke"),
    path("device/", answering(views.device_code), name="device_code"),
    path("who/", answering(views.user_info), name="userinfo"),
]

urlpatterns = [path("", include((_addresses, "oidc")))]
