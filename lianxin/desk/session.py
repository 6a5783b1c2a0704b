"""What a session of the desk knows: since when, of whom after the password alone, and whether proved twice."""

import time

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from lianxin.access import backend
from lianxin.access.devices import remember
from lianxin.access.factor import has_factor
from lianxin.access.models import Login
from lianxin.base import clock

SINCE = "signed_in_at"
USED = "used_at"
PROVED = "proved_twice"
_WAITING = "waits_for_code"
# How long a password that was right waits for the code.
WAIT_SECONDS = 600


def after_password(request: HttpRequest, login: Login, then: str) -> HttpResponse:
    """Let in whose password was right, or, where the login has a second factor, ask for its code first."""
    if not has_factor(login):
        return enter(request, login, then)
    request.session.cycle_key()
    request.session[_WAITING] = {
        "login": str(login.pk),
        "hash": login.get_session_auth_hash(),
        "at": clock.now().timestamp(),
        "then": then,
    }
    return redirect("desk:code")


def waiting(request: HttpRequest) -> tuple[Login, str] | None:
    """Return the login that waits for its code, and where it wanted to go, while nothing of it changed."""
    kept = request.session.get(_WAITING)
    if kept is None or clock.now().timestamp() - kept["at"] > WAIT_SECONDS:
        return None
    login = Login.objects.filter(pk=kept["login"], is_active=True).first()
    if login is None or not constant_time_compare(login.get_session_auth_hash(), kept["hash"]):
        return None
    return login, kept["then"]


def enter(request: HttpRequest, login: Login, then: str, *, proved: bool = False) -> HttpResponse:
    """Sign in, in a session with a new key, and lead to the page that was wanted."""
    request.session.pop(_WAITING, None)
    auth.login(request, login, backend=backend.PATH)
    request.session[SINCE] = time.time()
    request.session[PROVED] = proved
    response = redirect(then)
    remember(response, login.username)
    return response


def now_proved(request: HttpRequest, *, proved: bool) -> None:
    """Keep this session, with a new key, through a change of the factor that ends all the others."""
    auth.update_session_auth_hash(request, request.user)
    request.session[PROVED] = proved


def owes_factor(request: HttpRequest) -> bool:
    """Tell whether somebody has signed in who must set up the second factor before anything else."""
    return request.actor.needs_factor and not request.session.get(PROVED)


def password_is_right(request: HttpRequest, password: str) -> bool:
    """Ask for the password again; wrong ones count as at the sign-in."""
    found = auth.authenticate(request, username=request.user.username, password=password)
    return found == request.user
