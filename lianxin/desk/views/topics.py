"""Hot topics: what many residents say, the growing first, and what comes back after it was closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.desk.cards import cards
from lianxin.matters.related import numbers_of
from lianxin.reports.topics import OFTEN, recurring_for, topics_for

GLANCE = 10


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Show each topic with its newest matters, and the places where the same comes back."""
    actor = request.actor
    found = topics_for(actor)
    shown = [matter for one in found for matter in one.matters[:GLANCE]]
    rows = iter(cards(shown, numbers_of(shown, (), actor)))
    context = {
        "found": [(one.topic, [next(rows) for _matter in one.matters[:GLANCE]]) for one in found],
        "recurring": recurring_for(actor),
        "often": OFTEN,
    }
    return render(request, "desk/topics.jinja", context)
