"""Messages to the reader: what was dispatched to them, given back, finished, reopened."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lianxin.notices.actions import mark_read
from lianxin.notices.queries import notices_for

PAGE = 50


@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """Show the messages, newest first."""
    page = Paginator(notices_for(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/messages.jinja", {"page": page, "link": "?page={}".format})


@require_POST
def read(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Mark one message as read and go to what it is about."""
    found = notices_for(request.actor).filter(pk=notice).first()
    mark_read(notice, by=request.actor)
    return redirect("desk:matter", number=found.number) if found else redirect("desk:messages")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    mark_read(by=request.actor)
    return redirect("desk:messages")
