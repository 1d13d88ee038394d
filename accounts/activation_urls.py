"""The way from "I need a code" to a registered account."""

from django.urls import path

from accounts.views import activation, registration

urlpatterns = [
    path("letter/", activation.ask, name="activation_request"),
    path("letter/asked/", activation.asked, name="activation_requested"),
    path("code/", activation.enter, name="activation_enter"),
    path("code/give-back/", activation.give_back, name="activation_give_back"),
    path("registration/", registration.start, name="registration_start"),
    path("registration/review/", registration.review, name="registration_review"),
    path("registration/done/", registration.done, name="registration_done"),
    path("pin/", registration.choose_pin, name="registration_pin"),
]
