"""The register: places, persons, organisations, posts and logins, entered one by one or from a list."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby, islice
from operator import itemgetter
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.access.actions import close_login
from lianxin.access.factor import reset
from lianxin.access.queries import logins_kept, posts_with_logins
from lianxin.access.register import appoint, give_login, renew_link
from lianxin.base import clock
from lianxin.base.refused import Refused
from lianxin.base.text import clean
from lianxin.desk import register_forms as forms
from lianxin.people.actions import add_organisation, add_person, change_person, end_post
from lianxin.people.gaps import gaps
from lianxin.people.queries import organisations_kept, people_kept, posts_kept
from lianxin.people.search import narrowed
from lianxin.territory.actions import add_places, change_place, set_grid
from lianxin.territory.models import Place
from lianxin.territory.queries import addresses_of, below, places_in, with_paths

PAGE = 50
SHOWN = 100  # places of one gap
View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """Let in only those whose posts keep a register."""

    @wraps(view)
    def kept(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not request.actor.may("keep_register"):
            raise Refused("not_allowed", _("您的岗位不维护登记簿。需要改动时请找社区书记。"))
        return view(request, **kwargs)

    return kept


@require_GET
@for_keepers
def home(request: HttpRequest) -> HttpResponse:
    return redirect("desk:register_places")


@require_http_methods(["GET", "POST"])
@for_keepers
def places(request: HttpRequest) -> HttpResponse:
    """Show a place with what lies below it; take new places below it, or a correction of it."""
    place = _place(request)
    adding, changing, grid = forms.place_forms(place, request.POST or None)
    if request.method == "POST":
        form, act = {
            "add": (adding, lambda clean: add_places(place, by=request.actor, **clean)),
            "change": (changing, lambda clean: change_place(place, by=request.actor, **clean)),
            "grid": (grid, lambda clean: set_grid(place, clean["grid"], by=request.actor)),
        }.get(request.POST.get("do"), (adding, None))
        if act and form and _done(request, form, act):
            return redirect(f"{reverse('desk:register_places')}?in={place.pk}")
    page = Paginator(below(place), PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "above": _above(place, request),
        "page": page,
        "link": f"?in={place.pk}&page={{}}".format,
        "adding": adding,
        "changing": changing,
        "grid": grid,
    }
    return _answer(request, "desk/register_places.jinja", context)


def _place(request: HttpRequest) -> Place:
    """Return the place that the address names, or the first that the actor keeps."""
    kept = places_in(request.actor.keeps)
    wanted = request.GET.get("in", request.actor.keeps[0].place)
    try:
        place = kept.filter(pk=UUID(str(wanted))).first()
    except ValueError:
        place = None
    if place is None:
        raise Refused("not_found", _("登记簿里没有这个地方。"))
    return place


def _above(place: Place, request: HttpRequest) -> list[Place]:
    """Return the places from the top of what the actor keeps down to this one's parent."""
    path = [pk for pk in place.path().values() if pk and pk != place.pk]
    order = list(place.path().values())
    kept = places_in(request.actor.keeps).filter(pk__in=path)
    return sorted(kept, key=lambda above: order.index(above.pk))


@require_http_methods(["GET", "POST"])
@for_keepers
def people(request: HttpRequest) -> HttpResponse:
    """Show the persons of the register; take a new one, or a correction."""
    kept = people_kept(request.actor)
    chosen = _one(kept, request.GET.get("change"))
    communities = places_in(request.actor.keeps).filter(level="community").order_by("name")
    form = forms.PersonForm(request.POST or None, communities=communities, person=chosen)
    if request.method == "POST":
        if chosen:
            done = _done(
                request, form, lambda clean: change_person(chosen, by=request.actor, **clean)
            )
        else:
            done = _done(request, form, lambda clean: add_person(by=request.actor, **clean))
        if done:
            return redirect("desk:register_people")
    sought = clean(request.GET.get("q", "")).strip()
    paged = _paged(request, narrowed(kept, sought))
    return _answer(
        request,
        "desk/register_people.jinja",
        {
            **paged,
            "several": communities.count() > 1,
            "where": addresses_of({one.home_id for one in paged["page"].object_list} - {None}),
            "form": form,
            "q": sought,
            "chosen": chosen,
            "may_open_login": request.actor.may("keep_logins"),
        },
    )


@require_http_methods(["GET", "POST"])
@for_keepers
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the organisations; take a new one."""
    form = forms.OrganisationForm(request.POST or None, areas=forms.areas(request.actor))
    if request.method == "POST" and _done(
        request, form, lambda clean: add_organisation(by=request.actor, **clean)
    ):
        return redirect("desk:register_organisations")
    kept = organisations_kept(request.actor)
    return _answer(
        request, "desk/register_organisations.jinja", {**_paged(request, kept), "form": form}
    )


@require_http_methods(["GET", "POST"])
@for_keepers
def posts(request: HttpRequest) -> HttpResponse:
    """Show who holds which post; give a new one, with a login where one is named."""
    actor = request.actor
    areas = forms.areas(actor)
    form = forms.PostForm(
        request.POST or None,
        people=people_kept(actor),
        organisations=organisations_kept(actor),
        areas=areas,
    )
    secrets: list[str] = []
    if request.method == "POST" and _done(
        request, form, lambda clean: secrets.append(appoint(by=actor, **clean))
    ):
        if not secrets[0]:
            return redirect("desk:register_posts")
        return _link_page(request, form.cleaned_data["username"], secrets[0])
    context = {
        **_paged(request, posts_with_logins(actor)),
        "form": form,
        "areas": dict(areas),
        "today": clock.today(),
        "logins_kept": set(logins_kept(actor).values_list("pk", flat=True)),
    }
    return _answer(request, "desk/register_posts.jinja", context)


@require_GET
@for_keepers
def lacking(request: HttpRequest) -> HttpResponse:
    """Show for which places nobody answers yet."""
    found = [(gap, list(gap.places[: SHOWN + 1])) for gap in gaps(request.actor)]
    paths = iter(with_paths([place for _gap, places in found for place in places[:SHOWN]]))
    shown = []
    for gap, places in found:
        rows = list(islice(paths, min(len(places), SHOWN)))
        beside = [(path, list(same)) for path, same in groupby(rows, key=itemgetter(1))]
        total = gap.places.count() if len(places) > SHOWN else len(places)
        shown.append((gap, beside, total))
    return render(request, "desk/register_lacking.jinja", {"gaps": shown, "limit": SHOWN})


@require_http_methods(["GET", "POST"])
@for_keepers
def end(request: HttpRequest, post: UUID) -> HttpResponse:
    """End a post on a day."""
    found = _one(posts_kept(request.actor), str(post))
    if found is None:
        raise Refused("not_found", _("登记簿里没有这个任职。"))
    form = forms.EndForm(request.POST or None, initial={"until": clock.today()})
    if request.method == "POST" and _done(
        request, form, lambda clean: end_post(found, clean["until"], by=request.actor)
    ):
        return redirect("desk:register_posts")
    return _answer(request, "desk/register_end.jinja", {"post": found, "form": form})


@require_http_methods(["GET", "POST"])
@for_keepers
def login(request: HttpRequest, person: UUID) -> HttpResponse:
    """Open a login for a person, and show the link that sets its password."""
    found = _one(people_kept(request.actor), str(person))
    if found is None:
        raise Refused("not_found", _("登记簿里没有这个人。"))
    form = forms.LoginForm(request.POST or None)
    secrets: list[str] = []
    if request.method == "POST" and _done(
        request,
        form,
        lambda clean: secrets.append(give_login(found, clean["username"], by=request.actor)),
    ):
        return _link_page(request, form.cleaned_data["username"], secrets[0])
    return _answer(request, "desk/register_login.jinja", {"person": found, "form": form})


@require_POST
@for_keepers
def link(request: HttpRequest, login: UUID) -> HttpResponse:
    """Make a one-time link that sets a login's password anew, and show it once."""
    found, secret = renew_link(login, by=request.actor)
    return _link_page(request, found.username, secret)


@require_POST
@for_keepers
def factor(request: HttpRequest, login: UUID) -> HttpResponse:
    """Take a lost second factor off a login, and show the link that leads in without it, once."""
    found, secret = reset(login, by=request.actor)
    return _link_page(request, found.username, secret)


@require_POST
@for_keepers
def close(request: HttpRequest, login: UUID) -> HttpResponse:
    """End a login."""
    found = _one(logins_kept(request.actor), str(login))
    if found is None:
        raise Refused("not_found", _("没有这个登录账号，或不由您管理。"))
    close_login(found, by=request.actor)
    messages.success(request, _("登录账号 %(name)s 已停用。") % {"name": found.username})
    return redirect("desk:register_posts")


def _done(request: HttpRequest, form: Form, act: Callable[[dict], object]) -> bool:
    """Do what a form asks; what refuses stands on the form, beside what was typed."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refused:
        named = [name for name in refused.extra.get("fields", {}) if name in form.fields]
        form.add_error(named[0] if named else None, refused.sentence)
        return False
    messages.success(request, _("已写进登记簿。"))
    return True


def _one(kept: QuerySet, wanted: str | None) -> object | None:
    try:
        return kept.filter(pk=UUID(wanted or "")).first()
    except ValueError:
        return None


def _paged(request: HttpRequest, found: QuerySet) -> dict:
    kept = request.GET.copy()
    kept.pop("page", None)
    head = f"{kept.urlencode()}&" if kept else ""
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "link": lambda number: f"?{head}page={number}"}


def address_of(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("desk:welcome", args=[secret]))


def _link_page(request: HttpRequest, username: str, secret: str) -> HttpResponse:
    context = {"username": username, "address": address_of(request, secret)}
    return render(request, "desk/register_link.jinja", context)


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, context, status=422 if request.method == "POST" else 200)
