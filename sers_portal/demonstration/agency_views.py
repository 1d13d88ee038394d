"""The made-up agencies' pages: who do you want to be? And what their computers answer to the portal's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.idp.oidc import views
from allauth.idp.oidc.forms import AuthorizationForm
from allauth.idp.oidc.models import Client
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from accounts.views.never_stored import never_stored
from sers_portal.base.access import public
from sers_portal.demonstration import agencies


class _SignIn(views.AuthorizationView):  # type: ignore[misc]  # allauth has no types
    """Choosing a made-up person stands for signing in there; whoever is signed in to the portal has no part in it."""

    template_name = "demonstration/agency.html"

    def _login_required(self, request: HttpRequest) -> None:
        request.user = AnonymousUser()
        chosen = request.POST.get("person")
        if chosen:
            user = agencies.stand_in()
            user.chosen = chosen  # type: ignore[attr-defined]
            request.user = user

    def get_form_kwargs(self) -> dict[str, Any]:
        user = agencies.stand_in()
        user.chosen = getattr(self.request.user, "chosen", "")  # type: ignore[attr-defined]
        return {**super().get_form_kwargs(), "user": user}

    def form_valid(self, form: AuthorizationForm) -> HttpResponseBase:
        known = {subject for subject, _name, _what in agencies.people_at(self._request_info["client_id"])}
        if getattr(self.request.user, "chosen", "") not in known:
            form.add_error(None, _("Choose one of the people."))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[no-any-return]
        response: HttpResponseBase = super().form_valid(form)
        return response

    def get_context_data(self, **words: Any) -> dict[str, Any]:
        page: dict[str, Any] = super().get_context_data(**words)
        page["people"] = agencies.people_at(page["client"].pk)
        page["scopes"] = self._scopes
        return page


_sign_in = _SignIn.as_view()


@public
@csrf_exempt  # the page checks the token itself: a client may begin a sign-in by POST
@never_stored
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The agency's page of signing in."""
    agencies.follow_address()
    response: HttpResponseBase = _sign_in(request)
    return response


@public
@never_stored
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Nobody stays signed in at a made-up agency: back to the address that the client left, and to no other."""
    agencies.follow_address()
    client = Client.objects.filter(pk=request.GET.get("client_id", "")).first()
    back = request.GET.get("post_logout_redirect_uri", "")
    is_known = client is not None and back in client.get_post_logout_redirect_uris()
    return redirect(back if is_known else "home")


def answering(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """One of allauth's addresses for computers, open to everybody."""

    @csrf_exempt
    # Not its module: the portal's rule holds for it, not allauth's own guard.
    @wraps(view, assigned=("__name__", "__doc__"))
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return public(answer)
