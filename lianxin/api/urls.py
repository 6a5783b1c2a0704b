"""Addresses of the JSON API."""

from functools import cache, wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from lianxin.api import answers, diary, matters, notices, places, tokens  # noqa: F401 -- they register their addresses
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
    """Let the framework's own answers, to a wrong method or at the root, take our shape too."""
    view = pattern.callback

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            response = view(request, **kwargs)
        except Http404:
            return answers.no_such_address()
        if isinstance(response, HttpResponseNotAllowed):
            return answers.wrong_method(response["Allow"])
        return response

    pattern.callback = csrf_exempt(answered)
    return pattern


app_name = "api"
urlpatterns = [
    path("openapi.json", description, name="description"),
    *(_in_json(pattern) for pattern in api.urls[0]),
    re_path("", unknown),
]
