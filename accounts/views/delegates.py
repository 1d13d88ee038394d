"""People who may help: named and ended by the member; the helper's own page, where they switch in and out."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import Acting
from accounts.confirmation import freshly_confirmed
from accounts.delegate_pages import may_open, pages_of
from accounts.forms.delegations import CodeForm, HelperForm
from accounts.models import Delegation, User
from accounts.services import delegations
from accounts.services.delegations import SESSION
from accounts.views.profile import UNPROCESSABLE
from accounts.views.signed_in import person_of, user_of
from sers_portal.base.access import account_page, member_page, rule_of
from sers_portal.base.clock import SPRINGFIELD


@member_page
def delegates(request: HttpRequest) -> HttpResponseBase:
    """Who may help, how far, until when."""
    person = person_of(request)
    rows = list(delegations.live(person).select_related("power"))
    ended = Delegation.objects.filter(person=person).exclude(pk__in=[row.pk for row in rows])[:20]
    return render(request, "delegates/delegates.html", {"rows": rows, "ended": ended})


@member_page
@freshly_confirmed
def name_delegate(request: HttpRequest) -> HttpResponseBase:
    """Name a person who may help."""
    form = HelperForm(request.POST, request.FILES) if request.method == "POST" else HelperForm()
    if form.is_valid():
        try:
            row = delegations.invite(person=person_of(request), helper=form.helper(), by=request.user.actor)  # type: ignore[union-attr]
        except delegations.DelegationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("We sent an invitation to %(email)s. It is good for 14 days.") % {"email": row.email}
            messages.success(request, words)
            return redirect("delegates")
    return render(
        request, "delegates/name.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200
    )


@member_page
@require_POST
def end_delegate(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Post: the person may not help any more, from this moment on."""
    if delegations.revoke(delegation=id, person=person_of(request), by=request.user.actor):  # type: ignore[union-attr]
        messages.success(request, _("This person cannot open your record any more."))
    return redirect("delegates")


@account_page
def helping(request: HttpRequest) -> HttpResponseBase:
    """Whom this account helps, and where the code of an invitation is typed."""
    user = user_of(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = delegations.accept(user=user, typed=form.cleaned_data["code"])
        except delegations.DelegationRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("You may help %(name)s now.") % {"name": row.person.full_name})
            return redirect("helping")
    context = {"form": form, "rows": list(delegations.helped_by(user)), "now": request.session.get(SESSION)}
    return render(request, "delegates/helping.html", context, status=UNPROCESSABLE if form.errors else 200)


@account_page
@require_POST
def begin_helping(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Post: switch to the record of the person helped."""
    row = delegations.helped_by(user_of(request)).filter(pk=id).first()
    if row is None:
        messages.error(request, _("You may not help this person any more."))
        return redirect("helping")
    request.session[SESSION] = str(row.pk)
    return redirect("member_home")


@account_page
@require_POST
def end_helping(request: HttpRequest) -> HttpResponseBase:
    """Post: back to one's own pages."""
    request.session.pop(SESSION, None)
    return redirect("helping")


@account_page
@require_POST
def stop_helping(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Post: the helper wants to help no more."""
    user = user_of(request)
    if delegations.revoke(delegation=id, delegate=user, by=user.actor):
        messages.success(request, _("You do not help this person any more."))
    request.session.pop(SESSION, None)
    return redirect("helping")


def delegate_acting(request: HttpRequest) -> Acting | None:
    """For whom a helper's session stands on members' pages. Read anew with every page: an end holds at once."""
    kept, user, match = request.session.get(SESSION), request.user, request.resolver_match
    rule = rule_of(match.func) if match else None
    if kept is None or match is None or not isinstance(user, User) or rule is None or rule.name != "member":
        return None
    row = Delegation.objects.select_related("person").filter(pk=kept, delegate=user).first()
    if row is None:
        return None
    is_over = not delegations.helped_by(user).filter(pk=row.pk).exists()
    if is_over:
        request.session.pop(SESSION)
    is_change = request.method not in ("GET", "HEAD", "OPTIONS")
    return Acting(
        person=row.person,
        by=user.actor,
        purpose="delegate",
        until=datetime.combine(row.ends_on, time.max, SPRINGFIELD),
        back=reverse("helping"),
        may_change=row.may_act,
        is_over=is_over,
        is_delegate=True,
        is_closed=not may_open(match.url_name or "", is_change=is_change, may_act=row.may_act),
        pages=pages_of(may_act=row.may_act),
    )
