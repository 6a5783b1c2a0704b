"""Signing in for machines: a token for a login and password, or its end."""

from axes.helpers import get_cool_off
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lianxin.access.actions import end_token, make_token
from lianxin.access.factor import has_factor, prove
from lianxin.access.models import Login
from lianxin.access.queries import actor_for, token_of
from lianxin.api import answers
from lianxin.api.given import Ended, Refusal, TokenOut
from lianxin.api.machine import api
from lianxin.api.taken import SignIn
from lianxin.base.actor import Actor
from lianxin.base.clock import local
from lianxin.base.refused import Refused


@api.post(
    "/tokens",
    auth=None,
    response={201: TokenOut, frozenset({401, 403, 422, 429}): Refusal},
    summary="领取令牌",
)
def sign_in(request: HttpRequest, body: SignIn) -> HttpResponse:
    """Give a token for a password; the same no for an unknown login and a wrong password."""
    login: Login | None = authenticate(request, username=body.login, password=body.password)
    if getattr(request, "axes_locked_out", False):
        return _locked_out(request)
    if login is None:
        sentence = _("登录名或密码不对。请再试，或请社区书记重置密码。")
        return answers.refusal(Refused("not_allowed", sentence), status=401)
    actor = actor_for(login, via="api")
    try:
        _check_factor(login, body.code, actor)
    except Refused as refused:
        return answers.refusal(refused, status=429 if refused.code == "busy" else None)
    secret = make_token(login, body.label, by=actor)
    token = token_of(secret)
    return answers.answer(
        {
            "token": secret,
            "login": login.username,
            "label": token.label,
            "expires_at": local(token.expires_at).isoformat(timespec="seconds"),
        },
        201,
    )


def _check_factor(login: Login, code: str, actor: Actor) -> None:
    """Refuse a password alone where a second factor belongs to it, or should."""
    if has_factor(login):
        if not code:  # a program that knows nothing of codes must not lock anybody out
            sentence = _("这个账号开启了两步验证，请在 code 里填验证码。")
            raise Refused("bad_input", sentence, fields={"code": [sentence]})
        prove(login, code)
    elif actor.needs_factor:
        raise Refused("not_allowed", _("您的岗位必须有两步验证。请先在网页上登录，把它设好。"))


def _locked_out(request: HttpRequest) -> HttpResponse:
    # The middleware of axes would put the desk's page in place of our answer.
    request.axes_locked_out = False
    seconds = int(get_cool_off(request).total_seconds())
    sentence = _("试的次数太多了，请过%(n)d分钟再试，或请社区书记重置密码。") % {"n": seconds // 60}
    return answers.refusal(Refused("busy", sentence, retry_after=seconds), status=429)


@api.api_operation(
    ["DELETE"],
    "/tokens/current",
    response={200: Ended, 401: Refusal},
    summary="作废正在用的令牌",
)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the token that this request came with."""
    secret = request.headers["Authorization"].partition(" ")[2]
    end_token(secret, by=request.auth)
    return answers.answer({"ended": True})
