"""The notebook: write while somebody speaks, and read it by the day."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.desk.calls import call_for
from lianxin.desk.draft import Draft, drafted
from lianxin.desk.uploads import Uploads, taken
from lianxin.diary.actions import add_entry
from lianxin.diary.drafts import Accepted
from lianxin.diary.files import files_of
from lianxin.diary.queries import page_of
from lianxin.diary.rules import check_may_record
from lianxin.diary.transcripts import transcripts_of
from lianxin.files.queries import find as find_file
from lianxin.matters.categories import categories_of
from lianxin.matters.models import Matter, Urgency
from lianxin.matters.names import names_of
from lianxin.matters.queries import matters_for
from lianxin.reports.topics import came_back
from lianxin.territory.queries import compound_names
from lianxin.understanding.mending import LOST

LONGEST_HINT = 500  # of the words that another page proposes to begin with


@require_http_methods(["GET", "POST"])
def notebook(request: HttpRequest) -> HttpResponse:
    """Show today's page with the place to write, begun with what another page proposes; take what was written."""
    check_may_record(request.actor)
    if request.method == "GET":
        told = _emergency(request)
        about = {"text": _heard(request) or request.GET.get("about", "")[:LONGEST_HINT]}
        return _page(request, drafted(about, request.actor), day=clock.today(), told=told)
    with_matters = request.POST.get("as") != "note"
    draft, uploads = drafted(request.POST, request.actor), taken(request)
    if not draft.is_valid(with_matters=with_matters):
        return _page(
            request,
            draft,
            day=clock.today(),
            uploads=uploads,
            sentence=_("还没有记下，请看标出的地方。"),
            status=422,
        )
    accepted = _accepted(request, draft, with_matters=with_matters)
    try:
        if uploads.refused:
            raise uploads.refused
        _entry, matters = add_entry(
            draft.entry.cleaned_data["text"],
            draft.entry.cleaned_data["community"],
            by=request.actor,
            accepted=accepted,
            request_id=request.POST.get("request_id") or None,
            files=uploads.ids,
            draft=draft.read,
        )
    except Refused as refused:
        return _page(
            request,
            draft,
            day=clock.today(),
            uploads=uploads,
            sentence=_sentence(refused),
            status=refused.status,
        )
    messages.success(request, _written(matters))
    if request.POST.get("cause_of"):
        messages.info(request, _of_the_cause(accepted))
    return redirect(_after(matters))


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Answer with the draft of what is typed so far: the piece, or without scripts the whole page."""
    check_may_record(request.actor)
    asked = request.POST
    made = drafted(asked, request.actor, more="more" in asked, calm="calm" in asked)
    if request.htmx:
        return render(request, "desk/_drafted.jinja", _draft_context(made, request.actor.district))
    uploads = taken(request)
    sentence = uploads.refused.sentence if uploads.refused else ""
    return _page(request, made, day=clock.today(), uploads=uploads, sentence=sentence)


@require_GET
def day(request: HttpRequest, day: date) -> HttpResponse:
    """Show one day's page of the notebook."""
    if day > clock.today():
        raise Refused("not_found", _("这一天还没有到。"))
    return render(request, "desk/day.jinja", _pages(request, day))


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """Go to the day that was picked."""
    try:
        return redirect("desk:day", day=date.fromisoformat(request.GET.get("day", "")))
    except ValueError:
        return redirect("desk:notebook")


def _page(
    request: HttpRequest,
    draft: Draft,
    *,
    day: date,
    uploads: Uploads | None = None,
    told: Matter | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_draft_context(draft, request.actor.district, told),
        **_pages(request, day),
        "kept": uploads.waiting(request) if uploads else [],
        "sentence": sentence,
        "cause_of": request.POST.get("cause_of") or request.GET.get("cause_of", ""),
        "request_id": str(uuid4()),  # nothing was written under the last one, or something else
    }
    return render(request, "desk/notebook.jinja", context, status=status)


def _sentence(refused: Refused) -> str:
    """Return what to say; a reused id means that the page was gone back to after it was written."""
    if refused.code != "key_reused":
        return refused.sentence
    return _("刚才那一条已经记下了。要把现在写的作为新的一条，请再按一次“记下”。")


def _draft_context(draft: Draft, district: UUID, told: Matter | None = None) -> dict:
    """Return the draft with what is above all else: whom to call for it, or for what was just written."""
    return {
        "draft": draft,
        "call": call_for(told.words, told.category) if told else draft.call,
        "told": told,
        "compounds": compound_names(draft.entry.fields["community"].queryset),
        "lost": LOST,
        "definitions": {one.code: one.definition for one in categories_of(district)},
    }


def _after(matters: list[Matter]) -> str:
    """Return where to go on: an emergency that was just written is told of once more, with whom to call."""
    address = reverse("desk:notebook")
    dire = [matter.number for matter in matters if matter.urgency == Urgency.EMERGENCY]
    return f"{address}?{urlencode({'call': dire[0]})}" if dire else address


def _accepted(request: HttpRequest, draft: Draft, *, with_matters: bool) -> Accepted:
    """Return what the writer accepts; what was begun for a cause is linked to what came back because of it."""
    accepted = draft.accepted(with_matters=with_matters)
    key, (first, *others) = request.POST.get("cause_of"), accepted.matters or (None,)
    if not key or not first:
        return accepted
    first = replace(first, causes=tuple(came_back(key, first.place, request.actor)))
    return replace(accepted, matters=(first, *others))


def _of_the_cause(accepted: Accepted) -> str:
    linked = sum(len(matter.causes) for matter in accepted.matters)
    if linked:
        return _("和以前办结的 %(n)s 件连上了。") % {"n": linked}
    return _("没有和以前办结的连上：不在那个小区了，或没有立项。要连，到事项里点“关联”。")


def _heard(request: HttpRequest) -> str:
    """Return what was heard in the voice note that the writer begins with, if it is theirs to hear."""
    try:
        file = find_file(UUID(request.GET.get("heard", "")), request.actor)
    except (ValueError, Refused):
        return ""
    transcript = transcripts_of([file.pk]).get(file.pk)
    return transcript.words if transcript else ""


def _emergency(request: HttpRequest) -> Matter | None:
    number = request.GET.get("call", "")
    found = matters_for(request.actor).filter(number=number, urgency=Urgency.EMERGENCY)
    return found.first() if number else None


def _pages(request: HttpRequest, day: date) -> dict:
    entries = page_of(day, request.actor)
    files = files_of(entries)
    shown = [one.file_id for hung in files.values() for one in hung]
    names = names_of(link.matter for entry in entries for link in entry.links.all())
    return {
        "day": day,
        "today": clock.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < clock.today() else None,
        "entries": entries,
        "files": files,
        "transcripts": transcripts_of(shown),
        "names": names,
    }


def _written(matters: list[Matter]) -> str:
    """Say what became of an entry: what was opened, and what it went into."""
    if not matters:
        return _("已记下，没有立项。")
    opened = [matter for matter in matters if matter.merged_into_id is None]
    joined = [matter.merged_into for matter in matters if matter.merged_into_id]
    said = [
        format_html(words, len(found), _links(found))
        for words, found in ((_("立项 {} 件：{}"), opened), (_("并入 {} 件：{}"), joined))
        if found
    ]
    return format_html(_("已记下，{}"), format_html_join("；", "{}", ((one,) for one in said)))


def _links(matters: list[Matter]) -> str:
    return format_html_join(
        "；",
        '<a href="{}">{} {}</a>',
        ((reverse("desk:matter", args=[m.number]), m.number, m.title) for m in matters),
    )
