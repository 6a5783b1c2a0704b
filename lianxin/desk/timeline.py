"""A matter's history as it is read: what was done, by whom, and what was said, one item per event."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.queries import names_behind
from lianxin.base.actor import Actor
from lianxin.base.clock import BEIJING
from lianxin.desk.words import day_words, limit_words, moment_words
from lianxin.files.models import Attachment, File
from lianxin.history.models import Event
from lianxin.kinds.request.forms import THEIRS
from lianxin.kinds.whistle.forms import Rating, Trigger
from lianxin.matters.categories import category_names
from lianxin.matters.models import (
    Answer,
    Channel,
    Matter,
    Outcome,
    PauseReason,
    Relation,
    State,
    Urgency,
)
from lianxin.matters.names import Names
from lianxin.matters.present import event_words
from lianxin.matters.related import with_numbers
from lianxin.matters.words import CLOCKS, STEPS

# What the facts of an event are called, in the order in which they are read. The record's own are on the page.
LABELS = {
    "holder": gettext_lazy("承办人"), "body": gettext_lazy("问了"), "theirs": gettext_lazy("是不是归他们"),
    "proposed": gettext_lazy("认为应归"), "outcome": gettext_lazy("结果"), "passed": gettext_lazy("核查"),
    "answer": gettext_lazy("居民答复"), "solved": gettext_lazy("问题解决了吗"), "kind": gettext_lazy("类型"),
    "channel": gettext_lazy("方式"), "reached": gettext_lazy("联系"), "to": gettext_lazy("转给"),
    "review_on": gettext_lazy("再看日期"), "reason": gettext_lazy("原因"), "next": gettext_lazy("下一步"),
    "consent": gettext_lazy("同意的上级"), "responders": gettext_lazy("叫了"), "lead": gettext_lazy("牵头"),
    "under": gettext_lazy("依据"), "trigger": gettext_lazy("情形"), "opened": gettext_lazy("开出"),
    "coming": gettext_lazy("来不来"), "arrives_at": gettext_lazy("到场时间"), "rating": gettext_lazy("评价"),
    "until": gettext_lazy("哪天以前"), "held_on": gettext_lazy("开会日期"), "topic": gettext_lazy("议题"),
    "into": gettext_lazy("并入"), "other": gettext_lazy("另一件"), "relation": gettext_lazy("关系"),
    "clock": gettext_lazy("时钟"), "limit": gettext_lazy("多久"), "before": gettext_lazy("原来到"),
    "after": gettext_lazy("现在到"), "due_at": gettext_lazy("期限到"),
    "children": gettext_lazy("拆成"), "attended": gettext_lazy("参加的"), "decisions": gettext_lazy("议定的事"),
}  # fmt: skip
AMENDED = {
    "category": gettext_lazy("类别"), "urgency": gettext_lazy("紧急程度"), "place": gettext_lazy("地点"),
    "summary": gettext_lazy("摘要"), "spot": gettext_lazy("具体位置"), "requester_name": gettext_lazy("反映人"),
    "requester_title": gettext_lazy("称呼"), "requester_phone": gettext_lazy("电话"), "withhold": gettext_lazy("隐去反映人"),
}  # fmt: skip
YES_NO = {
    "passed": (gettext_lazy("通过"), gettext_lazy("没有通过")),
    "reached": (gettext_lazy("联系上了"), gettext_lazy("没有联系上")),
    "solved": (gettext_lazy("解决了"), gettext_lazy("没有解决")),
    "withhold": (gettext_lazy("是"), gettext_lazy("否")),
    "coming": (gettext_lazy("来"), gettext_lazy("不来")),
}
KINDS = {
    "progress": gettext_lazy("进展"),
    "call": gettext_lazy("电话"),
    "visit": gettext_lazy("上门"),
}
CHOICES = {
    "outcome": Outcome, "answer": Answer, "channel": Channel, "urgency": Urgency, "trigger": Trigger, "rating": Rating,
    "relation": Relation, "reason": PauseReason,
}  # fmt: skip
MOMENTS = ("before", "after", "due_at")
DAYS = ("review_on", "until", "held_on")
BY_LOGIN = ("holder", "consent", "responders", "lead")


@dataclass(frozen=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True)
class Item:
    """One event."""

    what: str
    moved: str
    at: datetime
    who: str
    quote: str
    lines: list[Line] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def timeline(
    events: list[Event],
    matter: Matter,
    names: Names,
    actor: Actor,
    attachments: Iterable[Attachment] = (),
) -> list[Item]:
    """Return a matter's events, the newest first, masked for this reader, each with the files it brought."""
    files = defaultdict(list)
    for attachment in attachments:
        files[attachment.seq].append(attachment.file)
    people = names_behind(login for event in events for login in _logins(event.data))
    return [
        _item(event, matter, names, people, actor, files[event.seq]) for event in reversed(events)
    ]


def _logins(data: dict) -> Iterable[str]:
    """Return the logins that an event names."""
    for name in BY_LOGIN:
        told = data.get(name) or []
        yield from told if isinstance(told, list) else [told]


def _item(
    event: Event,
    matter: Matter,
    names: Names,
    people: dict[str, str],
    actor: Actor,
    files: list[File],
) -> Item:
    words = event_words(event, matter, actor)
    data = _with_category(event.data, matter.district_id)
    facts = {**with_numbers(data, names.numbers), **words}
    first = event.step == "record"
    return Item(
        what=str(STEPS[event.step]),
        moved=str(State(event.after).label) if event.before != event.after else "",
        at=event.at,
        who=names.person(event.person) or (_("系统") if event.via == "worker" else event.login),
        quote="" if first else words.get("words", ""),
        lines=[] if first else [*_facts(facts, people), *_amended(data, words)],
        files=[] if first else files,
    )


def _with_category(data: dict, district: UUID) -> dict:
    """Return the data of an event with a category by its name in the district, in what was amended too."""
    named = {
        side: _with_category(data[side], district) for side in ("old", "new") if data.get(side)
    }
    if "category" in data:
        named["category"] = category_names(district).get(data["category"], data["category"])
    return {**data, **named}


def _facts(facts: dict, people: dict[str, str]) -> list[Line]:
    return [
        Line(str(label), _said(name, facts[name], people))
        for name, label in LABELS.items()
        if facts.get(name) not in (None, "")
    ]


def _amended(data: dict, words: dict) -> list[Line]:
    old = {**(data.get("old") or {}), **(words.get("old") or {})}
    new = {**(data.get("new") or {}), **(words.get("new") or {})}
    return [
        Line(
            str(AMENDED[name]),
            _("由“%(old)s”改为“%(new)s”")
            % {"old": _plain(name, old.get(name)), "new": _plain(name, value)},
        )
        for name, value in new.items()
    ]


def _said(name: str, value: object, people: dict[str, str]) -> str:
    if name in BY_LOGIN:
        logins = value if isinstance(value, list) else [value]
        return "、".join(people.get(login, login) for login in logins)
    return _plain(name, value)


def _plain(name: str, value: object) -> str:
    if name in YES_NO and isinstance(value, bool):
        return str(YES_NO[name][0 if value else 1])
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    if name in DAYS:
        return day_words(date.fromisoformat(value))
    if name == "arrives_at":
        return moment_words(datetime.fromisoformat(value).replace(tzinfo=BEIJING))
    if name in MOMENTS:
        return moment_words(datetime.fromisoformat(value))
    if name == "limit":
        return limit_words(value)
    if name == "clock":
        return str(CLOCKS[value])
    if name == "theirs":
        return str(THEIRS.get(value, value))
    if name == "kind":
        return str(KINDS.get(value, value))
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value) if value not in (None, "") else _("空")
