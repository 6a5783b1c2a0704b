"""What the API answers: JSON straight from plain values, and every no in one shape."""

import json
from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lianxin.base.refused import Refused


def answer(data: object, status: int = 200) -> HttpResponse:
    """Return plain values as JSON; a test, not each answer, compares them with the schemas."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A refusal may quote what was sent, and a lone surrogate in it has no bytes.
    return _response(written.encode("utf8", "replace"), status)


def written_by(write: Callable[[HttpResponse], object]) -> HttpResponse:
    """Return the JSON that a function writes itself."""
    response = _response(b"", 200)
    write(response)
    return response


def _response(body: bytes, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def refusal(refused: Refused, *, status: int | None = None) -> HttpResponse:
    """Return a refusal with the status of its code, or a fitter one that HTTP has."""
    response = answer(refused.as_json(), status or refused.status)
    if refused.code == "busy":
        response["Retry-After"] = str(refused.extra.get("retry_after", 1))
    return response


def signed_out() -> HttpResponse:
    """Return the answer to a request whose token is missing, unknown or expired."""
    sentence = _("请先用令牌登录：没有带令牌，或令牌已过期。")
    response = refusal(Refused("not_allowed", sentence), status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def no_such_address() -> HttpResponse:
    return refusal(Refused("not_found", _("接口没有这个地址，请看 /api/v1/openapi.json。")))


def wrong_method(allowed: str) -> HttpResponse:
    """Return the answer to a method that an address does not know."""
    sentence = _("这个地址只接受 %(allowed)s。") % {"allowed": allowed}
    response = answer({"refused": {"code": "wrong_method", "sentence": sentence}}, 405)
    response["Allow"] = allowed
    return response


def fault() -> HttpResponse:
    """Return the answer to a request that met a fault of ours; what it was stands in the log."""
    sentence = _("系统出了故障。请用同一个请求编号再试，不会重复记下。")
    return answer({"refused": {"code": "fault", "sentence": sentence}}, 500)
