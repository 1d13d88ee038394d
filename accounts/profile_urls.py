"""The pages of a person's profile. No address holds a person's id."""

from django.urls import path

from accounts.views import delegates, profile

urlpatterns = [
    path("", profile.profile, name="profile"),
    path("address/", profile.new_address, name="profile_address"),
    path("address/stay/", profile.cancel_address, name="profile_address_stay"),
    path("telephone/", profile.new_phone, name="profile_phone"),
    path("telephone/<uuid:phone>/remove/", profile.remove_phone, name="profile_phone_remove"),
    path("delivery/", profile.delivery, name="profile_delivery"),
    path("people-who-help/", delegates.delegates, name="delegates"),
    path("people-who-help/new/", delegates.name_delegate, name="delegate_name"),
    path("people-who-help/<uuid:id>/end/", delegates.end_delegate, name="delegate_end"),
    path("who-looked/", profile.who_looked, name="profile_who_looked"),
]
