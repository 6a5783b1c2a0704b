"""What stands around every page: who is at work, the menu, and what has just happened."""

from dataclasses import dataclass, field

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from lianxin.base.actor import Actor
from lianxin.notices.queries import unread_count
from lianxin.territory.queries import name_of_area


@dataclass(frozen=True)
class Item:
    """One place of the menu. `wide` items stand under "my account" on a phone."""

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


def frame(request: HttpRequest) -> dict:
    """Give every template its surroundings; a page that does not ask (a fault's) costs no query."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    said = list(get_messages(request))
    if not request.user.is_authenticated:
        return Frame(said)
    actor = request.actor
    return Frame(said, actor, name_of_area(actor.scope.areas or actor.keeps), tuple(_nav(request, actor)))


def _nav(request: HttpRequest, actor: Actor) -> list[Item]:
    unread = unread_count(actor)
    wanted = [
        ("desk:notebook", _("民情本"), "book", actor.may("record"), False, 0),
        ("desk:mine", _("我的事项"), "mine", True, False, 0),
        ("desk:matters", _("全部事项"), "list", True, False, 0),
        ("desk:messages", _("消息"), "bell", True, False, unread),
        ("desk:register", _("登记簿"), "register", actor.may("keep_register"), True, 0),
        ("desk:account", _("我的账号"), "me", True, False, 0),
    ]
    return [
        Item(label, reverse(name), icon, _is_here(request, name), wide, count)
        for name, label, icon, allowed, wide, count in wanted
        if allowed
    ]


def _is_here(request: HttpRequest, name: str) -> bool:
    return f"{request.path}/".startswith(f"{reverse(name)}/")
