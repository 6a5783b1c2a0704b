"""How well entries are understood, so that it is seen and not believed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.calendar.rules import keeps_district
from lianxin.desk.forms import UnderstandingForm
from lianxin.diary.accuracy import FEWEST, accuracy_for, communities_seen
from lianxin.diary.models import Part


@require_GET
def understanding(request: HttpRequest) -> HttpResponse:
    """Show how often each field was accepted as it was understood, and what was taken for what."""
    communities = list(communities_seen(request.actor).values_list("code", "name"))
    asked = {"by": "month", **request.GET.dict()}
    form = UnderstandingForm(asked, communities=communities)
    found = accuracy_for(request.actor, **form.cleaned_data) if form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "parts": Part.labels,
        "fewest": FEWEST,
        "keeps": keeps_district(request.actor),
    }
    return render(request, "desk/understanding.jinja", context, status=200 if found else 422)
