"""Addresses of the JSON API."""

from functools import cache, wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from lianxin.api import (  # noqa: F401 -- they register their addresses
    answers,
    diary,
    files,
    ledgers,
    matters,
    notices,
    places,
    supervision,
    tokens,
    topics,
    understanding,
)
from lianxin.api.machine import api
from lianxin.base.opened import opened


@opened
def description(request: HttpRequest) -> HttpResponse:
    """Show what the API takes and gives, as OpenAPI."""
    return answers.answer(_described())


@cache
def _described() -> dict:
    return api.get_openapi_schema()


@opened
@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    return answers.no_such_address()


def _in_json(pattern: URLPattern) -> URLPattern:
    """Let the framework's own answer to a wrong method take our shape too."""
    view = pattern.callback

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
        response = view(request, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return answers.wrong_method(response["Allow"])
        return response

    pattern.callback = csrf_exempt(answered)
    return pattern


app_name = "api"
ROOT = "api-root"  # by this name the framework finds where it is mounted
urlpatterns = [
    _in_json(path("openapi.json", require_GET(description), name="description")),
    path("", unknown, name=ROOT),
    *(_in_json(pattern) for pattern in api.urls[0] if pattern.name != ROOT),
    re_path("", unknown),
]
