"""The helper's own pages: whom they help, switching to a record and back."""

from django.urls import path

from accounts.views import delegates

urlpatterns = [
    path("", delegates.helping, name="helping"),
    path("stop/", delegates.end_helping, name="helping_end"),
    path("<uuid:id>/begin/", delegates.begin_helping, name="helping_begin"),
    path("<uuid:id>/give-up/", delegates.stop_helping, name="helping_give_up"),
]
