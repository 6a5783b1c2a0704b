"""Merging what was said twice: the one matter goes into the other, and can be taken out again as it was.

A merged matter keeps its state, and its clocks stand; no list, clock or figure counts it. The one that
goes on has the reporters of both, and of the two finish clocks the one that ends first.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.forms import Words
from lianxin.base.refused import Refused
from lianxin.history.models import Event
from lianxin.matters.clocks import FINISH, count, next_look
from lianxin.matters.flow import Beside, Step, Turn, says
from lianxin.matters.models import OPEN, Clock, Matter
from lianxin.matters.naming import NumberField, OtherForm
from lianxin.matters.queries import in_scope
from lianxin.matters.rules import may_relate

REASON = gettext_lazy("原因")


class MergeForm(OtherForm):
    """The matter that goes on; this one becomes a part of it."""

    into = NumberField(
        label=gettext_lazy("并入哪一件"), help_text=gettext_lazy("写继续办的那一件的编号。")
    )
    reason = Words(label=REASON, required=False)

    def clean_into(self) -> str:
        other = self.named("into")
        for is_so, sentence in (
            (other.pk == self.matter.pk, _("不能并入它自己，请写另一件的编号。")),
            (other.kind != self.matter.kind, _("两件不是同一种事项，不能合并，可以关联。")),
            (other.merged_into_id, _("那一件自己已经并入别的事项，请写继续办的那一件。")),
            (not other.is_open, _("那一件已经结了。请先重开它，或者把两件关联起来。")),
            (
                self.matter.merged.exists(),
                _("已经有事项并入这一件，请反过来，把那一件并进来。"),
            ),
            (self.matter.pk == other.parent_id or other.pk == self.matter.parent_id,
             _("一件是从另一件里拆出来的，不用合并。")),
        ):  # fmt: skip
            if is_so:
                raise forms.ValidationError(sentence)
        return other.number


class UnmergeForm(OtherForm):
    reason = Words(label=REASON, required=False)


@says(gettext_lazy("已并入别的事项，那一件也在范围内"))
def was_merged(turn: Turn) -> None:
    matter = turn.matter
    if matter.merged_into_id is None:
        raise Refused("wrong_state", _("这件事没有并入别的事项。"), state=matter.state)
    if not Matter.objects.filter(in_scope(turn.by.scope), pk=matter.merged_into_id).exists():
        sentence = _("它并入的那一件不在您的范围里，请街道或区县来取消合并。")
        raise Refused("not_allowed", sentence)


def go_into(turn: Turn) -> None:
    """Stop the matter where it is, and make its reporter one of the other's."""
    matter, other = turn.matter, turn.clean["other"]
    turn.facts["into"] = str(other.pk)
    turn.rows += _stopped(matter, turn.at)
    matter.merged_into = other
    taken = Turn(matter=other, by=turn.by, at=turn.at, facts={"other": str(matter.pk)})
    _keep_first(taken, [*other.merged.all(), matter])
    _tell_joined(turn, taken)
    turn.beside.append(Beside("absorb", other.state, taken))


def come_out(turn: Turn) -> None:
    """Let the matter go on as it was before it was merged."""
    matter, other = turn.matter, turn.matter.merged_into
    turn.facts["into"] = str(other.pk)
    matter.merged_into = None
    turn.rows += _started(matter)
    left = Turn(matter=other, by=turn.by, at=turn.at, facts={"other": str(matter.pk)})
    _keep_first(left, list(other.merged.exclude(pk=matter.pk)))
    _tell(turn, _("取消了合并，请接着办：%(title)s"))
    turn.beside.append(Beside("release", other.state, left))


def _tell_joined(turn: Turn, taken: Turn) -> None:
    _tell(turn, _("已并入另一件一起办：%(title)s"))
    if taken.matter.holder_id:
        sentence = _("又有一位反映人，请一并答复：%(title)s") % {"title": taken.matter.title}
        taken.tell.append((taken.matter.holder_id, sentence))


def _tell(turn: Turn, sentence: str) -> None:
    for person in {turn.matter.recorded_by, turn.matter.holder_id} - {None}:
        turn.tell.append((person, sentence % {"title": turn.matter.title}))


def tell_recorders(turn: Turn) -> None:
    """Tell who wrote down each matter merged into this one that it was closed: they owe an answer."""
    for one in turn.matter.merged.all():
        sentence = _("一起办的已经结案，请答复反映人：%(title)s") % {"title": one.title}
        turn.tell_of.append((one, one.recorded_by, sentence))


# The clocks of both.


def _run(matter: Matter, name: str) -> Clock | None:
    """Return the run of a clock that the matter is in, or was in last."""
    key, _runs = matter.running.get(name, (None, False))
    return matter.clocks.filter(name=name, key=key).order_by("started_at", "pk").last()


def _stopped(matter: Matter, at: datetime) -> list[Clock]:
    """Stop what runs. `running` stays as it is: so it is known what is to go on later."""
    runs = [_run(matter, name) for name, (_key, runs) in matter.running.items() if runs]
    for run in runs:
        run.stopped_at, run.next_at = at, None
    return runs


def _started(matter: Matter) -> list[Clock]:
    runs = [_run(matter, name) for name, (_key, runs) in matter.running.items() if runs]
    for run in runs:
        run.stopped_at, run.next_at = None, next_look(run)
    return runs


@dataclass(frozen=True)
class _Term:
    """What a finish clock counts from, and by which rule."""

    started_at: datetime
    limit: str
    legal: str
    citation: str
    due_at: datetime

    @classmethod
    def of(cls, run: Clock) -> "_Term":
        return cls(*(getattr(run, name) for name in cls.__dataclass_fields__))

    def as_fact(self) -> dict:
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_fact(cls, fact: dict) -> "_Term":
        moments = {name: datetime.fromisoformat(fact[name]) for name in ("started_at", "due_at")}
        return cls(**{**fact, **moments})


def _keep_first(turn: Turn, joined: list[Matter]) -> None:
    """Let the finish clock count as the one of all that ends first; its own term stays in the event."""
    run = _run(turn.matter, FINISH)
    if run is None:
        return
    kept = _kept(run)
    own = kept or _Term.of(run)
    others = [_Term.of(found) for one in joined if (found := _run(one, FINISH))]
    first = min([own, *others], key=lambda term: (term.due_at, term.started_at))
    if first == _Term.of(run):
        return
    if kept is None:
        turn.facts["own"] = {"clock": str(run.pk), **own.as_fact()}
    for name in ("started_at", "limit", "legal", "citation"):
        setattr(run, name, getattr(first, name))
    count(run, turn.matter)
    if run.stopped_at:
        run.next_at = None
    turn.facts["due_at"] = run.due_at.isoformat()
    turn.rows.append(run)


def _kept(run: Clock) -> _Term | None:
    """Return what a clock counted before anything was merged, from the first event that kept it."""
    events = Event.objects.filter(
        district=run.district_id, subject=run.matter_id, step="absorb"
    ).order_by("seq")
    for data in events.values_list("data", flat=True):
        own = dict(data.get("own", {}))
        if own.pop("clock", None) == str(run.pk):
            return _Term.from_fact(own)
    return None


JOINING = (
    Step("merge", OPEN, who=(may_relate,), asks=MergeForm, then=go_into),
    Step(
        "unmerge",
        OPEN,
        who=(may_relate, was_merged),
        asks=UnmergeForm,
        then=come_out,
    ),
)
