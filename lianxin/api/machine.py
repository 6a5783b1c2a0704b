"""The API itself: who comes in, how input is read, and the one place where a no becomes JSON."""

import logging

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from lianxin.access.queries import actor_for, login_of_token
from lianxin.api import answers
from lianxin.api.reading import StrictJson
from lianxin.api.wrong import fields_of
from lianxin.base.actor import Actor
from lianxin.base.disk import refusal_of
from lianxin.base.refused import Refused

log = logging.getLogger(__name__)


class Token(HttpBearer):
    """`Authorization: Bearer …`, the only way in; a session's cookie counts for nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        login = login_of_token(token)
        return actor_for(login, via="api") if login else None


api = NinjaAPI(
    title="连心桥 Lianxin",
    version="1",
    description=(
        "同一批事项，同样的步骤，同样的拒绝：与办公页面一致。"
        "时间带时区；请求编号写在 Idempotency-Key 里。"
    ),
    urls_namespace="api",
    openapi_url=None,  # lianxin.api.urls serves it, made once
    docs_url=None,
    auth=Token(),
    parser=StrictJson(),
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return answers.refusal(refused)


@api.exception_handler(AuthenticationError)
def _signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answers.signed_out()


@api.exception_handler(ValidationError)
def _wrong_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = fields_of(error.errors)
    name, sentences = next(iter(fields.items()))
    return answers.refusal(Refused("bad_input", f"{name}：{sentences[0]}", fields=fields))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    # The framework wraps whatever the reading of the body raised.
    cause = error.__cause__
    return answers.refusal(cause) if isinstance(cause, Refused) else _fault(request, cause or error)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return answers.no_such_address()


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    sentence = _("一次提交的内容太大了，请分成几次。")
    return answers.refusal(Refused("bad_input", sentence, fields={"body": [sentence]}), status=413)


@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
def _odd(request: HttpRequest, error: Exception) -> HttpResponse:
    return answers.refusal(Refused("bad_input", _("看不懂这个请求。"), fields={}))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("%s %s", request.method, request.path)
    refused = refusal_of(error)
    return answers.refusal(refused) if refused else answers.fault()
