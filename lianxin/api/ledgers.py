"""Ledgers: counted when they are asked for, each figure opening its matters."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from lianxin.api.answers import answer, written_by
from lianxin.api.given import LedgerNames, LedgerOut, Matters, Refusal
from lianxin.api.machine import api
from lianxin.api.paging import Page, page_of
from lianxin.matters.present import list_json
from lianxin.reports.figures import Filter
from lianxin.reports.files import write
from lianxin.reports.ledgers import LEDGERS
from lianxin.reports.queries import check_may_read, ledger_for, matters_of_figure

REFUSALS = frozenset({401, 403, 404, 422})


class Period(Schema):
    """Days of Beijing, both included; `area` is a community's code or the id of a place.

    `figure` narrows the rows to those that a figure counts, where each row is a matter.
    """

    model_config = ConfigDict(populate_by_name=True)

    since: str = Field("", alias="from")
    until: str = Field("", alias="to")
    area: str = ""
    figure: str = ""


class Chosen(Schema):
    """What a figure's `query` says: which ledger's days, and which of its numbers."""

    since: str = ""
    until: str = ""
    area: str = ""
    figure: str = ""
    month: str = ""
    category: str = ""


@api.get(
    "/ledgers", response={200: LedgerNames, frozenset({401, 403}): Refusal}, summary="有哪些台账"
)
def listing(request: HttpRequest) -> HttpResponse:
    """List the ledgers by name."""
    check_may_read(request.auth)
    rows = [{"name": name, "says": str(ledger.says)} for name, ledger in LEDGERS.items()]
    return answer({"ledgers": rows})


@api.get("/ledgers/{name}", response={200: LedgerOut, REFUSALS: Refusal}, summary="一本台账")
def one(request: HttpRequest, name: str, period: Query[Period]) -> HttpResponse:
    """Show a ledger of a period, as `lianxin ledger` writes it to a .json file."""
    table = ledger_for(name, request.auth, period.since, period.until, period.area, period.figure)
    return written_by(lambda target: write(table, target, "json"))


@api.get(
    "/ledgers/{name}/matters", response={200: Matters, REFUSALS: Refusal}, summary="数字背后的事项"
)
def behind(
    request: HttpRequest, name: str, chosen: Query[Chosen], paging: Query[Page]
) -> HttpResponse:
    """List the matters that a figure counts; its `query` names them."""
    found = matters_of_figure(Filter.of({"ledger": name, **chosen.dict()}), request.auth)
    rows, more = page_of(found, paging)
    return answer({"matters": list_json(rows, request.auth), "page": paging.page, "more": more})
