"""What the categories are called in a district."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.base.refused import Refused
from lianxin.calendar.rules import keeps_district
from lianxin.desk.rule_forms import CategoryForm
from lianxin.desk.views.rules import for_keepers, refusal
from lianxin.matters.categories import categories_of, set_category, shipped


@require_http_methods(["GET", "POST"])
@for_keepers
def categories(request: HttpRequest) -> HttpResponse:
    """Show the categories in the order of the district; take what one is called from now on."""
    actor, sentence = request.actor, ""
    found = {one.code: one for one in categories_of(actor.district)}
    chosen = found.get(request.GET.get("code", ""))
    form = CategoryForm(initial=asdict(chosen)) if chosen else None
    if request.method == "POST":
        chosen = found.get(request.POST.get("code", ""))
        if chosen is None:
            raise Refused("not_found", _("没有这一类。请回到“类别”里选一个。"))
        form = CategoryForm(request.POST)
        sentence = refusal(form, lambda: set_category(form.words(), by=actor))
        if sentence is None:
            messages.success(request, _("改好了，各处都用新的叫法。"))
            return redirect("desk:rules_categories")
    context = {
        "sentence": sentence,
        "whole": keeps_district(actor),
        "form": form,
        "chosen": chosen,
        "categories": list(found.values()),
        "shipped": {one.code: one.name for one in shipped()},
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/rules_categories.jinja", context, status=status)
