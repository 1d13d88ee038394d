"""The pages of a retiree's own work. No address holds a member's id."""

from django.urls import path

from reemployment.views import days, notice, overview, planner, repaying, retiring

urlpatterns = [
    path("", overview.overview, name="working_after_retirement"),
    path("other-work/", overview.other_work, name="other_work"),
    path("notice/", notice.kind, name="return_notice"),
    path("notice/<slug:kind>/", notice.details, name="return_notice_details"),
    path("jobs/<uuid:id>/", notice.given, name="return_notice_given"),
    path("jobs/<uuid:id>/end/", notice.end, name="return_end"),
    path("jobs/<uuid:id>/days/", days.log, name="work_days_now"),
    path("jobs/<uuid:id>/days/add/", days.add_day, name="work_day_new"),
    path("jobs/<uuid:id>/days/<str:month>/", days.log, name="work_days"),
    path("years/<int:year>/", days.year, name="work_year"),
    path("plan/", planner.planner, name="work_plan_now"),
    path("plan/<int:year>/", planner.planner, name="work_plan"),
    path("repay/", repaying.repaying, name="recomputation"),
    path("repay/<slug:kind>/", repaying.repaying, name="repay"),
    path("repayments/<uuid:id>/", repaying.repayment, name="repayment"),
    path("retire-again/", retiring.retire_again, name="retire_again"),
]
