"""Lists of matters, and one matter with the steps that its reader may make."""

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.forms import Field, MultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.actions import reveal
from lianxin.access.roles import KEEPING
from lianxin.access.rules import may_reveal
from lianxin.base.refused import Refused
from lianxin.desk.cards import card, rows
from lianxin.desk.narrowing import narrowing_of
from lianxin.desk.paging import PAGE, page_of
from lianxin.desk.queries import saved_by
from lianxin.desk.steps import Opened, buttons, opened
from lianxin.desk.timeline import timeline
from lianxin.desk.uploads import Uploads, taken
from lianxin.desk.views.people import not_stored
from lianxin.kinds.request.queries import asking
from lianxin.kinds.whistle.queries import gathering
from lianxin.matters import queries
from lianxin.matters.actions import step as make_step
from lianxin.matters.flow import flow_of
from lianxin.matters.lists import first_of
from lianxin.matters.models import Matter
from lianxin.matters.present import (
    requester_of,
    subject_of,
    words_of,
)
from lianxin.matters.whole import Whole
from lianxin.matters.words import STEPS


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Begin where the day's work is: the notebook for who records, the register for who only keeps it."""
    actor = request.actor
    if actor.may("record") and actor.scope.areas:
        return redirect("desk:notebook")
    return redirect("desk:mine" if actor.permissions - KEEPING else "desk:register")


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader, what is late first."""
    actor = request.actor
    wanted = [
        (
            _("派给我的"),
            _("没有派给您的事项。有新的派单会出现在这里，也会在“消息”里告诉您。"),
            lambda found: queries.mine(found, actor),
            True,
        ),
        (
            _("等待受理和派单"),
            _("没有等待派单的事项。"),
            queries.to_dispatch,
            actor.may("dispatch"),
        ),
        (
            _("等待核查和答复"),
            _("没有等待核查的事项。"),
            queries.to_verify,
            actor.may("verify"),
        ),
        (
            _("我登记的，还没有结案"),
            _("您登记的事项都结案了。"),
            lambda found: queries.recorded_by(found, actor),
            actor.may("record") and not actor.may("dispatch"),
        ),
    ]
    shown = [
        (title, empty, first_of(actor, narrow, stop=PAGE))
        for title, empty, narrow, allowed in wanted
        if allowed
    ]
    drawn = iter(rows([line for _title, _empty, found in shown for line in found], actor.district))
    sections = [(title, empty, [next(drawn) for _line in found]) for title, empty, found in shown]
    return render(request, "desk/mine.jinja", {"sections": sections, "limit": PAGE})


@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """Show all matters of the reader's scope, narrowed as asked, fifty to a page."""
    actor = request.actor
    saved = saved_by(actor)
    first = next((one for one in saved if one.first), None)
    if first and not request.GET:  # the bare address; to see all asks for an empty search
        return redirect(f"{reverse('desk:matters')}?{first.query}")
    narrow = narrowing_of(request.GET, actor)
    page = page_of(
        lambda start, stop: first_of(actor, narrow, start=start, stop=stop),
        request.GET.get("page"),
    )
    context = {
        "sought": narrow.sought,
        "choices": narrow.choices.drawn,
        "page": page,
        "rows_shown": rows(page.rows, actor.district),
        "saved": saved,
        "query": urlencode(narrow.asked),
        "by_deadline": narrow.by_deadline,
        "link": lambda number: f"?{urlencode([*narrow.asked, ('page', number)])}",
    }
    return render(request, "desk/_matters.jinja" if request.htmx else "desk/matters.jinja", context)


@require_GET
def matter(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, queries.find(number, request.actor))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Open the form of one step, or make the step; a refusal keeps what was typed."""
    found = queries.find(number, request.actor)
    if request.method == "GET":
        kept = Uploads(request.GET.getlist("files"))
        return _page(request, found, open_step=opened(found, name, request.actor), uploads=kept)
    row = flow_of(found.kind).row(name, found.state)
    asked = row.asks.base_fields if row else {}
    data = {
        name: _posted(request, name, field) for name, field in asked.items() if name in request.POST
    }
    uploads = taken(request)
    try:
        if uploads.refused:
            raise uploads.refused
        made = make_step(
            number,
            name,
            by=request.actor,
            data=data,
            version=_number(request.POST.get("version", "")),
            request_id=request.POST.get("request_id") or None,
            files=uploads.ids,
        )
    except Refused as refused:
        found = queries.find(number, request.actor)
        typed = opened(found, name, request.actor, data=request.POST)
        return _page(
            request,
            found,
            open_step=typed,
            uploads=uploads,
            sentence=refused.sentence,
            status=refused.status,
        )
    messages.success(
        request,
        _("已%(step)s。现在是“%(state)s”。")
        % {"step": STEPS[name], "state": made.get_state_display()},
    )
    if queries.known_to(request.actor).filter(pk=made.pk).exists():
        return redirect("desk:matter", number=number)
    return redirect("desk:mine")  # given away: it is no longer this reader's


def _posted(request: HttpRequest, name: str, field: Field) -> str | list[str]:
    many = isinstance(field, MultipleChoiceField)
    return request.POST.getlist(name) if many else request.POST[name]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


@require_POST
def phone(request: HttpRequest, number: str) -> HttpResponse:
    """Show a telephone in full for a stated purpose; the purpose is kept."""
    found = queries.find(number, request.actor)
    if queries.hides_requester(found, request.actor) or not found.requester_phone:
        raise Refused("not_found", _("这件事没有可以查看的电话。"))
    purpose = request.POST.get("purpose", "")
    try:
        reveal(
            found.pk,
            "requester_phone",
            purpose,
            by=request.actor,
            community=found.community_id,
        )
    except Refused as refused:
        return _page(
            request, found, purpose=purpose, phone_refused=refused.sentence, status=refused.status
        )
    return not_stored(_page(request, found, phone=found.requester_phone))


def _page(
    request: HttpRequest,
    found: Matter,
    *,
    open_step: Opened | None = None,
    uploads: Uploads | None = None,
    sentence: str = "",
    phone: str = "",
    purpose: str = "",
    phone_refused: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    whole = Whole(found, actor)
    names = whole.names
    context = {
        "matter": found,
        "card": card(found, names),
        "names": names,
        "words": words_of(found, actor),
        "requester": requester_of(found, actor),
        "subject": subject_of(found, actor),
        "turn": "" if found.merged_into_id else flow_of(found.kind).turn_of.get(found.state, ""),
        "timeline": timeline(whole.events, found, names, actor, whole.files),
        "clocks": whole.clocks,
        "said_files": [one.file for one in whole.files if one.step == "record"],
        "merged_into": names.merged_into(found),
        "reporters": [
            (one, requester_of(one, actor), words_of(one, actor)) for one in whole.merged
        ],
        "links": whole.links,
        "family": whole.family,
        "gathering": gathering(found, actor),
        "asking": asking(whole.events, found, actor),
        "buttons": buttons(found, actor),
        "open_step": open_step,
        "kept": uploads.waiting(request) if uploads else [],
        "sentence": sentence,
        "request_id": str(uuid4()),
        "may_reveal": may_reveal("requester_phone", actor) and bool(found.requester_phone),
        # For a matter in hand the purpose goes without saying.
        "call_purpose": _("办理 %(number)s，打电话联系反映人") % {"number": found.number}
        if found.is_open
        else "",
        "phone": phone,
        "purpose": purpose,
        "phone_refused": phone_refused,
    }
    return render(
        request,
        "desk/_matter.jinja" if request.htmx else "desk/matter.jinja",
        context,
        status=status,
    )
