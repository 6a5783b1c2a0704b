"""How well entries are understood, as the desk's page shows it."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from lianxin.api.answers import answer
from lianxin.api.given import AccuracyOut, Refusal
from lianxin.api.machine import api
from lianxin.diary.accuracy import accuracy_for


class Measured(Schema):
    """By `month` or `week`; `community` is a community's code."""

    by: str = ""
    community: str = ""


@api.get(
    "/understanding",
    response={200: AccuracyOut, frozenset({401, 403, 404, 422}): Refusal},
    summary="听懂的准确率",
)
def understanding(request: HttpRequest, asked: Query[Measured]) -> HttpResponse:
    """Count how often each field was accepted as it was understood, by time and by community."""
    found = accuracy_for(request.auth, by=asked.by, community=asked.community)
    return answer(found.as_json())
