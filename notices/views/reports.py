"""What vendors report of messages: open to everybody, believed only with the vendor's signature."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notices.services import texts
from notices.texts import twilio
from sers_portal.base.access import public


@csrf_exempt
@public
@require_POST
def twilio_report(request: HttpRequest, text: UUID) -> HttpResponse:
    """Twilio tells how a text or call went. Told again, it changes nothing."""
    if settings.TEXT_GATEWAY != "twilio":
        raise Http404
    report = request.POST
    if not twilio.is_signed(request.get_full_path(), report, request.headers.get("X-Twilio-Signature", "")):
        return HttpResponseForbidden()
    state, failure, error_code = twilio.outcome(report)
    vendor_id = report.get("MessageSid") or report.get("CallSid") or ""
    texts.note_report(text=text, vendor_id=vendor_id, state=state, failure=failure, error_code=error_code)
    return HttpResponse(status=204)
