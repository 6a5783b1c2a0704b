"""One's own second factor: setting it up, new recovery codes, the end of it."""

import segno
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.access import factor
from lianxin.base.refused import Refused
from lianxin.desk.factor_forms import PasswordForm, SetUpForm
from lianxin.desk.session import now_proved, owes_factor, password_is_right


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead through setting it up where there is none; else show it, and take what is to change."""
    return _kept(request) if factor.has_factor(request.user) else _missing(request)


def _missing(request: HttpRequest) -> HttpResponse:
    owed = owes_factor(request)  # somebody who has typed the password a moment ago
    sealed = request.POST.get("sealed") or factor.offer(request.user)
    form = SetUpForm(request.POST or None, asks_password=not owed)
    if request.method == "POST" and form.is_valid() and _password_right(request, form):
        try:
            codes = factor.set_up(request.user, sealed, form.cleaned_data["code"], by=request.actor)
        except Refused as refused:
            form.add_error("code", refused.sentence)
        else:
            now_proved(request, proved=True)
            return _codes_page(request, codes)
    return _set_up_page(request, form, sealed, owed=owed)


def _set_up_page(request: HttpRequest, form: SetUpForm, sealed: str, *, owed: bool) -> HttpResponse:
    secret = factor.offered(sealed, request.user)
    code = segno.make(factor.address(request.user, secret), error="m", micro=False)
    context = {
        "form": form,
        "owed": owed,
        "sealed": sealed,
        "picture": code.svg_data_uri(scale=6, border=4, light="white"),
        "secret": [secret[start : start + 4] for start in range(0, len(secret), 4)],
        "changes": factor.changes(request.user),
    }
    return render(
        request, "desk/factor_set_up.jinja", context, status=422 if form.is_bound else 200
    )


def _kept(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _password_right(request, form):
        if request.POST.get("do") == "codes":
            return _codes_page(request, factor.renew_codes(request.user, by=request.actor))
        factor.end(request.user, by=request.actor)
        now_proved(request, proved=False)
        messages.success(request, _("两步验证已停用。"))
        return redirect("desk:account")
    context = {
        "form": form,
        "left": factor.codes_left(request.user),
        "changes": factor.changes(request.user),
        "needed": request.actor.needs_factor,
    }
    return render(request, "desk/factor.jinja", context, status=422 if form.is_bound else 200)


def _password_right(request: HttpRequest, form: Form) -> bool:
    if "password" not in form.fields:
        return True
    right = password_is_right(request, form.cleaned_data["password"])
    if not right:
        form.add_error("password", _("密码不对，请再填一次。"))
    return right


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show the recovery codes, this once, in groups of four digits."""
    shown = [
        " ".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes
    ]
    return render(request, "desk/factor_codes.jinja", {"codes": shown})
