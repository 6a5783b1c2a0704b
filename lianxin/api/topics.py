"""Hot topics: what many residents say, and what comes back after it was closed."""

from django.http import HttpRequest, HttpResponse

from lianxin.api.answers import answer
from lianxin.api.given import Refusal, TopicsOut
from lianxin.api.machine import api
from lianxin.reports.topics import recurring_for, topics_for


@api.get(
    "/topics",
    response={200: TopicsOut, frozenset({401, 403}): Refusal},
    summary="热点",
)
def topics(request: HttpRequest) -> HttpResponse:
    """Return what several voices spoke of within your scope, the growing first, and where the same comes back."""
    spoken = [one.as_json() for one in topics_for(request.auth)]
    again = [one.as_json() for one in recurring_for(request.auth)]
    return answer({"topics": spoken, "recurring": again})
