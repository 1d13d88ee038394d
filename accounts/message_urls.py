"""The pages of a member's messages and appointments."""

from django.urls import path

from accounts.views import conversations

urlpatterns = [
    path("", conversations.messages, name="messages"),
    path("new/", conversations.new_message, name="message_new"),
    path("<uuid:id>/", conversations.message, name="message"),
    path("<uuid:id>/close/", conversations.close_message, name="message_close"),
    path("<uuid:id>/files/<uuid:upload>/", conversations.message_file, name="message_file"),
]
