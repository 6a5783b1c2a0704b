"""Signing in and out."""

import time

from axes.helpers import get_cool_off
from django.contrib import auth
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lianxin.access.actions import link_behind, use_link
from lianxin.access.devices import remember
from lianxin.base.opened import opened
from lianxin.desk.middleware import SINCE

WRONG = gettext_lazy("登录名或密码不对。请再试，或请社区书记重置密码。")


class SignInForm(AuthenticationForm):
    """Login and password; the same sentence whether the login is unknown or the password wrong."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}


class SignIn(views.LoginView):
    template_name = "desk/sign_in.jinja"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session[SINCE] = time.time()
        remember(response, form.get_user().username)
        return response


sign_in = opened(require_http_methods(["GET", "POST"])(SignIn.as_view()))
sign_out = opened(views.LogoutView.as_view(next_page="desk:sign_in"))


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """Answer the tries beyond the limit: the same for a login that exists and for one that does not."""
    minutes = int(get_cool_off(request).total_seconds() // 60)
    sentence = _("试的次数太多了，请过%(n)d分钟再试，或请社区书记重置密码。") % {"n": minutes}
    page = render(request, "desk/locked.jinja", {"sentence": sentence}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


@opened
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the bearer of a one-time link set the password of its login, and sign in with it."""
    login = link_behind(secret).login
    form = SetPasswordForm(login, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login = use_link(secret, form.cleaned_data["new_password1"])
        auth.login(request, login, backend="django.contrib.auth.backends.ModelBackend")
        request.session[SINCE] = time.time()
        response = redirect("desk:home")
        remember(response, login.username)
        return response
    context = {"form": form, "login": login}
    return render(request, "desk/welcome.jinja", context, status=422 if form.is_bound else 200)
