"""One search box for all that was said: matters and entries of the notebook."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.base.text import clean
from lianxin.desk.cards import cards
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
    found = matters.hits(sought, actor)
    page = page_of(
        lambda start, stop: list(found[start:stop]) if sought else [], request.GET.get("page")
    )
    rows = cards(page.rows, numbers_of(page.rows, (), actor))
    why = [matters.found_in(matter, sought, actor) for matter in page.rows]
    return {"page": page, "hits": list(zip(rows, why, strict=True))}


def _entries(request: HttpRequest, sought: str) -> dict:
    found = entries.search(sought, request.actor).select_related("community", "recorded_by")
    page = page_of(lambda start, stop: list(found[start:stop]), request.GET.get("page"))
    return {
        "page": page,
        "hits": [(entry, entries.found_in(entry, sought)) for entry in page.rows],
    }
