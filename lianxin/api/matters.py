"""Matters: found, read, and taken a step further."""

from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Query, Schema
from pydantic import Field

from lianxin.api.answers import answer
from lianxin.api.given import MatterOut, Matters, Refusal
from lianxin.api.machine import api
from lianxin.api.paging import Page, page_of
from lianxin.api.taken import STANDINGS, STATES, StepIn
from lianxin.base import text
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.matters.actions import step
from lianxin.matters.models import OPEN, Matter
from lianxin.matters.names import LEVELS
from lianxin.matters.present import as_json, list_json
from lianxin.matters.queries import find, held_by, known_to, lying_in, matters_for, mine
from lianxin.matters.search import search
from lianxin.matters.standing import QUIET_DAYS, stands_as
from lianxin.territory.models import Place
from lianxin.territory.queries import places_seen

REFUSALS = frozenset({401, 403, 404, 409, 422, 503})


class Wanted(Schema):
    """How the list is narrowed. `area` is a community's code, or the id of a place."""

    state: STATES = "open"
    area: str = ""
    category: str = ""
    organisation: UUID | Literal["", "none"] = Field("", description="none：还没有派的")
    due: STANDINGS = ""
    quiet: int = Field(QUIET_DAYS, ge=1, le=366, description="due=stuck：几天没有动静")
    mine: bool = False
    q: str = Field("", max_length=100)


@api.get(
    "/matters", response={200: Matters, frozenset({401, 404, 422}): Refusal}, summary="事项清单"
)
def listing(request: HttpRequest, wanted: Query[Wanted], paging: Query[Page]) -> HttpResponse:
    """List the matters within your scope: open ones by deadline, others from the newest."""
    rows, more = page_of(_narrowed(wanted, request.auth), paging)
    return answer({"matters": list_json(rows, request.auth), "page": paging.page, "more": more})


def _narrowed(wanted: Wanted, by: Actor) -> QuerySet[Matter]:
    # What was merged is found where it is looked for, and not listed otherwise.
    rows = known_to(by) if wanted.q.strip() else matters_for(by)
    if wanted.mine:
        rows = mine(matters_for(by), by)
    if wanted.state == "open":
        rows = rows.filter(state__in=OPEN)
    elif wanted.state != "all":
        rows = rows.filter(state=wanted.state)
    if wanted.due:
        rows = rows.filter(stands_as(wanted.due, wanted.quiet))
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.area:
        rows = lying_in(rows, _area(wanted.area, by))
    if wanted.organisation:
        rows = held_by(rows, wanted.organisation)
    by_deadline = wanted.state in ("open", *OPEN)
    rows = rows.order_by("due_at", "pk") if by_deadline else rows.order_by("-recorded_at", "-pk")
    return search(rows, wanted.q, by)


def _area(area: str, by: Actor) -> Place:
    """Return a place that the actor can see, or refuse."""
    place = (
        places_seen(by.scope.areas, by.district).filter(level__in=LEVELS, **_named(area)).first()
    )
    if place is None:
        raise Refused("not_found", _("没有这个范围，请核对编码。"))
    return place


def _named(area: str) -> dict:
    try:
        return {"pk": UUID(area)}
    except ValueError:
        return {"code": area}


@api.get(
    "/matters/{number}",
    response={200: MatterOut, frozenset({401, 404}): Refusal},
    summary="一件事项",
    by_alias=True,
)
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show a matter whole, with its history and the steps that are open to you."""
    return answer(as_json(find(text.clean(number), request.auth), request.auth, steps=True))


@api.post(
    "/matters/{number}/steps/{name}",
    response={200: MatterOut, REFUSALS: Refusal},
    summary="办一步",
    by_alias=True,
)
def make_step(
    request: HttpRequest,
    number: str,
    name: str,
    body: StepIn,
    request_id: str | None = Header(None, alias="Idempotency-Key"),
) -> HttpResponse:
    """Make one step of a matter; with the same Idempotency-Key again nothing changes."""
    matter = step(
        text.clean(number),
        name,
        by=request.auth,
        data=body.data,
        version=body.version,
        request_id=request_id,
        files=body.files,
    )
    return answer(as_json(matter, request.auth))
