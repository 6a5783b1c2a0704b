"""What stands around every page: who is at work, the menu, and what has just happened."""

from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from markupsafe import Markup

from lianxin.access.roles import KEEPING
from lianxin.base.actor import Actor
from lianxin.desk.hotkeys import groups
from lianxin.desk.jinja import draw
from lianxin.desk.session import owes_factor
from lianxin.diary.rules import may_see_accuracy
from lianxin.notices.queries import unread_count
from lianxin.reports.supervision import may_supervise
from lianxin.territory.queries import name_of_area


@dataclass(frozen=True)
class Item:
    """One place of the menu. `wide` items stand under "my account" on a phone with a full bar."""

    view: str
    label: str
    url: str
    icon: str
    here: bool
    wide: bool = False
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """The surroundings of a page."""

    messages: list = field(default_factory=list)
    actor: Actor | None = None
    place_name: str = ""
    nav: tuple[Item, ...] = ()
    menu: str = ""  # how the menu is drawn, and the help
    hotkeys: str = ""
    single_keys: bool = True

    @property
    def may_search(self) -> bool:
        """Tell whether the reader sees matters at all."""
        return any(item.view == "desk:matters" for item in self.nav)


def frame(request: HttpRequest) -> dict:
    """Give every template its surroundings; a page that does not ask (a fault's) costs no query."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    said = list(get_messages(request))
    if not request.user.is_authenticated:
        return Frame(said)
    actor = request.actor
    if owes_factor(request):
        return Frame(said, actor)
    nav = tuple(_nav(request, actor))
    return Frame(
        messages=said,
        actor=actor,
        place_name=name_of_area(actor.scope.areas or actor.keeps),
        nav=nav,
        menu=_menu(nav),
        hotkeys=_hotkeys(frozenset(item.view for item in nav)),
        single_keys=request.user.single_keys,
    )


@lru_cache(1024)
def _menu(nav: tuple[Item, ...]) -> Markup:
    return draw("desk/_menu.jinja", "menu", nav)


@cache
def _hotkeys(menu: frozenset[str]) -> Markup:
    return draw("desk/_hotkeys.jinja", "keys", groups(menu))


def _nav(request: HttpRequest, actor: Actor) -> list[Item]:
    at_work = bool(actor.permissions - KEEPING)
    wanted = [
        ("desk:notebook", _("民情本"), "book", actor.may("record"), False),
        ("desk:mine", _("我的事项"), "mine", at_work, False),
        ("desk:matters", _("全部事项"), "list", at_work, False),
        (
            "desk:supervision",
            _("督办台"),
            "watch",
            may_supervise(actor),
            True,
        ),
        ("desk:topics", _("热点"), "topic", may_supervise(actor), True),
        ("desk:ledgers", _("台账"), "ledger", actor.may("read_ledger"), True),
        ("desk:understanding", _("准确率"), "ear", may_see_accuracy(actor), True),
        ("desk:messages", _("消息"), "bell", True, False),
        ("desk:register", _("登记簿"), "register", actor.may("keep_register"), at_work),
        ("desk:rules", _("规则"), "calendar", actor.may("keep_rules"), at_work),
        ("desk:account", _("我的账号"), "me", True, False),
    ]
    unread = unread_count(actor)
    return [
        Item(
            view=name,
            label=label,
            url=_address(name),
            icon=icon,
            here=_is_here(request, name),
            wide=wide,
            count=unread if name == "desk:messages" else 0,
        )
        for name, label, icon, allowed, wide in wanted
        if allowed
    ]


_address = cache(reverse)


def _is_here(request: HttpRequest, name: str) -> bool:
    return f"{request.path}/".startswith(f"{_address(name)}/")
