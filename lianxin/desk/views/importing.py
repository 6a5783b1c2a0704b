"""Lists of the office taken into the register: looked at first, then all of it or nothing."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.access.register import import_register, people_plan, take_people
from lianxin.base.refused import Refused
from lianxin.base.staged import stage, staged, unstage
from lianxin.desk.register_forms import FileForm
from lianxin.desk.views.register import address_of, for_keepers
from lianxin.people.imports import NEW, PEOPLE, POSTS, Plan, read
from lianxin.people.queries import imports_kept
from lianxin.territory.imports import COLUMNS as PLACES
from lianxin.territory.queries import addresses_of

SHOWN = 100
LATEST = 10
_TITLE, _DECIDED = "column-", "row-"


@require_http_methods(["GET", "POST"])
@for_keepers
def files(request: HttpRequest) -> HttpResponse:
    """Take a list: of persons it is looked at first, of places and posts it comes in, or what is wrong is told."""
    form = FileForm(request.POST or None, request.FILES or None)
    context = {
        "form": form,
        "wrong": [],
        "counts": None,
        "links": {},
        "columns": {"places": PLACES, "people": PEOPLE, "posts": POSTS},
    }
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            if clean["what"] == "people":
                return _look_first(request, clean["file"].read(), clean["file"].name)
            context |= _taken(request, clean)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            context["wrong"] = refused.extra.get("errors", [])
    context["before"] = imports_kept(request.actor)[:LATEST]
    done = context["counts"] is not None
    status = 422 if form.is_bound and not done else 200
    return render(request, "desk/register_files.jinja", context, status=status)


def _look_first(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    read(content, request.actor)  # what is no list of persons is refused here
    key = stage(content, request.user.pk, name=name)
    return redirect("desk:register_list", staged=key)


def _taken(request: HttpRequest, clean: dict) -> dict:
    counts = import_register(
        clean["what"], clean["file"].read(), by=request.actor, dry_run=clean["dry_run"]
    )
    links = counts.pop("links", {})
    return {
        "counts": counts,
        "links": {name: address_of(request, secret) for name, secret in links.items()},
    }


@require_http_methods(["GET", "POST"])
@for_keepers
def people(request: HttpRequest, staged: UUID) -> HttpResponse:
    """Show what a list of persons would do; take corrections of its columns and answers to what is doubtful."""
    content, name = _waiting(request, staged)
    chosen, decided = _answers(request.POST)
    plan = people_plan(content, by=request.actor, name=name, chosen=chosen, decided=decided)
    if request.POST.get("do") == "take" and plan.is_clear:
        take_people(plan, by=request.actor)
        unstage(staged)
        counted = {"new": len(plan.new), "changed": len(plan.changed), "same": plan.same}
        messages.success(
            request, _("已导入：新增%(new)d人，改动%(changed)d人，%(same)d人没有变化。") % counted
        )
        return redirect("desk:register_people")
    status = 422 if request.POST.get("do") == "take" else 200
    return render(request, "desk/register_list.jinja", _shown(plan, decided), status=status)


def _waiting(request: HttpRequest, key: UUID) -> tuple[bytes, str]:
    found = staged(key, request.user.pk)
    if found is None:
        raise Refused("not_found", _("这份文件已经导入过，或者放了一天以上。请重新选择文件。"))
    content, facts = found
    return content, facts["name"]


def _answers(posted: Mapping[str, str]) -> tuple[dict[str, str], dict[int, str]]:
    """Return what titles were said to mean, and who is meant by doubtful rows."""
    chosen = {
        name.removeprefix(_TITLE): meant if meant in PEOPLE else ""
        for name, meant in posted.items()
        if name.startswith(_TITLE)
    }
    decided = {
        int(name.removeprefix(_DECIDED)): answer
        for name, answer in posted.items()
        if name.startswith(_DECIDED) and name.removeprefix(_DECIDED).isdecimal()
    }
    return chosen, decided


def _shown(plan: Plan, decided: Mapping[int, str]) -> dict:
    asked = {doubt.row for doubt in plan.doubtful}
    homes = {one.home_id for doubt in plan.doubtful for one in doubt.candidates} - {None}
    return {
        "plan": plan,
        "told": plan.as_json(),
        "columns": PEOPLE,
        "wrong": plan.as_json()["errors"],
        "decided": {row: answer for row, answer in decided.items() if row not in asked},
        "where": addresses_of(homes),
        "new": NEW,
        "shown": SHOWN,
    }
