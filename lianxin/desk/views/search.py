"""One search box for all that was said and is known: matters, entries of the notebook, persons, places."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lianxin.base.actor import Actor
from lianxin.base.text import clean
from lianxin.desk.cards import Card, cards_of
from lianxin.desk.paging import page_of
from lianxin.diary import search as entries
from lianxin.matters import search as matters
from lianxin.matters.related import numbers_of
from lianxin.people import search as people
from lianxin.people.rules import may_look_up
from lianxin.territory.queries import addresses_of, places_called, places_in, with_paths

LONGEST = 100
MATTERS, NOTEBOOK, PEOPLE, PLACES = "matters", "notebook", "people", "places"


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show what holds the words sought in the part that is asked for, each with where it holds them."""
    sought = clean(request.GET.get("q", "")).strip()[:LONGEST]
    parts = _parts(request.actor)
    asked = request.GET.get("in", MATTERS)
    part = asked if asked in parts else MATTERS
    kept = [("q", sought), *([("in", part)] if part != MATTERS else [])]
    context = {
        **_FIND[part](request, sought),
        "sought": sought,
        "part": part,
        "tabs": [
            (name, label, f"?{urlencode([('q', sought), ('in', name)])}")
            for name, label in parts.items()
        ],
        "link": lambda number: f"?{urlencode([*kept, ('page', number)])}",
    }
    return render(request, "desk/search.jinja", context)


def _parts(actor: Actor) -> dict[str, Promise]:
    """Return where this reader may look."""
    parts = {MATTERS: gettext_lazy("事项"), NOTEBOOK: gettext_lazy("民情日记")}
    if may_look_up(actor):
        parts[PEOPLE] = gettext_lazy("人员")
    return {**parts, PLACES: gettext_lazy("地点")}


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


def _people(request: HttpRequest, sought: str) -> dict:
    found = people.search(sought, request.actor).select_related("community")
    page = page_of(lambda start, stop: list(found[start:stop]), request.GET.get("page"))
    return {
        "page": page,
        "where": addresses_of({one.home_id for one in page.rows} - {None}),
        "hits": [(one, people.found_in(one, sought)) for one in page.rows],
    }


def _places(request: HttpRequest, sought: str) -> dict:
    actor = request.actor
    found = places_called(sought, actor.scope.areas or actor.keeps)
    page = page_of(lambda start, stop: list(found[start:stop]), request.GET.get("page"))
    kept = places_in(actor.keeps).filter(pk__in=[place.pk for place in page.rows])
    return {
        "page": page,
        "kept": set(kept.values_list("pk", flat=True)) if actor.may("keep_register") else set(),
        "hits": [(place, path) for place, path in with_paths(page.rows)],
    }


_FIND = {MATTERS: _matters, NOTEBOOK: _entries, PEOPLE: _people, PLACES: _places}
