"""Ledgers: choose one, see its figures, open each figure to its matters, take it as a file."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lianxin.base.refused import Refused
from lianxin.desk.cards import rows
from lianxin.desk.forms import LedgersForm, area_choices
from lianxin.desk.sending import sent
from lianxin.matters.lists import lines_of
from lianxin.reports.figures import Filter
from lianxin.reports.files import FORMATS
from lianxin.reports.ledgers import LEDGERS, ledger_named
from lianxin.reports.queries import check_may_read, ledger_for, matters_of_figure
from lianxin.reports.table import Table

PAGE, GLANCE = 50, 20
GLANCE_OF_LIST = 200  # a list is read, and printed, from the page itself


@require_GET
def ledgers(request: HttpRequest) -> HttpResponse:
    """Show a ledger of a period: its figures and its first rows."""
    check_may_read(request.actor)
    asked = request.GET.dict() if "ledger" in request.GET else LedgersForm.of_this_month()
    form = LedgersForm(asked, areas=area_choices(request.actor.scope, near=asked.get("area", "")))
    table, sentence = None, ""
    if form.is_valid():
        try:
            table = _table(request, form.cleaned_data)
        except Refused as refused:
            sentence = refused.sentence
    context = {
        "form": form,
        "ledgers": LEDGERS,
        "table": table,
        "rows": _first(table) if table else [],
        "limit": _glance(table) if table else 0,
        "sentence": sentence,
        "formats": list(FORMATS),
        "query": urlencode(asked),
        "narrowing": _narrowing(table, asked) if table else [],
    }
    return render(request, "desk/ledgers.jinja", context, status=200 if table else 422)


@require_GET
def file(request: HttpRequest, ending: str) -> HttpResponse:
    """Hand over a ledger as a file."""
    form = LedgersForm(
        request.GET, areas=area_choices(request.actor.scope, near=request.GET.get("area", ""))
    )
    if ending not in FORMATS or not form.is_valid():
        raise Refused("bad_input", _("没有这样的台账文件，请回到台账页重新选择。"), fields={})
    return sent(_table(request, form.cleaned_data), ending)


@require_GET
def figure(request: HttpRequest) -> HttpResponse:
    """Open a figure to the matters that it counts."""
    chosen = Filter.of(request.GET)
    ledger = ledger_named(chosen.ledger)
    page = Paginator(matters_of_figure(chosen, request.actor), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "chosen": chosen,
        "ledger": ledger,
        "label": ledger.counted[chosen.figure].label,
        "page": page,
        "rows_shown": rows(lines_of(page.object_list), request.actor.district),
        "link": lambda number: f"?{chosen.as_query()}&page={number}",
    }
    return render(request, "desk/figure.jinja", context)


def _table(request: HttpRequest, asked: dict) -> Table:
    """Return the ledger that was asked for; a figure that another one had is not asked of it."""
    figure = request.GET.get("figure", "")
    return ledger_for(
        asked["ledger"],
        request.actor,
        asked["since"],
        asked["until"],
        asked["area"],
        figure if figure in ledger_named(asked["ledger"]).narrowed_by else "",
    )


def _narrowing(table: Table, asked: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return what the rows can be narrowed to: each with its words, its address, and whether it is shown."""
    if not table.ledger.narrowed_by:
        return []
    whole = {name: value for name, value in asked.items() if name != "figure"}
    chips = [(_("全部"), urlencode(whole), not table.only)]
    for name, counted in table.ledger.narrowed_by.items():
        words = str(counted.label)
        chips.append((words, urlencode({**whole, "figure": name}), table.only == words))
    return chips


def _first(table: Table) -> list[list]:
    """Return the rows to look at; a statistic is shown whole."""
    rows: Iterator[list] = table.rows
    counts = any(column.kind == "count" for column in table.columns)
    return list(rows if counts else islice(rows, _glance(table)))


def _glance(table: Table) -> int:
    return GLANCE_OF_LIST if table.ledger.selects else GLANCE
