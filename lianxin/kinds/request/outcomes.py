"""How a request ends: done, checked, answered by the resident, closed; and how it is opened again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.base.clock import local
from lianxin.base.refused import Refused
from lianxin.matters.flow import Beside, Turn, says
from lianxin.matters.joining import tell_recorders
from lianxin.matters.models import (
    Answer,
    AtLevel,
    Matter,
    Outcome,
    State,
)
from lianxin.matters.rules import may, not_a_doer

# Where a step goes, by its clean input.


def by_outcome(clean: dict, _left: str | None) -> str:
    return State.IN_HAND if clean["outcome"] == Outcome.PARTLY else State.TO_VERIFY


def by_check(clean: dict, _left: str | None) -> str:
    return State.TO_VERIFY if clean["passed"] else State.IN_HAND


def by_answer(clean: dict, _left: str | None) -> str:
    return State.IN_HAND if _not_solved(clean) else State.TO_VERIFY


def by_late_answer(clean: dict, _left: str | None) -> str:
    return State.TAKEN_IN if _not_solved(clean) else State.CLOSED


def _not_solved(clean: dict) -> bool:
    return clean["answer"] == Answer.NOT_SATISFIED and clean.get("solved") is not True


# Who may.


@says(gettext_lazy("居民本人；代记的，要没有经手、有许可 confirm"))
def may_answer(turn: Turn) -> None:
    """The resident answers for themselves; for them, anybody but a doer who is permitted."""
    if turn.matter.requester_id is not None and turn.matter.requester_id == turn.by.person:
        return
    not_a_doer(turn)
    may(P.CONFIRM)(turn)


@says(gettext_lazy("已核查通过，并且居民已答复或回访期满"))
def verified_and_answered(turn: Turn) -> None:
    """Close needs the staff's check, and the resident's answer or the end of the return-visit term."""
    matter = turn.matter
    if matter.verified_at is None:
        raise Refused(
            "wrong_state",
            _("还没有核查通过，不能结案。请先由没有经手的人核查。"),
            state=matter.state,
        )
    answered = matter.answer in (Answer.SATISFIED, Answer.NOT_SATISFIED)
    if not answered and turn.at <= matter.return_by:
        sentence = _("还没有居民的答复。请先回访，或等到回访期满（%(day)s）再结案。") % {
            "day": f"{local(matter.return_by):%m-%d %H:%M}"
        }
        raise Refused("wrong_state", sentence, state=matter.state)


@says(gettext_lazy("还没有核查通过"))
def not_yet_verified(turn: Turn) -> None:
    if turn.matter.verified_at is not None:
        raise Refused("wrong_state", _("已经核查通过，等居民答复后结案。"), state=turn.matter.state)


# What becomes of the matter.


def note_outcome(turn: Turn) -> None:
    turn.matter.outcome = turn.clean["outcome"]
    if turn.matter.state == State.TO_VERIFY:
        turn.matter.finished_at = turn.at
        turn.tell.append(
            (turn.matter.recorded_by, _("已办完，待核查：%(title)s") % {"title": turn.matter.title})
        )


def note_handled(turn: Turn) -> None:
    turn.matter.holder_id = turn.by.person
    note_outcome(turn)


def note_check(turn: Turn) -> None:
    matter = turn.matter
    if not turn.clean["passed"]:
        back_to_work(turn, _("核查没有通过，请再办：%(title)s"))
        return
    matter.verified_at = turn.at


def note_answer(turn: Turn) -> None:
    turn.matter.answer = turn.clean["answer"]
    if turn.matter.state == State.IN_HAND:
        back_to_work(turn, _("居民说没有解决，请再办：%(title)s"))
    elif turn.matter.state == State.TAKEN_IN:
        open_again(turn)


def back_to_work(turn: Turn, sentence: str) -> None:
    matter = turn.matter
    matter.finished_at = matter.verified_at = matter.return_by = None
    matter.answer = matter.outcome = ""
    if matter.holder_id:
        turn.tell.append((matter.holder_id, sentence % {"title": matter.title}))


def note_closed(turn: Turn) -> None:
    turn.matter.closed_at = turn.at
    tell_recorders(turn)


def note_withdrawn(turn: Turn) -> None:
    turn.matter.outcome, turn.matter.closed_at = Outcome.WITHDRAWN, turn.at
    if turn.matter.holder_id:
        turn.tell.append(
            (turn.matter.holder_id, _("居民已撤回：%(title)s") % {"title": turn.matter.title})
        )


def note_redirected(turn: Turn) -> None:
    turn.matter.outcome = Outcome.NOT_OURS


def open_again(turn: Turn) -> None:
    matter = turn.matter
    matter.opened_at, matter.contacted_at = turn.at, None
    matter.level, matter.raised_at, matter.raised_from = AtLevel.COMMUNITY, None, ""
    matter.returned = 0
    matter.asked_at = None
    matter.closed_at = None
    back_to_work(turn, _("已重开，等待重新派单：%(title)s"))
    matter.holder = matter.holder_organisation = None
    open_parent(turn)


def open_parent(turn: Turn) -> None:
    """A whole is not ended while a part of it goes on: it is opened again together with its part."""
    if turn.matter.parent_id is None:
        return
    parent = Matter.objects.select_for_update(of=("self",)).get(pk=turn.matter.parent_id)
    if parent.is_open or parent.kind != turn.matter.kind:
        return
    before, parent.state = parent.state, State.TAKEN_IN
    whole = Turn(matter=parent, by=turn.by, at=turn.at, facts={"other": str(turn.matter.pk)})
    open_again(whole)
    turn.beside.append(Beside("reopen", before, whole))
