"""The pages of a claimant without an account. No address holds the number of a claim."""

from django.urls import path

from benefits.views.applications import workspace

urlpatterns = [
    path("", workspace.workspace, name="workspace"),
    path("apply/papers/", workspace.papers, name="workspace_papers"),
    path("apply/check/", workspace.check, name="workspace_check"),
    path("apply/sent/", workspace.sent, name="workspace_sent"),
    path("apply/<slug:step>/", workspace.step, name="workspace_step"),
    path("files/", workspace.files, name="workspace_files"),
    path("messages/", workspace.write, name="workspace_write"),
    path("requests/<uuid:id>/", workspace.answer, name="workspace_answer"),
    path("leave/", workspace.leave, name="workspace_leave"),
]
