"""Changing the address an account signs in with."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from accounts.allauth.stages import SIGNING_UP
from accounts.confirmation import freshly_confirmed
from accounts.forms.signup import NewEmailForm
from accounts.models import User
from accounts.services import signup
from sers_portal.base.access import account_page


@account_page
@freshly_confirmed
def change_email(request: HttpRequest) -> HttpResponseBase:
    """Type the new address; nothing changes before the code that goes there is typed."""
    user = request.user
    assert isinstance(user, User)
    form = NewEmailForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        activation = signup.ask_to_confirm(user, form.cleaned_data["email"])
        request.session[SIGNING_UP] = str(activation.pk)
        return redirect("account_email_verification_sent")
    return render(request, "account/email_change.html", {"form": form})
