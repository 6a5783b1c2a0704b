"""The rules of a district: its calendar, office hours, limits and duty list, and counting anew what they changed."""

from collections.abc import Callable
from functools import wraps
from itertools import islice
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.refused import Refused
from lianxin.calendar.actions import enter_notice, set_office_hours, withdraw_notice
from lianxin.calendar.days import OFFICE_HOURS
from lianxin.calendar.hours import written
from lianxin.calendar.queries import calendar_of, hours_entered, notices_of
from lianxin.calendar.rules import keeps_district, kept
from lianxin.calendar.year import arranged, known
from lianxin.desk.rule_forms import DutyForm, HoursForm, LimitForm, NoticeForm, YearForm
from lianxin.matters import keeping
from lianxin.matters.categories import category_names
from lianxin.matters.dated import check_keeps, withdraw
from lianxin.matters.duty_keeping import duties_of, set_duty
from lianxin.matters.duty_list import SHIPPED
from lianxin.matters.keeping import limits_of, provisional_by_year, set_limit
from lianxin.matters.models import (
    AtLevel,
    DistrictDuty,
    DistrictLimit,
    DistrictRule,
    Duty,
    Urgency,
)
from lianxin.matters.queries import matters_for
from lianxin.matters.trying import failed_of, try_again
from lianxin.matters.words import CLOCKS, KINDS
from lianxin.territory.queries import communities_in

GLANCE = 50
View = Callable[..., HttpResponse]


def for_keepers(view: View) -> View:
    """Let in only those whose posts keep rules."""

    @wraps(view)
    def let_in(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not request.actor.may("keep_rules"):
            raise Refused(
                "not_allowed", _("您的岗位不维护日历、期限和职责清单。请找社区书记或区县。")
            )
        return view(request, **kwargs)

    return let_in


@require_GET
@for_keepers
def home(request: HttpRequest) -> HttpResponse:
    return redirect("desk:rules_calendar")


@require_http_methods(["GET", "POST"])
@for_keepers
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is known of each year, and when offices are open; take a notice, or office hours."""
    actor, sent = request.actor, request.POST.get("do")
    communities = _communities(actor)
    notice = NoticeForm(request.POST if sent == "notice" else None, auto_id="notice_%s")
    hours = HoursForm(
        request.POST if sent == "hours" else None, communities=communities, auto_id="hours_%s"
    )
    sentence = ""
    if sent:
        form, act = {
            "notice": (notice, lambda: enter_notice(**notice.cleaned_data, by=actor)),
            "hours": (hours, lambda: set_office_hours(**_hours(hours), by=actor)),
        }.get(sent, (None, lambda: withdraw_notice(_id(request, "notice"), by=actor)))
        sentence = refusal(form, act)
        if sentence is None:
            return _written(request, "desk:rules_calendar")
    context = {
        **_years(request),
        "notice": notice,
        "hours": hours,
        "entered_hours": _with_names(hours_entered(actor.district, dict(communities)), communities),
        "usual_hours": written(OFFICE_HOURS),
    }
    return _page(request, "desk/rules_calendar.jinja", context, sentence)


def _years(request: HttpRequest) -> dict:
    """Return the years to choose from, with what is known of each, and the days of the one that is chosen."""
    actor, this = request.actor, clock.today().year
    notices = list(notices_of(actor.district).order_by("-entered_at"))
    standing = [one for one in notices if one.withdrawn_at is None]
    provisional = provisional_by_year(actor)
    chosen = YearForm.asked(request.GET)
    wanted = {this - 1, this, this + 1, chosen, *provisional, *(one.year for one in standing)}
    return {
        "chosen": chosen,
        "years": [(known(year, standing), provisional.get(year, 0)) for year in sorted(wanted)],
        "runs": arranged(calendar_of(actor.district), chosen),
        "notices": notices,
    }


def _communities(actor: Actor) -> list[tuple[str, str]]:
    found = communities_in(kept(actor), actor.district)
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def _hours(form: HoursForm) -> dict:
    return {**form.cleaned_data, "community": UUID(form.cleaned_data["community"])}


def _with_names(rows: object, communities: list[tuple[str, str]]) -> list[tuple[str, object]]:
    names = dict(communities)
    return sorted(((names[str(row.community)], row) for row in rows), key=lambda pair: pair[0])


@require_http_methods(["GET", "POST"])
@for_keepers
def limits(request: HttpRequest) -> HttpResponse:
    """Show the shipped rules and the district's own; take a rule, or withdraw one."""
    actor = request.actor
    called = category_names(actor.district)
    given = request.POST if request.POST.get("do") == "enter" else None
    form = LimitForm(given, categories=called)
    sentence = _refused(
        request, form, lambda: set_limit(*form.rule(), by=actor), DistrictLimit, "limit"
    )
    if sentence is None:
        return _written(request, "desk:rules_limits")
    context = {
        "form": form,
        "own": limits_of(actor.district),
        "shipped": keeping.shipped_limits(),
        "category_words": called,
        "urgency_words": dict(Urgency.choices),
        "level_words": dict(AtLevel.choices),
    }
    return _page(request, "desk/rules_limits.jinja", context, sentence)


@require_http_methods(["GET", "POST"])
@for_keepers
def duties(request: HttpRequest) -> HttpResponse:
    """Show the shipped duty list and the district's own lines; take a line, or withdraw one."""
    actor = request.actor
    called = category_names(actor.district)
    given = request.POST if request.POST.get("do") == "enter" else None
    form = DutyForm(given, categories=called)
    sentence = _refused(
        request, form, lambda: set_duty(form.rule(), by=actor), DistrictDuty, "duty"
    )
    if sentence is None:
        messages.success(request, _("已写进职责清单，从现在起派单按它。"))
        return redirect("desk:rules_duties")
    context = {
        "form": form,
        "own": duties_of(actor.district),
        "shipped": SHIPPED,
        "category_words": called,
        "duty_words": dict(Duty.choices),
    }
    return _page(request, "desk/rules_duties.jinja", context, sentence)


@require_http_methods(["GET", "POST"])
@for_keepers
def recount(request: HttpRequest) -> HttpResponse:
    """Show which running terms would end otherwise by the rules of today; count them anew when told to."""
    actor = request.actor
    dry_run = request.method == "GET"
    moved = list(keeping.recount(by=actor, dry_run=dry_run))
    if not dry_run:
        messages.success(request, _("重算了，变了%(n)d个期限。") % {"n": len(moved)})
        return redirect("desk:rules_recount")
    first = list(islice(moved, GLANCE))
    seen = _seen(actor, [one.number for one in first])
    context = {"moved": first, "total": len(moved), "seen": seen}
    return _page(request, "desk/rules_recount.jinja", context, "")


@require_http_methods(["GET", "POST"])
@for_keepers
def failed(request: HttpRequest) -> HttpResponse:
    """Show which reminders the worker could not make, and why; let it try one anew."""
    actor = request.actor
    check_keeps(actor)
    sentence = ""
    if request.method == "POST":
        sentence = refusal(None, lambda: try_again(_id(request, "row"), by=actor))
        if sentence is None:
            messages.success(request, _("已经放回去了，一两分钟内再试。"))
            return redirect("desk:rules_failed")
    found = failed_of(district=actor.district)
    context = {"failed": found, "seen": _seen(actor, [one.number for one in found])}
    return _page(request, "desk/rules_failed.jinja", context, sentence)


def _seen(actor: Actor, numbers: list[str]) -> set[str]:
    """Return the numbers that the actor may open."""
    return set(matters_for(actor).filter(number__in=numbers).values_list("number", flat=True))


def _refused(
    request: HttpRequest,
    form: Form,
    enter: Callable[[], object],
    model: type[DistrictRule],
    name: str,
) -> str | None:
    """Enter the rule of the form, or withdraw the one that is named; return as `refusal` does, where
    nothing was sent an empty sentence."""
    match request.POST.get("do"):
        case None:
            return ""
        case "enter":
            return refusal(form, enter)
        case _:
            return refusal(None, lambda: withdraw(model, _id(request, name), by=request.actor))


def refusal(form: Form | None, act: Callable[[], object]) -> str | None:
    """Do what was asked; return None, or the sentence that refuses where no field of the form says it."""
    if form is not None and not form.is_valid():
        return ""
    try:
        act()
    except Refused as refused:
        named = [name for name in refused.extra.get("fields", {}) if form and name in form.fields]
        if not named:
            return refused.sentence
        form.add_error(named[0], refused.sentence)
        return ""
    return None


def _id(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Refused("not_found", _("没有找到这一条。请刷新页面再看。")) from None


def _written(request: HttpRequest, view: str) -> HttpResponse:
    """Go on to what the change would move; who keeps no whole district goes back."""
    messages.success(request, _("已写进规则。新开始的期限按它算，在走的还没有变。"))
    return redirect("desk:rules_recount" if keeps_district(request.actor) else view)


def _page(request: HttpRequest, template: str, context: dict, sentence: str) -> HttpResponse:
    shared = {
        "sentence": sentence,
        "whole": keeps_district(request.actor),
        "clock_words": CLOCKS,
        "kind_words": KINDS,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**shared, **context}, status=status)
