"""Narrowings of the list of matters that somebody has saved: keep one, rename it, open with it, drop it."""

from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.base.refused import Refused
from lianxin.desk.actions import drop_filter, open_with, rename_filter, save_filter
from lianxin.desk.narrowing import narrowing_of
from lianxin.desk.queries import filter_of, saved_by


@require_http_methods(["GET", "POST"])
def filters(request: HttpRequest) -> HttpResponse:
    """Show what is saved; save the narrowing that comes with a name."""
    asked = narrowing_of(dict(parse_qsl(request.POST.get("query", ""))), request.actor).asked
    if request.method == "GET":
        return _page(request)
    try:
        saved = save_filter(request.POST.get("name", ""), asked, by=request.actor)
    except Refused as refused:
        return _page(request, refused)
    messages.success(request, _("已存为“%(name)s”。") % {"name": saved.name})
    return redirect(f"{reverse('desk:matters')}?{saved.query}")


@require_POST
def change(request: HttpRequest, saved: UUID) -> HttpResponse:
    """Rename a saved filter, open the list with it or no longer, or drop it."""
    found, actor = filter_of(request.actor, saved), request.actor
    try:
        match request.POST.get("do"):
            case "rename":
                rename_filter(found, request.POST.get("name", ""), by=actor)
            case "first" | "not_first" as do:
                open_with(found, first=do == "first", by=actor)
            case "drop":
                drop_filter(found, by=actor)
    except Refused as refused:
        return _page(request, refused, wrong=found)
    return redirect("desk:filters")


def _page(
    request: HttpRequest, refused: Refused | None = None, wrong: object = None
) -> HttpResponse:
    """Show the list; what was refused stays typed where it was."""
    context = {
        "saved": saved_by(request.actor),
        "refused": refused,
        "wrong": wrong,
        "name": request.POST.get("name", ""),
        "query": request.POST.get("query", ""),
    }
    return render(request, "desk/filters.jinja", context, status=refused.status if refused else 200)
