"""A search over many matters beside the bare query for the same rows, on either database.

The search runs as the pages ask it, in a process of its own that is set to the seeded data. The bare
query is written by hand: with the index of pairs or walking back from the newest, whichever is faster
for the word.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from lianxin.site.bench.cost import Cost, Result, median
from lianxin.site.bench.pages import (
    COMMUNITY,
    LOGIN,
    TURNS,
    measured,
    measured_by,
    query_on,
    seeded,
)

PAGE = 50

_WALKING = """
SELECT m.* FROM matters_mattertext t JOIN matters_matter m ON m.id = t.matter_id
WHERE t.district_id = (SELECT district_id FROM territory_place WHERE code = '{community}')
AND (t.neutral LIKE '%{word}%' OR t.telling LIKE '%{word}%')
ORDER BY t.id DESC LIMIT {page}
"""
_BY_INDEX = {
    "postgresql": "AND t.marks @> ARRAY[{marks}]::integer[]",
    "sqlite": (
        "AND t.id IN (SELECT rowid FROM matters_mattertext_index "
        "WHERE matters_mattertext_index MATCH '{tokens}')"
    ),
}


def run(*, requests: int, size: int) -> Result:
    """Measure over the seeded data folder that is set, or over one made with `size` matters."""
    with seeded(size) as (home, url):
        found = measured_by("searching", home, url, url, str(requests))
    costs = {word: [Cost(**one) for one in pair] for word, pair in found.items()}
    ratios = {
        word: round(own.cpu_seconds / bare.cpu_seconds, 2) for word, (own, bare) in costs.items()
    }
    worst = max(ratios, key=ratios.__getitem__)
    return Result(
        name="search",
        label=f"查一个词，取最新的 {PAGE} 件（比值最大的词：{worst}）",
        clients=1,
        requests=requests * TURNS,
        product=costs[worst][0],
        floor=costs[worst][1],
        ratio=ratios[worst],
        rows={"matters_matter": PAGE},
        ratios=ratios,
    )


def _costs(url: str, word: str, requests: int) -> list[Cost]:
    """Return what the search costs, and the bare query, which must find as many."""
    search, turns = _search_for(word), []
    with query_on(url, _fastest(url, word)) as (bare, postmaster):
        if not len(search()) == len(bare()) > 0:
            raise RuntimeError(f"{word}：查找有 {len(search())} 件，底线有 {len(bare())} 件")
        for _turn in range(TURNS):
            turns.append([_cost(ask, postmaster, requests) for ask in (search, bare)])
    return [median([turn[side] for turn in turns]) for side in (0, 1)]


def _cost(ask: Callable[[], list], postmaster: int, requests: int) -> Cost:
    def often() -> None:
        for _time in range(requests):
            ask()

    return measured(often, time.process_time, postmaster, requests)


def _search_for(word: str) -> Callable[[], list]:
    """Return the search as the page asks it."""
    from lianxin.access.queries import actor_for, login_named  # noqa: PLC0415 -- after set-up
    from lianxin.matters.search import hits  # noqa: PLC0415

    actor = actor_for(login_named(LOGIN))
    return lambda: hits(word, actor, stop=PAGE)


def _fastest(url: str, word: str) -> str:
    """Return the bare query for a word in the form that is faster here."""
    took = {}
    for sql in _forms(url, word):
        with query_on(url, sql) as (ask, _postmaster):
            ask()
            began = time.perf_counter()
            ask()
            took[sql] = time.perf_counter() - began
    return min(took, key=took.__getitem__)


def _forms(url: str, word: str) -> list[str]:
    from lianxin.base.bigrams import marks  # noqa: PLC0415 -- after set-up
    from lianxin.base.search import token  # noqa: PLC0415
    from lianxin.territory.queries import community_coded  # noqa: PLC0415

    walking = _WALKING.format(community=COMMUNITY, word=word, page=PAGE)
    known = marks(word, community_coded(COMMUNITY).district_id)
    by_index = _BY_INDEX["sqlite" if url.startswith("sqlite") else "postgresql"].format(
        marks=", ".join(map(str, known)), tokens=" ".join(f'"{token(mark)}"' for mark in known)
    )
    return [walking, walking.replace("ORDER BY", f"{by_index} ORDER BY")]


def _measure(url: str, requests: int) -> dict[str, list[dict]]:
    """Return the costs of the search and of the bare query, for each word of the seed."""
    import django  # noqa: PLC0415 -- the command that starts this runs without a database

    django.setup()
    from lianxin.site.seed.stories import SAID  # noqa: PLC0415 -- after set-up

    return {word: [asdict(cost) for cost in _costs(url, word, requests)] for word in SAID}


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]))))
