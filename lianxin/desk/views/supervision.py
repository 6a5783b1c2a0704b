"""Supervision: what is late, stuck or waiting, by organisation and category, each figure opening its matters."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.desk.cards import rows
from lianxin.desk.forms import LedgersForm, SupervisionPageForm, area_choices
from lianxin.matters.standing import QUIET_DAYS, Standing
from lianxin.reports.lists import PROBLEMS
from lianxin.reports.supervision import FEWEST, check_may_supervise, supervision_for


@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """Show how what is open stands now; what is carried stands apart, with its days of review."""
    check_may_supervise(request.actor)
    asked = {"quiet": str(QUIET_DAYS), **request.GET.dict()}
    form = SupervisionPageForm(
        asked, areas=area_choices(request.actor.scope, near=asked.get("area", ""))
    )
    found = None
    if form.is_valid():
        quiet, area = str(form.cleaned_data["quiet"]), form.cleaned_data["area"]
        found = supervision_for(request.actor, quiet=quiet, area=area)
    context = {
        "form": form,
        "found": found,
        "carried": rows(found.carried, request.actor.district) if found else [],
        "standings": Standing,
        "fewest": FEWEST,
        "lists_query": urlencode(LedgersForm.of_this_month(PROBLEMS)),
    }
    return render(request, "desk/supervision.jinja", context, status=200 if found else 422)
