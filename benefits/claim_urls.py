"""The pages of a person's claims. The reference in an address is a claim's; only its claimant sees the page."""

from django.urls import path, register_converter

from benefits.views import claims


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
    path("<reference:reference>/", claims.claim, name="claim"),
    path("<reference:reference>/files/", claims.add_files, name="claim_files"),
    path("<reference:reference>/files/<uuid:id>/", claims.file, name="claim_file"),
    path("<reference:reference>/letters/<uuid:id>/", claims.letter, name="claim_letter"),
    path("<reference:reference>/requests/<uuid:id>/", claims.answer, name="claim_answer"),
    path("<reference:reference>/withdraw/", claims.withdraw, name="claim_withdraw"),
]
