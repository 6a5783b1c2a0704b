"""Known devices: somebody who has signed in here before is not locked out by strangers' guesses."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-device" if settings.HTTPS else "device"
_SALT = "lianxin.device"
_LIFE = 180 * 24 * 3600


def remember(response: HttpResponse, username: str) -> None:
    """Let this browser be known for a login that has just signed in on it."""
    value = signing.dumps(username, salt=_SALT)
    response.set_cookie(
        COOKIE, value, max_age=_LIFE, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def is_known(request: HttpRequest, credentials: dict | None = None) -> bool:
    """Tell whether this browser has signed in with the login that it now tries."""
    wanted = (credentials or {}).get("username")
    try:
        return (
            bool(wanted)
            and signing.loads(request.COOKIES[COOKIE], salt=_SALT, max_age=_LIFE) == wanted
        )
    except (KeyError, signing.BadSignature):
        return False
