"""The keyboard: one table, from which the pages mark what a key reaches, and the help is written."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

ANYWHERE, LISTS, NOTEBOOK = _("每一页"), _("事项列表"), _("民情本")


@dataclass(frozen=True)
class Hotkey:
    """Keys as a browser names them: a chord is joined by +, a sequence by a space."""

    keys: str
    does: str
    where: str = ANYWHERE

    @property
    def shown(self) -> list[str]:
        """Return the keys as they are written on a keyboard, one after the other."""
        return self.keys.replace("Control", "Ctrl").split()

    @property
    def is_chord(self) -> bool:
        return "+" in self.keys


# A name with a colon is the page of the menu that the keys lead to.
HOTKEYS = {
    "help": Hotkey("?", _("看快捷键")),
    "search": Hotkey("/", _("到查找框")),
    "desk:notebook": Hotkey("g n", _("打开民情本")),
    "desk:mine": Hotkey("g m", _("打开我的事项")),
    "desk:matters": Hotkey("g a", _("打开全部事项")),
    "desk:supervision": Hotkey("g s", _("打开督办台")),
    "desk:topics": Hotkey("g t", _("打开热点")),
    "desk:ledgers": Hotkey("g l", _("打开台账")),
    "desk:understanding": Hotkey("g u", _("打开准确率")),
    "desk:messages": Hotkey("g x", _("打开消息")),
    "desk:register": Hotkey("g r", _("打开登记簿")),
    "desk:rules": Hotkey("g c", _("打开规则")),
    "desk:account": Hotkey("g w", _("打开我的账号")),
    "next": Hotkey("j", _("到下一件，按回车打开"), LISTS),
    "previous": Hotkey("k", _("到上一件"), LISTS),
    "save": Hotkey("Control+Enter", _("记下并立项"), NOTEBOOK),
    "note": Hotkey("Control+Shift+Enter", _("只记一笔"), NOTEBOOK),
    "calm": Hotkey("Alt+0", _("不是紧急情况"), NOTEBOOK),
    "urgency_1": Hotkey("Alt+1", _("这一件的轻重选第一项"), NOTEBOOK),
    "urgency_2": Hotkey("Alt+2", _("这一件的轻重选第二项"), NOTEBOOK),
    "urgency_3": Hotkey("Alt+3", _("这一件的轻重选第三项"), NOTEBOOK),
    "join": Hotkey("Alt+6", _("这一件是别人说过的，并进去"), NOTEBOOK),
    "category_1": Hotkey("Alt+7", _("这一件的类别选第一个可能的"), NOTEBOOK),
    "category_2": Hotkey("Alt+8", _("这一件的类别选第二个可能的"), NOTEBOOK),
    "category_3": Hotkey("Alt+9", _("这一件的类别选第三个可能的"), NOTEBOOK),
}


@cache
def mark(name: str) -> Markup:
    """Return the attribute by which the keys of a name find what they press or focus."""
    hotkey = HOTKEYS[name]
    told = Markup(' aria-keyshortcuts="{}"').format(hotkey.keys) if hotkey.is_chord else ""
    return Markup('data-hotkey="{}"{}').format(hotkey.keys, told)


def groups(menu: Collection[str]) -> list[tuple[str, list[Hotkey]]]:
    """Return what the keys do for somebody whose menu has these pages, by where they do it."""
    known = [one for name, one in HOTKEYS.items() if ":" not in name or name in menu]
    wheres = [ANYWHERE, LISTS, *([NOTEBOOK] if "desk:notebook" in menu else [])]
    return [(where, [one for one in known if one.where is where]) for where in wheres]
