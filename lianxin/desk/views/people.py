"""One person with all that is in the reader's sight, masked; seeing a number in full; and who has."""

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.actions import reveal
from lianxin.access.models import Reveal
from lianxin.access.queries import names_behind, reveals_read
from lianxin.access.roles import LIST, MASKED_LIST, Permission
from lianxin.access.rules import may_reveal
from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.desk.cards import cards_of
from lianxin.desk.paging import PAGE
from lianxin.desk.register_forms import PeopleListForm
from lianxin.desk.sending import sent
from lianxin.desk.views.register import for_keepers
from lianxin.matters.related import numbers_in
from lianxin.matters.search import hits
from lianxin.people.models import Person
from lianxin.people.queries import homes_of, living_with, people_seen, person_seen, posts_of
from lianxin.reports.people import ENDING, people_list
from lianxin.territory.models import Level
from lianxin.territory.queries import addresses_of, places_in

# What of a person is masked.
MASKED = {
    "phone": gettext_lazy("电话"),
    "identity": gettext_lazy("身份证号"),
    "birth_date": gettext_lazy("出生日期"),
}
_FIELDS = {
    **MASKED,
    "requester_phone": gettext_lazy("反映人的电话"),
    LIST: gettext_lazy("全社区的完整名单"),
    MASKED_LIST: gettext_lazy("全社区的名单（号码遮住）"),
}
_LATEST = 10


@require_GET
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    return _page(request, person_seen(person, request.actor))


@require_POST
def show(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show one masked value in full, for a stated purpose that is kept, for a minute."""
    found = person_seen(person, request.actor)
    field, purpose = request.POST.get("field", ""), request.POST.get("purpose", "")
    if field not in MASKED or not getattr(found, field):
        raise Refused("not_found", _("登记簿里没有记这一项。"))
    try:
        reveal(found.pk, field, purpose, by=request.actor, community=found.community_id)
    except Refused as refused:
        if refused.code != "bad_input":
            raise
        asked = {"field": field, "purpose": purpose, "sentence": refused.sentence}
        return _page(request, found, asked=asked, status=refused.status)
    return not_stored(_page(request, found, shown=field))


def not_stored(response: HttpResponse) -> HttpResponse:
    """Let a page that shows a number in full stay in no store; in sight the number hides by itself."""
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest,
    found: Person,
    *,
    shown: str = "",
    asked: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    homes = homes_of(found, actor)
    # A list of the whole community has shown this person, too.
    traces = reveals_read(actor).filter(subject__in=[found.pk, found.community_id])
    context = {
        "person": found,
        "masked": MASKED,
        "shown": shown,
        "asked": asked or {"field": "", "purpose": "", "sentence": ""},
        "may_reveal": [field for field in MASKED if may_reveal(field, actor)],
        "homes": homes,
        "where": addresses_of({found.home_id, *(one.home_id for one in homes)} - {None}),
        "beside": living_with(found, actor),
        "posts": list(posts_of(found.pk, clock.today())),
        "cards": _asked_by(found, actor),
        "may_read_reveals": actor.may(Permission.READ_REVEALS),
        "traces": _told(traces[:_LATEST], actor),
        "may_change": actor.may(Permission.KEEP_REGISTER),
    }
    return render(request, "desk/person.jinja", context, status=status)


def _asked_by(found: Person, actor: Actor) -> list:
    """Return the latest matters in sight that name the person's telephone."""
    if not found.phone or not actor.scope.areas:
        return []
    told = hits(found.phone, actor, stop=_LATEST)
    return cards_of([hit.line for hit in told], actor.district)


@require_http_methods(["GET", "POST"])
@for_keepers
def export(request: HttpRequest) -> HttpResponse:
    """Hand over the persons of a community as a list, for a stated purpose."""
    actor = request.actor
    communities = places_in(actor.keeps).filter(level=Level.COMMUNITY).order_by("name")
    form = PeopleListForm(
        request.POST or None, communities=communities, may_reveal=may_reveal(LIST, actor)
    )
    if form.is_valid():
        asked = form.cleaned_data
        try:
            table = people_list(
                asked["community"], asked["purpose"], by=actor, full=asked.get("full", False)
            )
            return sent(table, ENDING)
        except Refused as refused:
            form.add_error("purpose", refused.sentence)
    status = 422 if form.is_bound else 200
    return render(request, "desk/register_export.jinja", {"form": form}, status=status)


@require_GET
def reveals(request: HttpRequest) -> HttpResponse:
    """Show who saw which number in full, when and for what, in the communities that the reader supervises."""
    if not request.actor.may(Permission.READ_REVEALS):
        raise Refused("not_allowed", _("查看记录给社区书记和街道、区县看。"))
    page = Paginator(reveals_read(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "traces": _told(page.object_list, request.actor),
        "link": "?page={}".format,
    }
    return render(request, "desk/reveals.jinja", context)


def _told(traces: Iterable[Reveal], actor: Actor) -> list[dict]:
    """Return traces to be shown: who saw what of whom, the matter or person named where the reader sees them."""
    traces = list(traces)
    subjects = {trace.subject for trace in traces}
    names = names_behind({trace.login for trace in traces})
    numbers = numbers_in(subjects, actor)
    people = dict(people_seen(actor).filter(pk__in=subjects).values_list("pk", "name"))
    return [
        {
            "at": trace.at,
            "who": names.get(trace.login, trace.login),
            "field": _FIELDS[trace.field],
            "whole_list": trace.field in (LIST, MASKED_LIST),
            "purpose": trace.purpose,
            "number": numbers.get(trace.subject, ""),
            "name": people.get(trace.subject, ""),
            "subject": trace.subject,
            "community": trace.community.name if trace.community_id else "",
        }
        for trace in traces
    ]
