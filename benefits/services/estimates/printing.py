"""A saved estimate on paper. The PDF is a function of the frozen record, made when asked for and kept nowhere."""

from django.utils.translation import get_language

from benefits.models import SavedEstimate
from benefits.services.estimates.record import record_from_json
from notices.documents.render import pdf


def estimate_pdf(estimate: SavedEstimate) -> bytes:
    """The estimate as a tagged PDF, in the reader's language."""
    context = {
        "estimate": estimate,
        "person": estimate.member.person,
        "told": record_from_json(estimate.record),
        "language": get_language() or "en",
    }
    return pdf("estimates/estimate.html", context)
