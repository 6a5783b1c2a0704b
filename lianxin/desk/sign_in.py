"""Signing in and out."""

from axes.helpers import get_cool_off
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lianxin.access.actions import link_behind, use_link
from lianxin.access.factor import last_reset, prove
from lianxin.access.models import Login
from lianxin.base.opened import opened
from lianxin.base.refused import Refused
from lianxin.desk.factor_forms import CodeForm
from lianxin.desk.session import after_password, enter, waiting

WRONG = gettext_lazy("登录名或密码不对。请再试，或请社区书记重置密码。")


class SignInForm(AuthenticationForm):
    """Login and password; the same sentence whether the login is unknown or the password wrong."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}


class SignIn(views.LoginView):
    template_name = "desk/sign_in.jinja"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return after_password(self.request, form.get_user(), self.get_success_url())


sign_in = opened(require_http_methods(["GET", "POST"])(SignIn.as_view()))
sign_out = opened(views.LogoutView.as_view(next_page="desk:sign_in"))


@opened
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask whose password was right for the code of the second factor; only then does the session begin."""
    found = waiting(request)
    if found is None:
        return redirect("desk:sign_in")
    login, then = found
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            prove(login, form.cleaned_data["code"])
            return enter(request, login, then, proved=True)
        except Refused as refused:
            return _refused(request, form, login, refused)
    context = {"form": form, "login": login}
    return render(request, "desk/code.jinja", context, status=422 if form.is_bound else 200)


def _refused(request: HttpRequest, form: CodeForm, login: Login, refused: Refused) -> HttpResponse:
    form.add_error("code", refused.sentence)
    status = 429 if refused.code == "busy" else refused.status
    page = render(request, "desk/code.jinja", {"form": form, "login": login}, status=status)
    if "retry_after" in refused.extra:
        page["Retry-After"] = str(refused.extra["retry_after"])
    return page


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
        return after_password(request, login, reverse("desk:home"))
    context = {"form": form, "login": login, "reset": last_reset(login)}
    return render(request, "desk/welcome.jinja", context, status=422 if form.is_bound else 200)
