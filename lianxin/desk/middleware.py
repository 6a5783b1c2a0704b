"""What every request goes through: session limits, closed pages, refusals turned into answers."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from lianxin.access.queries import actor_for
from lianxin.base.disk import is_full
from lianxin.base.opened import is_open
from lianxin.base.refused import Refused
from lianxin.desk.errors import refusal_page
from lianxin.desk.session import SINCE, USED, owes_factor

log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
IDLE_STEP = settings.SESSION_COOKIE_AGE / 30
# All that is open to a session which owes the second factor, besides what is open to anybody.
SET_UP = "desk:second_factor"


class Sessions(SessionMiddleware):
    """Keeps sessions as Django does, but a page that was read is shown also when there is no room to note it.

    The view has done its work by then: what it wrote itself, a sign-in for one, was refused there.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, DatabaseError) as error:
            if not is_full(error):
                raise
            log.warning("no room to keep a session: %s", error)
            return response


class Limits:
    """End a session at its absolute age, and keep the idle one's time, though not by every request.

    A session that is written counts as used from then on. Written for each page, it cost a commit to
    disk a page; a thirtieth of the idle time is near enough.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now, since = time.time(), request.session.get(SINCE)
        if since is not None and now - since > settings.SESSION_ABSOLUTE_SECONDS:
            request.session.flush()
        elif since is not None and now - request.session.get(USED, since) > IDLE_STEP:
            request.session[USED] = now
        return self.get_response(request)


class ClosedByDefault:
    """A page is closed unless its view says that it is open; behind the door `request.actor` says who acts.

    The API answers for itself: its machines come with tokens, and get JSON instead of a page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if is_open(view) or "api" in request.resolver_match.app_names:
            return None
        if not request.user.is_authenticated:
            return _instead(request, settings.LOGIN_URL, redirect_to_login(request.get_full_path()))
        if owes_factor(request) and request.resolver_match.view_name != SET_UP:
            return _instead(request, reverse(SET_UP), redirect(SET_UP))
        return None


def _instead(request: HttpRequest, address: str, whole: HttpResponse) -> HttpResponse:
    """Send the whole page elsewhere, also when only a piece of it was asked for."""
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return whole


class Refusals:
    """Turn a refusal that no view answered into a page with its sentence and status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refused) else None
