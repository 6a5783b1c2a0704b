"""The notebook: written in, read by the day, and understood before it is written."""

from django.http import HttpRequest, HttpResponse
from ninja import Header

from lianxin.api.answers import answer
from lianxin.api.given import DiaryDay, Drafts, Refusal, Written
from lianxin.api.machine import api
from lianxin.api.taken import AcceptedIn, Day, NewEntry, Words
from lianxin.base import clock, text
from lianxin.base.actor import Actor
from lianxin.diary.actions import add_entry
from lianxin.diary.before import abouts, told_before
from lianxin.diary.drafts import Accepted, understand
from lianxin.diary.forms import accepted_of
from lianxin.diary.present import entry_json, rows_json
from lianxin.diary.queries import page_of
from lianxin.territory.models import Place
from lianxin.territory.queries import communities_in, no_community

REFUSALS = frozenset({401, 403, 404, 422, 503})


@api.post("/diary", response={201: Written, REFUSALS: Refusal}, summary="记一条民情", by_alias=True)
def add(
    request: HttpRequest,
    body: NewEntry,
    request_id: str | None = Header(None, alias="Idempotency-Key"),
) -> HttpResponse:
    """Write what somebody said and open its matters: those accepted, or those understood."""
    by, community = request.auth, _community(body.community, request.auth)
    accepted = _accepted(body.accepted, community) if body.accepted else None
    channel = accepted.channel if accepted else body.channel
    draft = understand(text.said(body.text), community, channel=channel)
    entry, matters = add_entry(
        body.text,
        community,
        by=by,
        accepted=accepted,
        channel=body.channel,
        request_id=request_id,
        files=body.files,
        draft=draft,
    )
    return answer(entry_json(entry, matters, by, draft), 201)


@api.get(
    "/diary",
    response={200: DiaryDay, frozenset({401, 404, 422}): Refusal},
    summary="一天的民情日记",
)
def day(request: HttpRequest, community: str = "", day: Day | None = None) -> HttpResponse:
    """Show a day's page of the notebook, today's by default, of one community or of all yours."""
    day = day or clock.today()
    place = _community(community, request.auth) if community else None
    entries = page_of(day, request.auth, place)
    return answer({"day": day.isoformat(), "entries": rows_json(entries)})


@api.post("/understand", response={200: Drafts, REFUSALS: Refusal}, summary="先看懂，不记下")
def read(request: HttpRequest, body: Words) -> HttpResponse:
    """Show what would be understood of some words, and write nothing."""
    words, community = text.said(body.text), _community(body.community, request.auth)
    draft = understand(words, community, channel=body.channel)
    before = told_before(abouts(draft), community, request.auth)
    return answer(
        {
            "drafts": draft.as_json(),
            "told_before": [[one.as_json() for one in found] for found in before],
        }
    )


def _community(code: str, by: Actor) -> Place:
    """Return the community of a code in the actor's own district and reach, or refuse."""
    community = communities_in(by.scope.areas, by.district).filter(code=code).first()
    if community is None:
        raise no_community(code)
    return community


def _accepted(body: AcceptedIn, community: Place) -> Accepted:
    entry = {
        "said_on": body.said_on,
        "channel": body.channel,
        **{f"reporter_{name}": value for name, value in body.reporter},
        "subject_name": body.subject,
    }
    matters = [
        {
            "category": matter.category,
            "urgency": matter.urgency,
            "join": matter.join,
            **matter.place.dict(),
        }
        for matter in body.matters
    ]
    return accepted_of(entry, matters, community)
