"""诉求: a resident asks, somebody does, somebody else verifies, the resident answers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.access.roles import Permission as P
from lianxin.base.actor import NOBODY
from lianxin.base.clock import local
from lianxin.base.refused import Refused
from lianxin.calendar.limits import Limit
from lianxin.calendar.queries import calendar_of
from lianxin.calendar.terms import due
from lianxin.history.models import Event
from lianxin.kinds.request import forms
from lianxin.kinds.request.splitting import SplitForm, split
from lianxin.kinds.request.terms import ACTIVE, CLOCKS, LIMITS, PAUSES, UNFINISHED
from lianxin.kinds.request.titles import place_words, title_of
from lianxin.matters.actions import put_at
from lianxin.matters.answering import whose_turn
from lianxin.matters.flow import Beside, Flow, Step, Turn, says
from lianxin.matters.giving import helping_words
from lianxin.matters.joining import JOINING, tell_recorders
from lianxin.matters.linking import LINKING
from lianxin.matters.models import (
    Answer,
    AtLevel,
    ClockExtension,
    ClockPause,
    Matter,
    Outcome,
    State,
)
from lianxin.matters.rules import holder_or, is_holder, may, no_open_children, not_a_doer
from lianxin.people.models import Role

# At which level a matter is held that somebody of this role holds; of any other, the community.
LEVEL_OF = {
    Role.GRID_WORKER: AtLevel.GRID,
    Role.GRID_CHIEF: AtLevel.GRID,
    Role.BUILDING_CAPTAIN: AtLevel.GRID,
    Role.RESIDENT_REP: AtLevel.GRID,
    Role.STREET_OFFICER: AtLevel.STREET,
    Role.DEPARTMENT_OFFICER: AtLevel.DISTRICT,
    Role.DISTRICT_OFFICER: AtLevel.DISTRICT,
}

LEVELS = list(AtLevel)
PING_PONG = 2  # so often is given back before an arbiter decides

# Where a step goes, by its clean input.


def by_outcome(clean: dict, _left: str | None) -> str:
    return State.IN_HAND if clean["outcome"] == Outcome.PARTLY else State.TO_VERIFY


def by_check(clean: dict, _left: str | None) -> str:
    return State.TO_VERIFY if clean["passed"] else State.IN_HAND


def by_answer(clean: dict, _left: str | None) -> str:
    return State.IN_HAND if _not_solved(clean) else State.TO_VERIFY


def by_late_answer(clean: dict, _left: str | None) -> str:
    return State.TAKEN_IN if _not_solved(clean) else State.CLOSED


def where_it_left(_clean: dict, left: str | None) -> str:
    assert left is not None, "a carried matter was carried from somewhere"
    return left


def _not_solved(clean: dict) -> bool:
    return clean["answer"] == Answer.NOT_SATISFIED and clean.get("solved") is not True


# Who may, beyond the spine's rules.


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


@says(gettext_lazy("不是承办人"))
def not_the_holder(turn: Turn) -> None:
    """Nobody approves more time for themselves."""
    if turn.matter.holder_id == turn.by.person:
        raise Refused("not_allowed", _("这件事派给了您，暂停和延期要由别人批准。请找同事或街道。"))


@says(gettext_lazy("承办的那一级"))
def at_its_level(turn: Turn) -> None:
    """What was handed up to a street or district is theirs to dispatch and to answer.

    What a community gave to a department itself, it may take back and give to another.
    """
    level, raised = turn.matter.level, turn.matter.raised_from
    if not raised or level not in (AtLevel.STREET, AtLevel.DISTRICT):
        return
    above = LEVELS[LEVELS.index(level) :]
    if not any(area.level in above for area in turn.by.scope.areas):
        sentence = _("这件事已经上报%(level)s，由%(level)s派单或答复。")
        raise Refused("not_allowed", sentence % {"level": AtLevel(level).label})


@says(gettext_lazy("区县还没有裁定"))
def not_decided(turn: Turn) -> None:
    """What the district decided is not given back again; it can be redirected, or carried."""
    if turn.matter.returned > PING_PONG:
        sentence = _("这件事已由区县裁定归属，不能再退回。办不了的请写进展，或请区县督办。")
        raise Refused("wrong_state", sentence, state=turn.matter.state)


@says(gettext_lazy("网格、社区、街道、区县的人"))
def from_inside(turn: Turn) -> None:
    """Whoever answers from outside the community gives back what is not theirs; they stand on no level."""
    if turn.by.outside:
        sentence = _("上报由网格、社区、街道来做。不归您管的请退回，写明该归谁；有难处的请写进展。")
        raise Refused("not_allowed", sentence)


@says(gettext_lazy("还有上一级"))
def has_level_above(turn: Turn) -> None:
    if turn.matter.level == AtLevel.DISTRICT:
        raise Refused("wrong_state", _("已经到区县了，没有再上一级。"), state=turn.matter.state)


@says(gettext_lazy("有人督办、催办或上报，还没有答复"))
def waits_for_answer(turn: Turn) -> None:
    if turn.matter.asked_at is None and turn.matter.raised_at is None:
        raise Refused(
            "wrong_state", _("现在没有要答复的督办、催办或上报。"), state=turn.matter.state
        )


@says(gettext_lazy("居民本人；代记的，要有许可 record"))
def asked_for(turn: Turn) -> None:
    """The resident urges; whoever takes his call writes it down for him."""
    if turn.matter.requester_id is None or turn.matter.requester_id != turn.by.person:
        may(P.RECORD)(turn)


@says(gettext_lazy("期限没有暂停"))
def not_paused(turn: Turn) -> None:
    if turn.matter.is_paused:
        raise Refused("wrong_state", _("期限已经暂停了，先恢复计算再办。"), state=turn.matter.state)


@says(gettext_lazy("期限暂停着"))
def paused(turn: Turn) -> None:
    if not turn.matter.is_paused:
        raise Refused("wrong_state", _("期限没有暂停。"), state=turn.matter.state)


# What a step notes on the matter.


def give_to_holder(turn: Turn) -> None:
    post = turn.clean.pop("post")
    turn.matter.holder, turn.matter.holder_organisation = post.person, post.organisation
    if turn.matter.returned >= PING_PONG and turn.matter.raised_at is not None:
        turn.matter.opened_at = turn.at  # an arbiter decided: the term starts afresh
    turn.matter.level = _held_at(turn.matter, post.role)
    turn.matter.raised_at = None  # to take it on is an answer, too
    if helps := helping_words(turn.matter, post.organisation):
        turn.facts["under"] = helps
    turn.tell.append((post.person_id, _("派给您：%(title)s") % {"title": turn.matter.title}))


def _held_at(matter: Matter, role: str) -> str:
    """Return the level of a holder; what a street or district took on stays there or rises further."""
    of_role = LEVEL_OF.get(role, AtLevel.COMMUNITY)
    raised = matter.level in (AtLevel.STREET, AtLevel.DISTRICT) and matter.raised_from
    return max(of_role, matter.level, key=LEVELS.index) if raised else of_role


def take_from_holder(turn: Turn) -> None:
    """Take a matter back; what was given back twice an arbiter decides: the street, and then the district."""
    matter = turn.matter
    matter.returned += 1
    if matter.returned >= PING_PONG:
        first = matter.returned == PING_PONG
        arbiter = AtLevel.STREET if first else AtLevel.DISTRICT
        matter.level = AtLevel.COMMUNITY if first else AtLevel.STREET
        rise_to(turn, arbiter, _("一再退回，请您裁定归谁：%(title)s"))
        return
    matter.holder = matter.holder_organisation = None
    if not matter.raised_from:
        matter.level = AtLevel.COMMUNITY  # whoever gave it away decides again
    turn.tell.append((matter.recorded_by, _("被退回，请另派：%(title)s") % {"title": matter.title}))


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


def note_review(turn: Turn) -> None:
    """Carry a matter on; the superior who is named as having agreed is told so."""
    turn.matter.review_on = turn.clean["review_on"]
    sentence = _("按您的同意挂账：%(title)s") % {"title": turn.matter.title}
    turn.tell.append((turn.clean["consented"], sentence))


def note_resumed(turn: Turn) -> None:
    turn.matter.review_on = None


def note_contact(turn: Turn) -> None:
    if turn.clean["reached"]:
        _in_contact(turn)


def note_progress(turn: Turn) -> None:
    """Who writes of a call or a visit was in contact: nobody has to say so a second time."""
    if turn.clean["kind"] in ("call", "visit"):
        _in_contact(turn)


def _in_contact(turn: Turn) -> None:
    turn.matter.contacted_at = turn.matter.contacted_at or turn.at


def rise(turn: Turn) -> None:
    """Hand a matter up to the next level, which answers or takes it on."""
    above = LEVELS[LEVELS.index(turn.matter.level) + 1]
    rise_to(turn, above, _("上报给您这一级，请答复或派单：%(title)s"))


def rise_to(turn: Turn, level: AtLevel, sentence: str) -> None:
    matter = turn.matter
    matter.raised_from, matter.raised_at, matter.level = matter.level, turn.at, level
    matter.holder = matter.holder_organisation = None
    for person in whose_turn(matter):
        turn.tell.append((person, sentence % {"title": matter.title}))


def note_asked(turn: Turn, sentence: str) -> None:
    matter = turn.matter
    matter.asked_at = matter.asked_at or turn.at
    for person in whose_turn(matter):
        turn.tell.append((person, sentence % {"title": matter.title}))


def note_supervised(turn: Turn) -> None:
    note_asked(turn, _("被督办，请限时答复：%(title)s"))


def note_urged(turn: Turn) -> None:
    note_asked(turn, _("居民催办，请限时答复：%(title)s"))


def note_reply(turn: Turn) -> None:
    """Answer whoever asked; a level to which a matter was raised hands it down again with its answer."""
    matter = turn.matter
    asked = Event.objects.filter(
        district=matter.district_id, subject=matter.pk, step__in=("supervise", "urge", "escalate")
    )
    for person in set(asked.values_list("person", flat=True)) - {NOBODY}:
        turn.tell.append((person, _("有了答复：%(title)s") % {"title": matter.title}))
    if matter.raised_at is not None:
        matter.level, matter.raised_at, matter.raised_from = matter.raised_from, None, ""
    matter.asked_at = None


def stand(turn: Turn) -> None:
    """Stop the finish clock for as long as the reason may take at most."""
    matter, reason = turn.matter, turn.clean["reason"]
    calendar = calendar_of(matter.district_id, matter.community_id)
    matter.paused_until = due(turn.at, Limit.parse(PAUSES[reason]), calendar).at
    turn.rows.append(
        ClockPause(
            district_id=matter.district_id,
            matter=matter,
            since=turn.at,
            at_most=matter.paused_until,
            reason=reason,
            approved_by=turn.by.person,
        )
    )
    turn.recounts = True
    tell_holder(turn, _("期限已暂停：%(title)s"))


def go_on(turn: Turn) -> None:
    matter = turn.matter
    pause = ClockPause.objects.get(district=matter.district_id, matter=matter, until=None)
    pause.until = turn.at
    matter.paused_until = None
    turn.rows.append(pause)
    turn.recounts = True
    tell_holder(turn, _("期限继续计算：%(title)s"))


def give_more_time(turn: Turn) -> None:
    matter = turn.matter
    turn.rows.append(
        ClockExtension(
            district_id=matter.district_id,
            matter=matter,
            at=turn.at,
            opened_at=matter.opened_at,
            limit=turn.clean["limit"],
            approved_by=turn.by.person,
        )
    )
    turn.recounts = True
    tell_holder(turn, _("期限已延长：%(title)s"))


def tell_holder(turn: Turn, sentence: str) -> None:
    if turn.matter.holder_id:
        turn.tell.append((turn.matter.holder_id, sentence % {"title": turn.matter.title}))


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


def needs_files(turn: Turn) -> None:
    if not turn.files:
        sentence = _("还没有选文件。请选好要补充的照片、语音或文档，再提交。")
        raise Refused("bad_input", sentence, fields={"files": [sentence]})


def note_amended(turn: Turn) -> None:
    """Write what was corrected; the event keeps old and new."""
    matter, clean = turn.matter, turn.clean
    changes = {
        name: clean[name]
        for name in (*forms.AmendForm.PLAIN, "withhold")
        if name in turn.given and clean[name] not in (None, getattr(matter, name))
    }
    for name in ("category", "urgency", "requester_phone"):
        if changes.get(name) == "":
            del changes[name]  # left empty, these stay as they are
    old = {name: getattr(matter, name) for name in changes}
    for name, value in changes.items():
        setattr(matter, name, value)
    place = clean.pop("place")
    if place is not None:
        old["place"] = _path_words(turn)
        put_at(matter, place)
        changes["place"] = _path_words(turn)
    if not changes:
        raise Refused("bad_input", _("没有改动什么，请先改好再提交。"), fields={})
    turn.reworded = True
    if "category" in changes or "place" in changes:
        matter.title = title_of(place_words(matter), matter.category)
    plain = ("category", "urgency", "withhold")
    turn.facts = {
        "old": {name: value for name, value in old.items() if name in plain},
        "new": {name: value for name, value in changes.items() if name in plain},
    }
    reason = turn.words.get("reason", "")
    turn.words = {
        "old": {name: value for name, value in old.items() if name not in plain},
        "new": {name: value for name, value in changes.items() if name not in plain},
        "reason": reason,
    }


def _path_words(turn: Turn) -> str:
    return place_words(turn.matter)


FLOW = Flow(
    kind="request",
    prefix="SQ",
    clocks=CLOCKS,
    limits=LIMITS,
    doing=frozenset({"accept", "note", "finish", "handle_now"}),
    opening=frozenset({"reopen"}),
    turn_of={
        State.RECORDED: gettext_lazy("社区办公室受理"),
        State.TAKEN_IN: gettext_lazy("社区办公室派单"),
        State.DISPATCHED: gettext_lazy("承办人接单"),
        State.IN_HAND: gettext_lazy("承办人办理"),
        State.TO_VERIFY: gettext_lazy("没有经手的人核查，居民答复"),
        State.CARRIED: gettext_lazy("社区办公室到期再看"),
    },
    steps=(
        Step("take_in", (State.RECORDED,), (State.TAKEN_IN,), who=(may(P.TAKE_IN),)),
        Step(
            "handle_now",
            (State.RECORDED,),
            (State.TO_VERIFY,),
            who=(may(P.RECORD),),
            asks=forms.HandleNowForm,
            then=note_handled,
        ),
        Step(
            "dispatch",
            (State.TAKEN_IN,),
            (State.DISPATCHED,),
            who=(may(P.DISPATCH), at_its_level),
            asks=forms.DispatchForm,
            then=give_to_holder,
        ),
        Step(
            "reassign",
            (State.DISPATCHED, State.IN_HAND),
            (State.DISPATCHED,),
            who=(may(P.DISPATCH), at_its_level),
            asks=forms.ReassignForm,
            then=give_to_holder,
        ),
        Step("accept", (State.DISPATCHED,), (State.IN_HAND,), who=(is_holder,)),
        Step(
            "give_back",
            (State.DISPATCHED, State.IN_HAND),
            (State.TAKEN_IN,),
            who=(is_holder, not_decided),
            asks=forms.GiveBackForm,
            then=take_from_holder,
        ),
        Step(
            "note",
            (*ACTIVE, State.CARRIED),
            who=(holder_or(P.WORK),),
            asks=forms.NoteForm,
            then=note_progress,
        ),
        Step(
            "contact",
            UNFINISHED,
            who=(holder_or(P.CONFIRM),),
            asks=forms.ContactForm,
            then=note_contact,
        ),
        Step("enquire", UNFINISHED, who=(holder_or(P.DISPATCH),), asks=forms.EnquireForm),
        Step(
            "escalate",
            ACTIVE,
            (State.TAKEN_IN,),
            who=(holder_or(P.DISPATCH), from_inside, at_its_level, has_level_above),
            asks=forms.ReasonForm,
            then=rise,
        ),
        Step(
            "answer",
            (*UNFINISHED, State.TO_VERIFY),
            who=(holder_or(P.DISPATCH), at_its_level, waits_for_answer),
            asks=forms.ReplyForm,
            then=note_reply,
        ),
        Step(
            "supervise",
            (*UNFINISHED, State.TO_VERIFY),
            who=(may(P.SUPERVISE),),
            asks=forms.SuperviseForm,
            then=note_supervised,
        ),
        Step(
            "urge",
            (*UNFINISHED, State.TO_VERIFY),
            who=(asked_for,),
            asks=forms.UrgeForm,
            then=note_urged,
        ),
        Step(
            "pause",
            ACTIVE,
            who=(may(P.DISPATCH), not_the_holder, not_paused),
            asks=forms.PauseForm,
            then=stand,
        ),
        Step("unpause", ACTIVE, who=(holder_or(P.DISPATCH), paused), then=go_on),
        Step(
            "extend",
            (*ACTIVE, State.CARRIED),
            who=(may(P.DISPATCH), not_the_holder, not_paused),
            asks=forms.ExtendForm,
            then=give_more_time,
        ),
        Step(
            "attach",
            (*UNFINISHED, State.TO_VERIFY),
            who=(holder_or(P.RECORD, P.WORK, P.CONFIRM),),
            asks=forms.AttachForm,
            then=needs_files,
        ),
        Step(
            "amend",
            (*UNFINISHED, State.TO_VERIFY),
            who=(may(P.AMEND),),
            asks=forms.AmendForm,
            then=note_amended,
        ),
        Step(
            "finish",
            (State.IN_HAND,),
            (State.TO_VERIFY, State.IN_HAND),
            goes=by_outcome,
            who=(is_holder,),
            asks=forms.FinishForm,
            then=note_outcome,
        ),
        Step(
            "verify",
            (State.TO_VERIFY,),
            (State.TO_VERIFY, State.IN_HAND),
            goes=by_check,
            who=(not_a_doer, may(P.VERIFY), not_yet_verified),
            asks=forms.VerifyForm,
            then=note_check,
        ),
        Step(
            "return_visit",
            (State.TO_VERIFY, State.CLOSED),
            who=(may(P.CONFIRM),),
            asks=forms.ContactForm,
        ),
        Step(
            "confirm",
            (State.TO_VERIFY,),
            (State.TO_VERIFY, State.IN_HAND),
            goes=by_answer,
            who=(may_answer,),
            asks=forms.ConfirmForm,
            then=note_answer,
        ),
        Step(
            "confirm",
            (State.CLOSED,),
            (State.CLOSED, State.TAKEN_IN),
            goes=by_late_answer,
            who=(may_answer,),
            asks=forms.ConfirmForm,
            then=note_answer,
        ),
        Step(
            "close",
            (State.TO_VERIFY,),
            (State.CLOSED,),
            who=(may(P.CLOSE), verified_and_answered, no_open_children),
            then=note_closed,
        ),
        Step(
            "carry",
            ACTIVE,
            (State.CARRIED,),
            who=(may(P.DISPATCH),),
            asks=forms.CarryForm,
            then=note_review,
        ),
        Step(
            "resume",
            (State.CARRIED,),
            tuple(ACTIVE),
            goes=where_it_left,
            who=(may(P.DISPATCH),),
            then=note_resumed,
        ),
        Step(
            "redirect",
            (State.RECORDED, *ACTIVE),
            (State.REDIRECTED,),
            who=(may(P.DISPATCH), no_open_children),
            asks=forms.RedirectForm,
            then=note_redirected,
        ),
        Step(
            "withdraw",
            (*UNFINISHED, State.TO_VERIFY),
            (State.CLOSED,),
            who=(may(P.DISPATCH), no_open_children),
            asks=forms.ReasonForm,
            then=note_withdrawn,
        ),
        Step(
            "reopen",
            (State.CLOSED, State.REDIRECTED),
            (State.TAKEN_IN,),
            who=(may(P.CLOSE),),
            asks=forms.ReasonForm,
            then=open_again,
        ),
        Step(
            "split",
            (State.RECORDED, *ACTIVE),
            who=(may(P.DISPATCH),),
            asks=SplitForm,
            then=split,
        ),
        *JOINING,
        *LINKING,
    ),
)
