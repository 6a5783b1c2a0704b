"""One search box for all that was said: matters and entries of the notebook."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.base.text import clean
from lianxin.desk.cards import Card, cards_of
from lianxin.desk.paging import page_of
from lianxin.diary import search as entries
from lianxin.matters import search as matters
from lianxin.matters.related import numbers_of

LONGEST = 100


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show the matters, or the entries, that hold the words sought, the newest first, with where they hold them."""
    sought = clean(request.GET.get("q", "")).strip()[:LONGEST]
    in_notebook = request.GET.get("in") == "notebook"
    found = _entries(request, sought) if in_notebook else _matters(request, sought)
    kept = [("q", sought), *([("in", "notebook")] if in_notebook else [])]
    context = {
        **found,
        "sought": sought,
        "in_notebook": in_notebook,
        "query": urlencode({"q": sought}),
        "link": lambda number: f"?{urlencode([*kept, ('page', number)])}",
    }
    return render(request, "desk/search.jinja", context)


def _matters(request: HttpRequest, sought: str) -> dict:
    actor = request.actor
    page = page_of(
        lambda start, stop: matters.hits(sought, actor, start=start, stop=stop) if sought else [],
        request.GET.get("page"),
    )
    numbers = numbers_of(page.rows, (), actor)
    drawn = cards_of([hit.line for hit in page.rows], actor.district)
    shown = [
        (_told(card, hit, numbers), matters.found_in(hit, sought, actor))
        for card, hit in zip(drawn, page.rows, strict=True)
    ]
    return {"page": page, "hits": shown}


def _told(card: Card, hit: matters.Hit, numbers: dict[str, str]) -> Card:
    """Return the card with where a merged matter went, if this reader sees that one."""
    return replace(card, merged_into=numbers.get(str(hit.merged_into_id), card.merged_into))


def _entries(request: HttpRequest, sought: str) -> dict:
    found = entries.search(sought, request.actor).select_related("community", "recorded_by")
    page = page_of(lambda start, stop: list(found[start:stop]), request.GET.get("page"))
    return {
        "page": page,
        "hits": [(entry, entries.found_in(entry, sought)) for entry in page.rows],
    }
