"""Supervision: how what is open stands, each figure opening its matters."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema

from lianxin.api.answers import answer
from lianxin.api.given import Refusal, SupervisionOut
from lianxin.api.machine import api
from lianxin.reports.supervision import supervision_for


class Watched(Schema):
    """After how many days without an event a matter is stuck; `area` as in the list of matters."""

    quiet: str = ""
    area: str = ""


@api.get(
    "/supervision",
    response={200: SupervisionOut, frozenset({401, 403, 404, 422}): Refusal},
    summary="督办台",
)
def supervision(request: HttpRequest, asked: Query[Watched]) -> HttpResponse:
    """Count what is open within your scope: late, nearly late, stuck, waiting for an answer, carried."""
    found = supervision_for(request.auth, quiet=asked.quiet, area=asked.area)
    return answer(found.as_json())
