"""The pages of a person's claims. The reference in an address is a claim's; only its claimant sees the page."""

from django.urls import path, register_converter

from benefits.views import claims
from benefits.views.applications import members


class ReferenceConverter:
    """A claim's reference number, as it is printed."""

    regex = "[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", claims.claims, name="claims"),
    path("apply/retirement/", members.start, {"kind": "retirement"}, name="claim_start_retirement"),
    path("apply/refund/", members.start, {"kind": "refund"}, name="claim_start_refund"),
    path("apply/survivor/", members.start, {"kind": "survivor"}, name="claim_start_survivor"),
    path("apply/name/", members.start, {"kind": "name_change"}, name="claim_start_name_change"),
    path("<reference:reference>/apply/papers/", members.papers, name="claim_papers"),
    path("<reference:reference>/apply/check/", members.check, name="claim_check"),
    path("<reference:reference>/apply/sent/", members.sent, name="claim_sent"),
    path("<reference:reference>/apply/<slug:step>/", members.step, name="claim_step"),
    path("<reference:reference>/", claims.claim, name="claim"),
    path("<reference:reference>/files/", claims.add_files, name="claim_files"),
    path("<reference:reference>/files/<uuid:id>/", claims.file, name="claim_file"),
    path("<reference:reference>/letters/<uuid:id>/", claims.letter, name="claim_letter"),
    path("<reference:reference>/requests/<uuid:id>/", claims.answer, name="claim_answer"),
    path("<reference:reference>/withdraw/", claims.withdraw, name="claim_withdraw"),
]
